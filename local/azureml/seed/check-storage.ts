import { asObject } from '../json';
import type { JsonObject } from '../json';
import { accountsOf } from './accounts';
import { containersOf } from './containers';
import type { SeedFile } from './seed-file';
import type { SeedAccount, SeedBlob, SeedCopy, SeedDeletedCopy } from './seed-storage';

/** Faults of accounts and blobs that a schema cannot express: states that no account could be in. */
export function storageFaults(seed: SeedFile): string[] {
  const faults = (seed.storageAccounts ?? []).flatMap((account, index) =>
    accountFaults(account).map((fault) => `/storageAccounts/${index}${fault}`),
  );
  const accounts = new Map(accountsOf(seed).map((account) => [account.name, account]));
  const blobs = (seed.blobs ?? []).flatMap((blob, index) => {
    const account = accounts.get(blob.account) ?? { name: blob.account };
    return blobFaults(blob, account).map((fault) => `/blobs/${index}${fault}`);
  });
  return [...faults, ...blobs];
}

/** Days that a retention policy of a service keeps what was deleted; undefined when it is off. */
export function retentionDays(service: JsonObject | undefined, policy: string): number | undefined {
  const { enabled, days } = asObject(service?.[policy]);
  return enabled === true && typeof days === 'number' ? days : undefined;
}

function accountFaults(account: SeedAccount): string[] {
  const { blobService = {}, containers = [], deletedShares = [], fileService, isHnsEnabled } = account;
  const faults: string[] = [];
  const versioning = blobService.isVersioningEnabled === true;
  const { allowPermanentDelete } = asObject(blobService.deleteRetentionPolicy);
  const restores = asObject(blobService.restorePolicy).enabled === true;
  if (versioning && isHnsEnabled === true) faults.push('/blobService: a hierarchical namespace keeps no versions.');
  if (restores && allowPermanentDelete === true)
    faults.push('/blobService: permanent deletion cannot be combined with a restore policy.');
  if (restores && !(versioning && retentionDays(blobService, 'deleteRetentionPolicy') !== undefined))
    faults.push('/blobService: a restore policy needs soft delete and versioning.');
  const kept = retentionDays(blobService, 'containerDeleteRetentionPolicy');
  containers.forEach(({ deletedDaysAgo }, index) => {
    if (deletedDaysAgo !== undefined) faults.push(...goneFaults(deletedDaysAgo, kept, `/containers/${index}`));
  });
  const shares = retentionDays(fileService, 'shareDeleteRetentionPolicy');
  deletedShares.forEach(({ deletedDaysAgo }, index) => {
    faults.push(...goneFaults(deletedDaysAgo, shares, `/deletedShares/${index}`));
  });
  return faults;
}

function blobFaults(blob: SeedBlob, account: SeedAccount): string[] {
  const { versions = [], snapshots = [], deletedDaysAgo } = blob;
  const faults: string[] = [];
  const versioning = account.blobService?.isVersioningEnabled === true;
  const kept = retentionDays(account.blobService, 'deleteRetentionPolicy');
  const container = containersOf(account).find(({ name }) => name === blob.container);
  if (versions.length > 0 && !versioning && kept === undefined)
    faults.push('/versions: the account keeps nothing of what is overwritten.');
  if (!versioning && versions.some(isDeleted))
    faults.push('/versions: without versioning, what is overwritten is deleted by that already.');
  if (blob.directory === true && account.isHnsEnabled !== true)
    faults.push('/directory: the account has no hierarchical namespace.');
  if (blob.uncommitted === true && Object.keys(blob).length > (blob.content === undefined ? 4 : 5))
    faults.push('/uncommitted: blocks that were never committed have no other state.');
  const perVersion = account.versionLevelImmutability === true || container?.versionLevelImmutability === true;
  if ((blob.legalHold === true || blob.immutableUntil !== undefined) && !perVersion)
    faults.push(': its container has no version-level immutability.');
  // With versioning, deleting the current blob leaves a version, which nothing makes vanish.
  if (deletedDaysAgo !== undefined && !versioning) faults.push(...goneFaults(deletedDaysAgo, kept, ''));
  for (const copy of [...versions, ...snapshots])
    if (isDeleted(copy)) faults.push(...goneFaults(copy.deletedDaysAgo, kept, ''));
  return faults;
}

/** Whether an older content was deleted itself. */
export function isDeleted(copy: SeedCopy): copy is SeedDeletedCopy {
  return typeof copy === 'object' && 'deletedDaysAgo' in copy;
}

function goneFaults(daysAgo: number, kept: number | undefined, at: string): string[] {
  if (kept === undefined) return [`${at}/deletedDaysAgo: nothing keeps what is deleted there.`];
  return daysAgo < kept ? [] : [`${at}/deletedDaysAgo: after ${kept} days nothing is left of it.`];
}
