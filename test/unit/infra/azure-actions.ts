/**
 * Actions that Azure lists (Azure docs: permissions reference, with its lists by provider, of September 2024; the same as
 * `az provider operation show --namespace …`). A custom role with one that Azure doesn't list is refused as a whole, so
 * what a type declares must be here, and comes here only after a look at the list.
 */
const listed: Readonly<Record<string, string>> = {
  'Microsoft.Authorization/locks': 'read',
  'Microsoft.ContainerRegistry/registries': 'read delete pull/read metadata/read artifacts/delete',
  'Microsoft.Insights/components': 'read delete purge/action operations/read',
  'Microsoft.KeyVault/deletedVaults': 'read',
  'Microsoft.KeyVault/locations/deletedVaults': 'read purge/action',
  'Microsoft.KeyVault/locations': 'operationResults/read',
  'Microsoft.KeyVault/vaults': 'read delete',
  'Microsoft.MachineLearningServices/workspaces':
    'read delete hubs/read hubs/delete featurestores/read featurestores/delete listNotebookAccessToken/read listNotebookKeys/read metadata/secrets/read',
  'Microsoft.MachineLearningServices/workspaces/batchEndpoints': 'read delete deployments/read deployments/delete',
  'Microsoft.MachineLearningServices/workspaces/codes':
    'read write delete versions/read versions/write versions/delete',
  'Microsoft.MachineLearningServices/workspaces/components':
    'read write delete versions/read versions/write versions/delete',
  'Microsoft.MachineLearningServices/workspaces/computes': 'read delete',
  'Microsoft.MachineLearningServices/workspaces/connections': 'read delete',
  'Microsoft.MachineLearningServices/workspaces/data': 'read write delete versions/read versions/write versions/delete',
  'Microsoft.MachineLearningServices/workspaces/datasets':
    'read write delete versions/read versions/write versions/delete',
  'Microsoft.MachineLearningServices/workspaces/datastores': 'read delete',
  'Microsoft.MachineLearningServices/workspaces/environments':
    'read write versions/read versions/write versions/delete',
  'Microsoft.MachineLearningServices/workspaces/experiments': 'read delete runs/read',
  'Microsoft.MachineLearningServices/workspaces/featuresets': 'read write delete',
  'Microsoft.MachineLearningServices/workspaces/featurestoreentities': 'read write delete',
  'Microsoft.MachineLearningServices/workspaces/jobs': 'read delete cancel/action',
  'Microsoft.MachineLearningServices/workspaces/marketplaceSubscriptions': 'read',
  'Microsoft.MachineLearningServices/workspaces/models': 'read delete versions/read versions/delete',
  'Microsoft.MachineLearningServices/workspaces/onlineEndpoints':
    'read write delete deployments/read deployments/delete',
  'Microsoft.MachineLearningServices/workspaces/onlineendpoints': 'deployments/getlogs/action',
  'Microsoft.MachineLearningServices/workspaces/privateEndpointConnections': 'read',
  'Microsoft.MachineLearningServices/workspaces/schedules': 'read write delete',
  'Microsoft.MachineLearningServices/workspaces/serverlessEndpoints': 'read delete',
  'Microsoft.OperationalInsights/workspaces': 'read delete purge/action operations/read',
  'Microsoft.Resources/subscriptions/providers': 'read',
  'Microsoft.Storage/storageAccounts': 'read delete objectReplicationPolicies/read',
  'Microsoft.Storage/storageAccounts/blobServices': 'read containers/read',
  'Microsoft.Storage/storageAccounts/fileServices': 'read shares/read',
};

/** The same of data actions. */
const listedData: Readonly<Record<string, string>> = {
  'Microsoft.ContainerRegistry/registries':
    'catalog/read repositories/content/read repositories/content/delete repositories/metadata/read repositories/metadata/delete',
  'Microsoft.Storage/storageAccounts/blobServices/containers/blobs':
    'read write delete deleteBlobVersion/action permanentDelete/action',
  'Microsoft.Storage/storageAccounts/fileServices':
    'fileshares/files/read fileshares/files/delete readFileBackupSemantics/action writeFileBackupSemantics/action',
};

const inFull = (table: Readonly<Record<string, string>>) =>
  new Set(Object.entries(table).flatMap(([type, names]) => names.split(' ').map((name) => `${type}/${name}`)));

/** Their full names. */
export const azureActions = { actions: inFull(listed), dataActions: inFull(listedData) };
