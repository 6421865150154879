import type { Arm, Json } from '../../azure/arm';
import { subscriptionOf } from '../../azure/arm-id';
import { asAzureError } from '../../azure/azure-error';
import { objectAt, textAt } from '../json';
import type { Gap } from '../resource-type';
import { keeperOf, keepersOf, readWorkspace, workspaceApiVersion, type Workspace } from '../workspace';

/** The gap that is left where the things of a workspace could not be listed; throws what time may heal. */
export function unlisted(workspace: string, thrown: unknown): Gap {
  const error = asAzureError(thrown);
  if (error.transient) throw error;
  return { code: 'sharing_unknown', type: 'workspace', workspace, detail: error.code };
}

/**
 * The workspaces whose storage, datastores or registry are among the accounts (as `keeperOf` calls them), in the
 * subscriptions of the scope, of the ids that are `near`, and of the storage accounts and registries that the scope uses:
 * those may lie in other subscriptions (Azure docs: use existing dependent services). `unknown` is told what could not be
 * read, and on which accounts that may matter: on any, where none are given.
 */
export async function workspacesOn(
  arm: Arm,
  scope: readonly string[],
  accounts: ReadonlySet<string>,
  unknown: (gap: Gap, accounts?: ReadonlySet<string>) => void,
  near: readonly string[] = [],
): Promise<Workspace[]> {
  const listed = new Map<string, { id: string; body?: Json }>(scope.map((id) => [id.toLowerCase(), { id }]));
  const ids = [...scope, ...near, ...(await keeperIds(arm, scope))];
  for (const subscription of new Set(ids.map((id) => subscriptionOf(id).toLowerCase()))) {
    const path = `/subscriptions/${subscription}/providers/Microsoft.MachineLearningServices/workspaces`;
    try {
      for await (const body of arm.list(path)) {
        const id = textAt(body, 'id');
        if (id) listed.set(id.toLowerCase(), { id, body });
      }
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      unknown({ code: 'subscription_unreadable', type: 'workspace', detail: `${subscription}: ${error.code}` });
    }
  }
  const found: Workspace[] = [];
  for (const { id, body } of listed.values()) {
    try {
      const workspace = await readWorkspace(arm, id);
      if (workspace && [...keepersOf(workspace)].some((account) => accounts.has(account))) found.push(workspace);
    } catch (thrown) {
      const named = (key: string) => textAt(objectAt(body, 'properties'), key)?.split('/').pop()?.toLowerCase();
      const account = named('storageAccount');
      const registry = named('containerRegistry');
      const keepers = registry ? [keeperOf({ store: 'image', account: registry })] : [];
      unknown(unlisted(id, thrown), account ? new Set([account, ...keepers]) : undefined);
    }
  }
  return found;
}

/** ARM ids of the storage accounts and registries of some workspaces. What may not be read is told by `workspacesOn`. */
async function keeperIds(arm: Arm, scope: readonly string[]): Promise<string[]> {
  const ids: (string | undefined)[] = [];
  for (const id of scope) {
    try {
      const properties = objectAt(await arm.get(id, workspaceApiVersion), 'properties');
      ids.push(textAt(properties, 'storageAccount'), textAt(properties, 'containerRegistry'));
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
    }
  }
  return ids.filter((id) => id !== undefined);
}
