targetScope = 'subscription'

@description('Name of the installation that the custom roles belong to.')
param installation string

@description('Object id of the identity that lists and exports.')
param readerPrincipalId string

@description('Object id of the identity that erases.')
param eraserPrincipalId string

@description('Whether the reading identity may list workspaces, accounts and deleted vaults of the subscription.')
param readSubscription bool

@description('Whether the erasing identity may purge deleted key vaults of the subscription.')
param purgeVaults bool

resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (readSubscription) {
  name: guid(toLower(subscription().id), readerPrincipalId, 'subscriptionReader')
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, 'subscriptionReader'))
  }
}

resource purging 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (purgeVaults) {
  name: guid(toLower(subscription().id), eraserPrincipalId, 'vaultPurger')
  properties: {
    principalId: eraserPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, 'vaultPurger'))
  }
}
