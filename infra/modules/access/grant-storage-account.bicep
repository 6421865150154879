@description('Name of the storage account.')
param accountName string

@description('Name of the installation that the custom roles belong to.')
param installation string

@description('Object id of the identity that lists and exports.')
param readerPrincipalId string

@description('Object id of the identity that erases.')
param eraserPrincipalId string

@description('Keys of infra/custom-roles.json that the erasing identity is granted.')
param eraserRoles array

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: accountName
}

resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(toLower(account.id), readerPrincipalId, 'reader')
  scope: account
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, 'reader'))
  }
}

resource erasing 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in eraserRoles: {
  name: guid(toLower(account.id), eraserPrincipalId, role)
  scope: account
  properties: {
    principalId: eraserPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, role))
  }
}]
