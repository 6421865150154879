import { deleteRecord } from './erasing/delete-record';
import { flatPage, foundFlat } from './listing/flat-resource';
import { objectAt, textAt } from './json';
import type { ListContext, ResourceType } from './resource-type';
import { servingRights, servingUsers } from './use/standing';
import { workspaceApiVersion } from './workspace';

/** An older one knows fewer categories of connections. */
const apiVersion = '2024-04-01';

/** Connections to other services. Their secrets are never asked for. */
export const connection: ResourceType = {
  name: 'connection',
  title: 'Connections',
  summary:
    'Connections to other services, without their secrets, which are never read. Those of a hub are the hub’s. One that a schedule or a deployment outside the plan names, or that leads to a store of a feature store, is left alone unless the approval names it.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: [
    'The credentials of a connection lie in the key vault of the workspace, where a deleted secret can be restored until its retention ends.',
  ],
  permissions: { read: ['connections/read', ...servingRights], erase: ['connections/delete'] },

  async list(context, next) {
    const page = await flatPage(context, { path: 'connections', apiVersion }, next);
    const found = page.value
      .filter((body) => isOwn(textAt(body, 'id'), context.workspace.id))
      .map((body) => foundFlat(context.workspace.id, 'connections', body));
    if (!found.some(context.selects)) return { found, next: page.next };
    const users = await servingUsers(context.arm, context.workspace, 'connections');
    const stores = await storesOf(context);
    const used = found.map((item) => {
      const own = stores.has(item.name.toLowerCase()) ? [context.workspace.id] : [];
      const usedBy = [...(users.get(item.id.toLowerCase()) ?? []), ...own];
      return usedBy.length > 0 ? { ...item, usedBy } : item;
    });
    return { found: used, next: page.next };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id, apiVersion);
    if (!body) return;
    const { credentials: _, ...properties } = objectAt(body, 'properties');
    yield { source: 'arm', body: { ...body, properties } };
  },

  inUse: async (arm, workspace) => new Set((await servingUsers(arm, workspace, 'connections')).keys()),

  erase: (context, target) => deleteRecord(context, target, { apiVersion }),
};

/** Names (lower case) of the connections to the offline and online store of a feature store. */
async function storesOf({ arm, workspace }: ListContext): Promise<Set<string>> {
  const settings = objectAt(
    objectAt(await arm.get(workspace.id, workspaceApiVersion), 'properties'),
    'featureStoreSettings',
  );
  const names = ['offlineStoreConnectionName', 'onlineStoreConnectionName'].map((key) => textAt(settings, key));
  return new Set(names.flatMap((name) => (name ? [name.toLowerCase()] : [])));
}

/** A project also shows the connections that its hub shares; deleting those would take them from every project. */
function isOwn(id: string | undefined, workspaceId: string): boolean {
  const workspace = /\/workspaces\/([^/]+)\//i.exec(id ?? '')?.[1];
  return workspace === undefined || workspaceId.toLowerCase().endsWith(`/workspaces/${workspace.toLowerCase()}`);
}
