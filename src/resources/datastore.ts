import type { Json } from '../azure/arm';
import { childId } from '../azure/arm-id';
import { datastoreUsers } from './use/datastore-users';
import { deleteRecord } from './erasing/delete-record';
import { flatPage, foundFlat } from './listing/flat-resource';
import { objectAt, textAt } from './json';
import type { ResourceType } from './resource-type';
import { needsStill, servingRights } from './use/standing';

/** Datastores that every workspace has from its beginning (Azure ML docs): they name nobody, and it can't do without. */
export const builtInDatastores: ReadonlySet<string> = new Set([
  'workspaceblobstore',
  'workspaceartifactstore',
  'workspacefilestore',
  'workspaceworkingdirectory',
]);

/** Datastores that people registered: names for places. What lies there is not touched with the registration. */
export const datastore: ResourceType = {
  name: 'datastore',
  title: 'Datastores',
  summary:
    'Registrations of storage, less the four that every workspace has, without their secrets, which are never read. One that an asset, a schedule, a deployment or a running job outside the plan names, in any workspace on the account, or that is the default, is left alone unless the approval names it.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: ['Deleting a datastore never deletes the data in the storage that it names.'],
  permissions: {
    read: [
      ...['datastores/read', 'jobs/read', 'featuresets/read'],
      ...['models/versions/read', 'data/versions/read', 'datasets/versions/read', 'codes/versions/read'],
      ...['components/versions/read', 'environments/versions/read'],
      ...servingRights,
    ],
    erase: ['datastores/delete'],
  },

  async list(context, next) {
    const page = await flatPage(context, { path: 'datastores' }, next);
    const items = page.value
      .filter((body) => !builtInDatastores.has((textAt(body, 'name') ?? '').toLowerCase()))
      .map((body) => ({ body, found: foundFlat(context.workspace.id, 'datastores', body) }));
    if (!items.some(({ found }) => context.selects(found))) {
      return { found: items.map(({ found }) => found), next: page.next };
    }
    const names = new Set(items.map(({ found }) => found.name.toLowerCase()));
    const { users, gaps } = await datastoreUsers(context, names);
    const found = items.map((item) => {
      const usedBy = [...(users.get(item.found.name.toLowerCase()) ?? [])];
      // What people don't name goes to the default, so it is in use by being that.
      if (isDefault(item.body)) usedBy.push(item.found.id);
      return usedBy.length > 0 ? { ...item.found, usedBy } : item.found;
    });
    return { found, gaps, next: page.next };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id);
    if (body) yield { source: 'arm', body: withoutCredentials(body) };
  },

  async inUse(arm, workspace, { scope, begun }) {
    const names = new Set<string>();
    const used = new Set<string>();
    for await (const body of arm.list(`${workspace.id}/datastores`)) {
      const name = textAt(body, 'name') ?? '';
      if (isDefault(body)) used.add(childId(workspace.id, 'datastores', name).toLowerCase());
      else if (!builtInDatastores.has(name.toLowerCase())) names.add(name.toLowerCase());
    }
    const { users } = await datastoreUsers({ arm, workspace, scope }, names, (user) => needsStill(user, begun));
    for (const name of users.keys()) used.add(childId(workspace.id, 'datastores', name).toLowerCase());
    return used;
  },

  erase: (context, target) => deleteRecord(context, target),
};

function isDefault(body: Json): boolean {
  return objectAt(body, 'properties').isDefault === true;
}

/** The kind of its credentials says how it is reached; whatever else stands there is nobody's to export. */
function withoutCredentials(body: Json): Json {
  const { credentials, ...properties } = objectAt(body, 'properties');
  const credentialsType = textAt(credentials, 'credentialsType');
  return { ...body, properties: { ...properties, ...(credentialsType ? { credentials: { credentialsType } } : {}) } };
}
