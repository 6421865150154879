import { settingsActions } from './storage-settings/read-settings';

/** Rights in Azure RBAC, by full name. Actions are Resource Manager's, data actions those of the data in a resource. */
export interface Rights {
  actions: readonly string[];
  dataActions: readonly string[];
}

const storage = 'Microsoft.Storage/storageAccounts';
const blobs = `${storage}/blobServices/containers/blobs`;

/**
 * What requests read, whatever their types: the workspace, its datastores, kinds that no type handles, and what its
 * storage accounts are set to and hold (Azure docs: authorize with Microsoft Entra ID, permissions for blob service operations).
 */
export const readingRights: Rights = {
  actions: [
    'Microsoft.MachineLearningServices/workspaces/read',
    'Microsoft.MachineLearningServices/workspaces/datastores/read',
    'Microsoft.MachineLearningServices/workspaces/marketplaceSubscriptions/read',
    ...settingsActions,
  ],
  dataActions: [`${blobs}/read`],
};

/**
 * What erasing bytes needs, whatever their type. To delete a version is a right of its own, which *Storage Blob Data
 * Contributor* lacks. Breaking a lease, dropping blocks that were never committed and sending a batch are writes.
 */
export const erasingRights: Rights = {
  actions: [`${storage}/blobServices/containers/read`],
  dataActions: [`${blobs}/read`, `${blobs}/delete`, `${blobs}/deleteBlobVersion/action`, `${blobs}/write`],
};

/** What deleting soft-deleted versions and snapshots for good needs besides: `erasure.permanently` of a request. */
export const permanentRights: Rights = { actions: [], dataActions: [`${blobs}/permanentDelete/action`] };

/**
 * What is asked of a whole subscription: who else keeps data in an account, where an account lies, and the vaults that
 * were deleted. A right on a single resource doesn't allow it; without it, gaps say so.
 */
export const subscriptionRights: Rights = {
  actions: [
    'Microsoft.Insights/components/read',
    'Microsoft.KeyVault/deletedVaults/read',
    'Microsoft.KeyVault/locations/deletedVaults/read',
    'Microsoft.MachineLearningServices/workspaces/read',
    'Microsoft.Resources/subscriptions/providers/read',
    `${storage}/read`,
  ],
  dataActions: [],
};

/**
 * Images in a registry that grants by repository (ABAC). Such a registry ignores the actions that the types declare, and
 * other registries ignore these (Azure docs: ACR, repository permissions).
 */
export const imageRights = {
  read: [
    'Microsoft.ContainerRegistry/registries/catalog/read',
    'Microsoft.ContainerRegistry/registries/repositories/content/read',
    'Microsoft.ContainerRegistry/registries/repositories/metadata/read',
  ],
  erase: [
    'Microsoft.ContainerRegistry/registries/repositories/content/delete',
    'Microsoft.ContainerRegistry/registries/repositories/metadata/delete',
  ],
} as const;
