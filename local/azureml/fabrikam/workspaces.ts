import type { SeedWorkspace } from '../seed/seed-file';
import { GROUPS, LEGACY_ID, PARTNER_SUBSCRIPTION } from './places';

/** Workspaces that each stand for one kind of trouble. */
export function troubledWorkspaces(): SeedWorkspace[] {
  return [legacy(), frozen(), closed(), partner()];
}

/** Grown over years: everything archived, a data lake, folders that are half forgotten, a locked storage account. */
function legacy(): SeedWorkspace {
  return {
    ...{ name: 'fab-legacy', resourceGroup: GROUPS.legacy, createdBy: 'lena', workspaceId: LEGACY_ID },
    ...{ storageAccount: 'fablegacy', keyVault: 'fab-legacy-kv' },
    datastores: [
      { name: 'lake', type: 'AzureDataLakeGen2', account: 'fablake', container: 'bronze', createdBy: 'lena' },
      { name: 'noor_drop', container: 'noor-drop', createdBy: 'noor' },
    ],
    jobs: [
      { name: 'legacy-1', experiment: 'legacy', createdBy: 'noor', archived: true },
      // Its first deletion is reported as done and does not happen.
      { name: 'legacy-2', experiment: 'legacy', createdBy: 'noor', archived: true },
      { name: 'legacy-3', experiment: 'legacy', createdBy: 'lena', archived: true, artifactZip: true },
    ],
    models: [
      {
        name: 'archived-all',
        archived: true,
        versions: [
          { version: '1', createdBy: 'lena', archived: true, files: { 'a.bin': { size: 10 } } },
          { version: '2', createdBy: 'noor', archived: true, files: { 'b.bin': { size: 20 } } },
        ],
      },
    ],
    data: [
      // One file of a folder: nobody owns the others.
      {
        name: 'one-of-many',
        versions: [
          {
            version: '1',
            createdBy: 'lena',
            type: 'uri_file',
            path: 'UI/half/named.csv',
            files: { 'named.csv': '1\n' },
          },
        ],
      },
      { name: 'lake-data', versions: [{ version: '1', createdBy: 'noor', datastore: 'lake', path: 'noor/2023/' }] },
      { name: 'dropped', versions: [{ version: '1', createdBy: 'tom', datastore: 'noor_drop', path: 'in/' }] },
    ],
    emptyExperiments: ['abandoned'],
  };
}

/** A resource group with a lock: what lies in it can be changed and not deleted. */
function frozen(): SeedWorkspace {
  return {
    ...{ name: 'fab-frozen', resourceGroup: GROUPS.frozen, createdBy: 'lena', storageAccount: 'fabfrozen' },
    jobs: [{ name: 'audited', experiment: 'audit', createdBy: 'noor' }],
    schedules: [{ name: 'audit-report', createdBy: 'noor' }],
  };
}

/** Resource Manager answers, run history and MLflow do not. */
function closed(): SeedWorkspace {
  return {
    ...{ name: 'fab-closed', resourceGroup: GROUPS.closed, createdBy: 'lena', storageAccount: 'fabclosed' },
    dataPlane: 'forbidden',
    jobs: [
      { name: 'closed-job', experiment: 'closed', createdBy: 'noor' },
      { name: 'closed-tom', experiment: 'closed', createdBy: 'tom' },
    ],
    models: [
      { name: 'closed-model', versions: [{ version: '1', createdBy: 'noor', files: { 'c.bin': { size: 5 } } }] },
    ],
  };
}

/** In a subscription that may not be listed. */
function partner(): SeedWorkspace {
  return {
    ...{ name: 'fab-partner', subscriptionId: PARTNER_SUBSCRIPTION, resourceGroup: GROUPS.partner },
    ...{ storageAccount: 'fabpartner', createdBy: 'tom' },
    jobs: [{ name: 'partner-job', experiment: 'partner', createdBy: 'noor' }],
  };
}
