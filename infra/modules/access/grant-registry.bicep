@description('Name of the container registry.')
param registryName string

@description('Name of the installation that the custom roles belong to.')
param installation string

@description('Object id of the identity that lists and exports.')
param readerPrincipalId string

@description('Object id of the identity that erases.')
param eraserPrincipalId string

@description('Keys of infra/custom-roles.json that the erasing identity is granted.')
param eraserRoles array

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' existing = {
  name: registryName
}

resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(toLower(registry.id), readerPrincipalId, 'reader')
  scope: registry
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, 'reader'))
  }
}

resource erasing 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in eraserRoles: {
  name: guid(toLower(registry.id), eraserPrincipalId, role)
  scope: registry
  properties: {
    principalId: eraserPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, role))
  }
}]
