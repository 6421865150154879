import { deleteRecord } from './erasing/delete-record';
import { armRecord, listFlat, type FlatKind } from './listing/flat-resource';
import type { ResourceType } from './resource-type';

/** Not in the SDK's own api-version. */
const apiVersion = '2024-04-01';

/** Where they are listed. */
export const serverlessKind: FlatKind = { path: 'serverlessEndpoints', apiVersion, newer: true };

/** Serverless endpoints: models of the catalogue that Microsoft or a partner runs. */
export const serverlessEndpoint: ResourceType = {
  name: 'serverlessEndpoint',
  title: 'Serverless endpoints',
  summary: 'Serverless endpoints of catalogue models. Azure does not tell whether anybody calls one.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: ['The marketplace subscription that a partner’s model was ordered by stays with the workspace.'],
  permissions: { read: ['serverlessEndpoints/read'], erase: ['serverlessEndpoints/delete'] },

  list: (context, next) => listFlat(context, serverlessKind, next),

  records: (context, target) => armRecord(context, target, apiVersion),

  erase: (context, target) => deleteRecord(context, target, { apiVersion }),
};
