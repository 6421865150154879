// What can't be made again can't be deleted by a slip. A lock stops nobody who may remove it.

@description('Name of the account with the requests.')
param requestStorageName string

@description('Name of the key vault.')
param vaultName string

resource requestStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: requestStorageName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource requestLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: requestStorage
  name: 'keep-requests'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds requests, plans, outcomes and certificates.'
  }
}

resource vaultLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: vault
  name: 'keep-signing-key'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the key that signs certificates.'
  }
}
