targetScope = 'subscription'

@description('Name of the installation: AZURE_ENV_NAME of the app, the same for all its workspaces.')
@minLength(1)
param installation string

@description('Object id of the identity that lists and exports: READER_PRINCIPAL_ID of the app.')
param readerPrincipalId string

@description('Object id of the identity that erases: ERASER_PRINCIPAL_ID of the app.')
param eraserPrincipalId string

@description('ARM id of the workspace.')
param workspaceId string

@description('ARM ids of its storage account and of those behind its datastores.')
param storageAccountIds array = []

@description('ARM ids of its container registry, if it has one.')
param registryIds array = []

@description('ARM ids of its Application Insights component, if rows of people are to be purged or whole workspaces erased.')
param componentIds array = []

@description('ARM ids of the Log Analytics workspaces behind those components.')
param logWorkspaceIds array = []

@description('ARM ids of resource groups in which whole workspaces, and what only they use, may be deleted: for requests with includeWorkspace or includeDependents.')
param removeFromGroupIds array = []

@description('Whether the erasing identity is granted anything. Without it requests can list and export only.')
param erase bool = true

@description('Whether soft-deleted versions and snapshots may be deleted for good: for requests with erasure.permanently.')
param deletePermanently bool = false

@description('Whether rows about people may be purged from the components and Log Analytics workspaces above.')
param purgeTelemetry bool = false

@description('Whether deleted key vaults of the subscriptions may be purged: for requests with includeDependents.')
param purgeVaults bool = false

@description('Whether workspaces and storage accounts of the subscriptions may be listed, to know who else owns bytes. Without it requests end with the gap subscription_unreadable.')
param readSubscription bool = true

@description('Actions for the reader role that Azure lists by now and infra/custom-roles.json lacks.')
param moreReadActions array = []

// Azure keeps a deployment in a subscription in the region where it was first made, and refuses its name anywhere else.
#disable-next-line no-loc-expr-outside-params
var region = deployment().location

module access 'modules/access/target.bicep' = {
  name: 'data-requests-target-${uniqueString(workspaceId, installation, region)}'
  params: {
    installation: installation
    readerPrincipalId: readerPrincipalId
    eraserPrincipalId: eraserPrincipalId
    target: {
      workspaceId: workspaceId
      storageAccountIds: storageAccountIds
      registryIds: registryIds
      componentIds: componentIds
      logWorkspaceIds: logWorkspaceIds
      removeFromGroupIds: removeFromGroupIds
      erase: erase
      deletePermanently: deletePermanently
      purgeTelemetry: purgeTelemetry
      purgeVaults: purgeVaults
      readSubscription: readSubscription
      moreReadActions: moreReadActions
    }
  }
}
