// Who read, wrote and deleted what in the app's own resources, kept beside the telemetry. Names of blobs are without
// names of people. The scheduler has none here: it is not known to offer any logs.

@description('Id of the Log Analytics workspace that takes the logs.')
param workspaceId string

@description('Name of the account of the host.')
param hostStorageName string

@description('Name of the account with the requests.')
param requestStorageName string

@description('Name of the key vault.')
param vaultName string

@description('Name of the app.')
param siteName string

@description('Whether the task hub is in the account of the host.')
param hubInStorage bool

@description('Whether callers are signed in.')
param signIn bool

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostStorageName
}

resource hostBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' existing = {
  parent: hostStorage
  name: 'default'
}

resource hostQueues 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' existing = {
  parent: hostStorage
  name: 'default'
}

resource hostTables 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' existing = {
  parent: hostStorage
  name: 'default'
}

resource requestStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: requestStorageName
}

resource requestBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' existing = {
  parent: requestStorage
  name: 'default'
}

resource requestQueues 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' existing = {
  parent: requestStorage
  name: 'default'
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource site 'Microsoft.Web/sites@2024-11-01' existing = {
  name: siteName
}

// Whoever writes there could run code in the app. Reads are left out: the host makes them all the time.
resource hostBlobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: hostBlobs
  name: 'writes'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageWrite'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

// A message or a row that somebody else writes there is what an orchestration believes.
resource hubQueueLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (hubInStorage) {
  scope: hostQueues
  name: 'writes'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageWrite'
        enabled: true
      }
    ]
  }
}

resource hubTableLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (hubInStorage) {
  scope: hostTables
  name: 'writes'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageWrite'
        enabled: true
      }
    ]
  }
}

resource requestBlobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: requestBlobs
  name: 'access'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageRead'
        enabled: true
      }
      {
        category: 'StorageWrite'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

// Not reads: the host asks for messages every few seconds.
resource requestQueueLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: requestQueues
  name: 'writes'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageWrite'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

resource vaultLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'access'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

// The app's own log is in Application Insights already.
resource signInLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (signIn) {
  scope: site
  name: 'sign-in'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AppServiceAuthenticationLogs'
        enabled: true
      }
    ]
  }
}
