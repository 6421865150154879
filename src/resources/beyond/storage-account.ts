import { settings } from '../../config/settings';
import { isOwnAccount } from '../../storage/own-account';
import { asAzureError } from '../../azure/azure-error';
import type { Arm } from '../../azure/arm';
import { workspacesOn } from '../ownership/neighbours';
import type { Gap, ResourceType } from '../resource-type';
import type { Workspace } from '../workspace';
import { builtInPlaces } from './built-in-places';
import { dependentRecords, eraseDependent, foundDependent, readDependent } from './dependent';
import { firstNotEmpty } from './leftovers';
import { workspacesNaming, type Use } from './references';

const type = 'Microsoft.Storage/storageAccounts';

/** The storage account of a workspace, once nothing of anybody is left in it. */
export const storageAccount: ResourceType = {
  name: 'storageAccount',
  title: 'Storage accounts',
  summary:
    'The storage account that only planned workspaces use. One that holds containers or shares which no rule knows is in use unless the approval names it, and it must be empty before it goes unless the approval names it and nothing was to be exported.',
  namesPeopleBy: 'nothing',
  bytes: 'All that is left in it; unless the approval names it, that must be nothing.',
  recordMayTakeBytes: true,
  erasure: 'delete',
  needs: 'includeDependents',
  residue: ['Azure may be able to recover a deleted storage account for some days.'],
  permissions: {
    read: [
      'Microsoft.Storage/storageAccounts/read',
      'Microsoft.Authorization/locks/read',
      'Microsoft.Resources/subscriptions/providers/read',
      'Microsoft.MachineLearningServices/workspaces/read',
      'datastores/read',
    ],
    erase: ['Microsoft.Storage/storageAccounts/delete'],
  },

  async list(context) {
    const id = context.workspace.storageAccountId;
    const body = await readDependent(context.arm, type, id);
    if (!id || !body) return { found: [] };
    const use = await useOf(context.arm, id, context.scope);
    const scope = new Set(context.scope.map((workspace) => workspace.toLowerCase()));
    const planned = use.workspaces.filter((workspace) => scope.has(workspace.id.toLowerCase()));
    // What the built-in places hold is planned piece by piece; anything else in the account would go unplanned.
    const more = await holds(id, builtInPlaces(planned), use);
    return foundDependent(context, body, more ? { ...use, users: [...use.users, id] } : use);
  },

  records: (context, target) => dependentRecords(context, target, type),

  async erase(context, target) {
    const { exports, scope } = context.request;
    const allowed = target.inUseAccepted && !exports;
    if (!context.operation && !allowed && (await readDependent(context.reader, type, target.id))) {
      const left = await firstNotEmpty(nameOf(target.id), new Set());
      if (left) return { state: 'done', outcome: 'blocked', reason: `bytes_remain ${left}` };
    }
    const step = await eraseDependent(context, target, type, () => useOf(context.reader, target.id, scope));
    // A hold or a policy on one of its containers; the name of the code is not documented.
    const held = step.state === 'done' && /Immutab|LegalHold|Protected/i.test(step.reason ?? '');
    return held && step.outcome === 'failed' ? { ...step, outcome: 'blocked' } : step;
  },
};

const nameOf = (id: string) => id.split('/').pop()?.toLowerCase() ?? '';

/** The workspaces that name the account, and those that keep anything in it through a datastore. */
async function useOf(arm: Arm, id: string, scope: readonly string[]): Promise<Use & { workspaces: Workspace[] }> {
  const use = await workspacesNaming({ arm, id, near: scope });
  if (isOwnAccount(nameOf(id), settings().RequestStorage__blobServiceUri)) use.never = 'holds_requests_of_this_app';
  const unknown = (gap: Gap) => {
    use.gaps.push(gap);
    use.never ??= 'exclusivity_unknown';
  };
  // The account's own subscription by its id: the workspaces that name it may have been deleted a moment ago.
  const workspaces = await workspacesOn(arm, scope, new Set([nameOf(id)]), unknown, [id]);
  return { ...use, workspaces, users: [...new Set([...use.users, ...workspaces.map((workspace) => workspace.id)])] };
}

/** Whether an account holds anything outside some places. Where it can't be looked at, nobody may delete it. */
async function holds(id: string, places: ReadonlySet<string>, use: Use): Promise<boolean> {
  try {
    return (await firstNotEmpty(nameOf(id), places)) !== undefined;
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    use.never ??= 'contents_unknown';
    use.gaps.push({ code: 'storage_unreadable', type: 'storageAccount', detail: `${nameOf(id)}: ${error.code}` });
    return true;
  }
}
