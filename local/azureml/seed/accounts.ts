import { accountOf } from './defaults';
import { withHubs } from './hubs';
import type { SeedFile } from './seed-file';
import type { SeedAccount } from './seed-storage';

/** Every storage account that a seed uses, with settings where it gives them. */
export function accountsOf(seed: SeedFile): SeedAccount[] {
  const named = new Map((seed.storageAccounts ?? []).map((account) => [account.name, account]));
  const used = [
    ...withHubs(seed.workspaces).map(accountOf),
    ...seed.workspaces.flatMap((workspace) => (workspace.datastores ?? []).map((store) => store.account)),
    ...(seed.blobs ?? []).map((blob) => blob.account),
    ...(seed.containers ?? []).map((container) => container.account),
    ...(seed.shares ?? []).map((share) => share.account),
  ];
  for (const name of used) if (name !== undefined && !named.has(name)) named.set(name, { name });
  return [...named.values()];
}
