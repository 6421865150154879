import { subscriptionOf } from '../../azure/arm-id';
import type { Arm } from '../../azure/arm';
import { asAzureError } from '../../azure/azure-error';
import { apiVersionOf } from '../../azure/resource-manager';
import { textAt } from '../json';
import type { Workspace } from '../workspace';

const type = 'Microsoft.Storage/storageAccounts';

/** A storage account that Resource Manager is to be asked about. */
export interface KnownAccount {
  /** In lower case. */
  account: string;
  id?: string;
  /** Azure's code, or `not_found`: why there is no id. */
  unreadable?: string;
}

/**
 * The ARM ids of storage accounts. Workspaces name their own one by its id; accounts behind other datastores are known
 * by their names, which no two accounts of a cloud share, and are looked for in the subscriptions that the workspaces
 * and their own accounts lie in. `listed` are ids that the request gives. Throws what time may heal.
 */
export async function findAccounts(
  arm: Arm,
  names: Iterable<string>,
  workspaces: readonly Pick<Workspace, 'id' | 'storageAccount' | 'storageAccountId'>[],
  listed: readonly string[] = [],
): Promise<KnownAccount[]> {
  const ids = new Map(listed.map((id) => [id.split('/').pop()?.toLowerCase() ?? '', id]));
  for (const { storageAccount, storageAccountId } of workspaces) {
    if (storageAccountId) ids.set(storageAccount, storageAccountId);
  }
  const wanted = [...new Set(names)].sort();
  const near = workspaces.flatMap(({ id, storageAccountId }) => [id, storageAccountId ?? '']);
  const subscriptions = new Set(near.map((id) => subscriptionOf(id).toLowerCase()).filter((id) => id !== ''));
  let refusal: string | undefined;
  for (const subscription of subscriptions) {
    if (wanted.every((name) => ids.has(name))) break;
    try {
      const path = `/subscriptions/${subscription}/providers/${type}`;
      for await (const body of arm.list(path, await apiVersionOf(type, subscription))) {
        const [name, id] = [textAt(body, 'name')?.toLowerCase(), textAt(body, 'id')];
        if (name && id && !ids.has(name)) ids.set(name, id);
      }
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      refusal ??= error.code;
    }
  }
  return wanted.map((account) => {
    const id = ids.get(account);
    return id ? { account, id } : { account, unreadable: refusal ?? 'not_found' };
  });
}
