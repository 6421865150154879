// A storage account that takes tokens and no keys. Both of the app's accounts are made with it.

@description('Name of the account.')
param name string

@description('Region of the account.')
param location string

@description('Tags of the account.')
param tags object

@description('Redundancy.')
param sku string

@description('Names of the containers.')
param containers array

@description('Names of the queues.')
param queues array

@description('Days for which deleted and overwritten blobs can be restored; 0 turns that off.')
param softDeleteDays int

@description('Whether the account is reached over private endpoints, and otherwise from allowedIps alone.')
param isPrivate bool

@description('Public addresses or CIDR ranges that may reach a private account as well.')
param allowedIps array

@description('Whether blobs are deleted by rules of their life, which a firewall would keep from them.')
param hasLifecycle bool

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowedCopyScope: 'AAD'
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate && empty(allowedIps) ? 'Disabled' : 'Enabled'
    networkAcls: {
      // No service of Azure is let in for being one: the app comes through the virtual network. But behind a firewall
      // lifecycle rules work only for an account that trusts services of Azure, which need a role for all else
      // (Azure docs: configure a lifecycle management policy).
      bypass: isPrivate && hasLifecycle ? 'AzureServices' : 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      ipRules: [
        for ip in allowedIps: {
          action: 'Allow'
          value: ip
        }
      ]
    }
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    // Versions stay until somebody deletes them, and this program's own storage must be able to forget.
    isVersioningEnabled: false
    deleteRetentionPolicy: softDeleteDays == 0 ? { enabled: false } : { enabled: true, days: softDeleteDays }
    // The app never deletes a container, so nothing is kept here unless somebody made a mistake.
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 14
    }
  }
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' = {
  parent: account
  name: 'default'
}

// For a task hub in the host's account, whose tables Durable Functions makes itself, and their log.
resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in containers: {
    parent: blobService
    name: container
    properties: {
      publicAccess: 'None'
    }
  }
]

resource storageQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = [
  for queue in queues: {
    parent: queueService
    name: queue
  }
]

@description('Resource id of the account.')
output id string = account.id

@description('Name of the account.')
output name string = account.name

@description('Blob endpoint, with a slash at its end.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('Queue endpoint, with a slash at its end.')
output queueEndpoint string = account.properties.primaryEndpoints.queue

@description('Table endpoint, with a slash at its end.')
output tableEndpoint string = account.properties.primaryEndpoints.table
