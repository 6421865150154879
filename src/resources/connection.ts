import { deleteRecord } from './erasing/delete-record';
import { flatPage, foundFlat } from './listing/flat-resource';
import { objectAt, textAt } from './json';
import type { ResourceType } from './resource-type';

/** An older one knows fewer categories of connections. */
const apiVersion = '2024-04-01';

/** Connections to other services. Their secrets are never asked for. */
export const connection: ResourceType = {
  name: 'connection',
  title: 'Connections',
  summary: 'Connections to other services, without their secrets, which are never read. Those of a hub are the hub’s.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: [
    'The credentials of a connection lie in the key vault of the workspace, where a deleted secret can be restored until its retention ends.',
  ],
  permissions: { read: ['connections/read'], erase: ['connections/delete'] },

  async list(context, next) {
    const page = await flatPage(context, { path: 'connections', apiVersion }, next);
    const found = page.value
      .filter((body) => isOwn(textAt(body, 'id'), context.workspace.id))
      .map((body) => foundFlat(context.workspace.id, 'connections', body));
    return { found, next: page.next };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id, apiVersion);
    if (!body) return;
    const { credentials: _, ...properties } = objectAt(body, 'properties');
    yield { source: 'arm', body: { ...body, properties } };
  },

  erase: (context, target) => deleteRecord(context, target, { apiVersion }),
};

/** A project also shows the connections that its hub shares; deleting those would take them from every project. */
function isOwn(id: string | undefined, workspaceId: string): boolean {
  const workspace = /\/workspaces\/([^/]+)\//i.exec(id ?? '')?.[1];
  return workspace === undefined || workspaceId.toLowerCase().endsWith(`/workspaces/${workspace.toLowerCase()}`);
}
