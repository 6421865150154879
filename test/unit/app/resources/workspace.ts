import type { Workspace } from '../../../../src/resources/workspace';

/** A workspace with the usual datastores, and one on another account. */
export const workspace: Workspace = {
  id: '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws',
  name: 'ws',
  subscriptionId: '11111111-1111-1111-1111-111111111111',
  ...{ location: 'westeurope', kind: 'default' },
  storageAccount: 'wsstore',
  blobStores: new Map([
    ['workspaceblobstore', { account: 'wsstore', container: 'azureml-blobstore-1' }],
    ['workspaceartifactstore', { account: 'wsstore', container: 'azureml' }],
    ['lake', { account: 'lake', container: 'raw' }],
  ]),
  fileShares: new Map(),
  artifactContainer: 'azureml',
};
