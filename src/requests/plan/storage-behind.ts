import type { Arm } from '../../azure/arm';
import { now } from '../../config/clock';
import type { Gap } from '../../resources/resource-type';
import { resourceType } from '../../resources/registry';
import { requestedTypes } from '../../resources/requested';
import { findAccounts } from '../../resources/storage-settings/account-ids';
import { deletedGaps } from '../../resources/storage-settings/deleted-gaps';
import { deletedPlaces } from '../../resources/storage-settings/deleted-places';
import { readSettings } from '../../resources/storage-settings/read-settings';
import type { Workspace } from '../../resources/workspace';
import type { AccountSettings } from '../../storage/account-settings';
import { concurrently } from '../../storage/concurrently';
import type { DataRequest } from '../schema';
import type { PlanItem } from './plan';

/** What the storage behind a plan is set to, and what can't be said about it. */
export interface StorageBehind {
  /** Of each account that holds bytes of the plan; none for an export, which leaves everything where it is. */
  settings: AccountSettings[];
  gaps: Gap[];
}

/**
 * Reads the settings of every storage account behind the items of a plan, once each, and looks for deleted containers
 * and shares there and in the workspaces' own accounts. `workspaces` are those of the request that could be read.
 * Throws what time may heal.
 */
export async function storageBehind(
  arm: Arm,
  request: Pick<DataRequest, 'action' | 'scope'>,
  workspaces: readonly Workspace[],
  items: readonly Pick<PlanItem, 'workspace' | 'ranges'>[],
): Promise<StorageBehind> {
  const planned = accountsBehind(items);
  // Nothing is planned in a container that is gone, so the workspaces' own accounts are looked at in any case.
  const own = asksForBytes(request) ? workspaces.map(({ storageAccount }) => storageAccount) : [];
  const names = [...planned.keys(), ...own].filter((name) => name !== '');
  const known = await findAccounts(arm, names, workspaces, request.scope.storageAccounts);

  const looked = await concurrently(known, 4, async (account) => {
    const behind = planned.get(account.account);
    return {
      account: account.account,
      workspace: behind?.workspace,
      services: await deletedPlaces(arm, account),
      settings:
        behind && request.action !== 'export' ? await readSettings(arm, account, [...behind.containers]) : undefined,
    };
  });
  const unknown = looked.flatMap(({ account, workspace, settings }): Gap[] => {
    if (!settings?.unreadable) return [];
    const detail = `${account}: ${settings.unreadable}`;
    return [{ code: 'storage_settings_unknown', type: 'storageAccount', workspace, detail }];
  });
  return {
    settings: looked.flatMap(({ settings }) => settings ?? []),
    gaps: [...unknown, ...deletedGaps(workspaces, looked, now())],
  };
}

/** Storage accounts with the containers of them that hold planned blobs, and a workspace that uses them. */
function accountsBehind(items: readonly Pick<PlanItem, 'workspace' | 'ranges'>[]) {
  const accounts = new Map<string, { workspace: string; containers: Set<string> }>();
  for (const { workspace, ranges } of items) {
    for (const { store = 'blob', account, container } of ranges) {
      if (store === 'image') continue;
      const known = accounts.get(account) ?? { workspace, containers: new Set() };
      if (store === 'blob') known.containers.add(container);
      accounts.set(account, known);
    }
  }
  return accounts;
}

function asksForBytes({ scope }: Pick<DataRequest, 'scope'>): boolean {
  return requestedTypes(scope).some((name) => resourceType(name).bytes !== undefined);
}
