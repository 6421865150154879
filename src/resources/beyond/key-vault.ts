import { subscriptionOf } from '../../azure/arm-id';
import { apiVersionOf } from '../../azure/resource-manager';
import { asAzureError } from '../../azure/azure-error';
import type { Json } from '../../azure/arm';
import { pollDeletion, sendDeletion, type Deletion } from '../erasing/delete-record';
import { objectAt, textAt } from '../json';
import type { EraseContext, FoundPage, ListContext, ResourceType, Target } from '../resource-type';
import { dependentRecords, eraseDependent, foundDependent, keptByUse, readDependent } from './dependent';
import { workspacesNaming, type Use } from './references';

const type = 'Microsoft.KeyVault/vaults';

/** The key vault of a workspace: deleted, then purged, because the deletion alone can be undone for up to 90 days. */
export const keyVault: ResourceType = {
  name: 'keyVault',
  title: 'Key vaults',
  summary:
    'The key vault that only planned workspaces use: deleted and purged, also one that somebody has deleted already. With purge protection it stays recoverable until the date that the certificate names.',
  namesPeopleBy: 'nothing',
  proof: 'Neither the vault nor a soft-deleted vault of it is found.',
  recordMayTakeBytes: false,
  erasure: 'delete',
  needs: 'includeDependents',
  residue: ['Secrets of a key vault go with it and are not exported: this program never reads them.'],
  permissions: {
    read: [
      'Microsoft.KeyVault/vaults/read',
      'Microsoft.KeyVault/deletedVaults/read',
      'Microsoft.KeyVault/locations/deletedVaults/read',
      'Microsoft.Authorization/locks/read',
      'Microsoft.Resources/subscriptions/providers/read',
      'Microsoft.MachineLearningServices/workspaces/read',
    ],
    erase: [
      'Microsoft.KeyVault/vaults/delete',
      'Microsoft.KeyVault/locations/deletedVaults/purge/action',
      'Microsoft.KeyVault/locations/operationResults/read',
    ],
  },

  async list(context) {
    const id = context.workspace.keyVaultId;
    const body = await readDependent(context.arm, type, id);
    if (!id) return { found: [] };
    if (!body) return softDeleted(context, id);
    return foundDependent(context, body, await usersOf(context, id));
  },

  records: (context, target) => dependentRecords(context, target, type),

  async present({ arm }, targets) {
    const present = new Set<string>();
    for (const target of targets) {
      const apiVersion = await apiVersionOf(type, subscriptionOf(target.id));
      if (await arm.get(target.id, apiVersion)) present.add(target.id);
      else if (await deletedVault(arm, target, apiVersion)) present.add(target.id);
    }
    return present;
  },

  async restorable(arm, target, erasedAt) {
    const apiVersion = await apiVersionOf(type, subscriptionOf(target.id));
    const deleted = await deletedVault(arm, target, apiVersion);
    if (deleted) {
      const until = textAt(objectAt(deleted, 'properties'), 'scheduledPurgeDate');
      return { outcome: 'soft_deleted', reason: 'purge_protection', until };
    }
    const live = await arm.get(target.id, apiVersion);
    // A name is free again after the purge: then it may be another vault's.
    const createdAt = textAt(objectAt(live, 'systemData'), 'createdAt') ?? erasedAt;
    return live && createdAt <= erasedAt ? { outcome: 'failed', reason: 'restored' } : { outcome: 'deleted' };
  },

  async erase(context, target) {
    const apiVersion = await apiVersionOf(type, subscriptionOf(target.id));
    const purge: Deletion = {
      send: () => context.arm.send('POST', `${deletedId(target)}/purge`, apiVersion),
      ask: (operation) => context.arm.send('GET', operation),
      isThere: async () => (await deletedVault(context.reader, target, apiVersion)) !== undefined,
    };
    if (context.operation) return pollDeletion(purge, context.operation);
    const use = () => workspacesNaming({ arm: context.reader, id: target.id, near: context.request.scope });
    const deletion = await eraseDependent(context, target, type, use);
    const gone = deletion.state === 'done' && ['deleted', 'already_absent'].includes(deletion.outcome);
    const vault = gone ? await deletedVault(context.reader, target, apiVersion) : undefined;
    if (!vault) return deletion;
    // Whoever else uses it may want it back, unless it was this request that deleted it.
    const kept = context.intended ? undefined : await keptByUse(context, target, await use());
    if (kept) return kept;
    const properties = objectAt(vault, 'properties');
    if (properties.purgeProtectionEnabled === true) {
      const until = textAt(properties, 'scheduledPurgeDate');
      return { state: 'done', outcome: 'soft_deleted', reason: 'purge_protection', until };
    }
    await context.intend();
    return sendDeletion(purge);
  },
};

function usersOf({ arm, scope }: ListContext, id: string): Promise<Use> {
  return workspacesNaming({ arm, id, near: scope });
}

/** The item of a vault that somebody has deleted: it can be recovered until it is purged. */
async function softDeleted(context: ListContext, id: string): Promise<FoundPage> {
  const subscription = subscriptionOf(id);
  try {
    const path = `/subscriptions/${subscription}/providers/Microsoft.KeyVault/deletedVaults`;
    for await (const vault of context.arm.list(path, await apiVersionOf(type, subscription))) {
      const properties = objectAt(vault, 'properties');
      if (textAt(properties, 'vaultId')?.toLowerCase() !== id.toLowerCase()) continue;
      const body = { id, name: textAt(vault, 'name'), location: textAt(properties, 'location') };
      return await foundDependent(context, body, await usersOf(context, id));
    }
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    const at = { type: 'keyVault', workspace: context.workspace.id };
    return { found: [], gaps: [{ code: 'unreadable', ...at, detail: `deleted vaults: ${error.code}` }] };
  }
  return { found: [] };
}

/** Where a soft-deleted vault is found (Azure docs: Key Vault soft delete). */
function deletedId({ id, name, detail }: Pick<Target, 'id' | 'name' | 'detail'>): string {
  const location = (detail?.location ?? '').toLowerCase().replaceAll(' ', '');
  return `/subscriptions/${subscriptionOf(id)}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`;
}

/** The soft-deleted vault, if it is the planned one: the name may meanwhile be that of another resource group's. */
async function deletedVault(
  arm: EraseContext['reader'],
  target: Target,
  apiVersion: string,
): Promise<Json | undefined> {
  const vault = await arm.get(deletedId(target), apiVersion);
  const named = textAt(objectAt(vault, 'properties'), 'vaultId')?.toLowerCase();
  return named === undefined || named === target.id.toLowerCase() ? vault : undefined;
}
