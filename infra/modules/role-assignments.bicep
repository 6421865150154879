// What the app identity may do with the app's own resources; with the task hub of a scheduler: durable-task-scheduler.bicep.
// What the other two identities may do with workspaces is in access/.

@description('Object id of the app identity.')
param principalId string

@description('Name of the account of the host.')
param hostStorageName string

@description('Name of the account with the requests.')
param requestStorageName string

@description('Name of the key vault.')
param vaultName string

@description('Name of the key that signs certificates.')
param keyName string

@description('Name of the Application Insights component.')
param componentName string

@description('Whether the task hub is in the account of the host, and there is no scheduler.')
param hubInStorage bool

var roles = loadJsonContent('../roles.json')

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostStorageName
}

resource requestStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: requestStorageName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource key 'Microsoft.KeyVault/vaults/keys@2024-11-01' existing = {
  parent: vault
  name: keyName
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

// The host takes leases on its blobs, keeps its keys there, and fetches the package.
resource hostBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hostStorage
  name: guid(hostStorage.id, principalId, roles.storageBlobDataOwner.id)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// The host writes there why an app did not start; with the task hub in Azure Storage, also what its instances did.
resource hostTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hostStorage
  name: guid(hostStorage.id, principalId, roles.storageTableDataContributor.id)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// Durable Functions works with queues only where the task hub is in Azure Storage.
resource hostQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (hubInStorage) {
  scope: hostStorage
  name: guid(hostStorage.id, principalId, roles.storageQueueDataContributor.id)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageQueueDataContributor.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// Requests, plans, outcomes, packages and certificates. The role also signs the links that packages are fetched by.
resource requestBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: requestStorage
  name: guid(requestStorage.id, principalId, roles.storageBlobDataContributor.id)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource requestQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: requestStorage
  name: guid(requestStorage.id, principalId, roles.storageQueueDataContributor.id)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageQueueDataContributor.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// On the one key, whose own list of operations leaves signing and verifying of what this role allows. It could also turn
// the key off: a role without that would be a custom one, which takes more rights to deploy.
resource signing 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: key
  name: guid(key.id, principalId, roles.keyVaultCryptoUser.id)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultCryptoUser.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource telemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: component
  name: guid(component.id, principalId, roles.monitoringMetricsPublisher.id)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}
