import { armRecord, listFlat } from './listing/flat-resource';
import type { ResourceType } from './resource-type';

/** Private endpoint connections: part of somebody's network, so they are only listed and exported. */
export const privateEndpointConnection: ResourceType = {
  name: 'privateEndpointConnection',
  title: 'Private endpoint connections',
  summary: 'Private endpoint connections of the workspace: listed and exported, never erased on their own.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'none',
  residue: ['Private endpoint connections go with the workspace; until then Azure keeps who made them.'],
  permissions: { read: ['privateEndpointConnections/read'], erase: [] },

  list: (context, next) => listFlat(context, { path: 'privateEndpointConnections' }, next),

  records: (context, target) => armRecord(context, target),

  erase: () => Promise.resolve({ state: 'done', outcome: 'out_of_scope', reason: 'inventory_only' }),
};
