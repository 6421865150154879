@description('Name of the installation that the custom roles belong to.')
param installation string

@description('Object id of the identity that lists and exports.')
param readerPrincipalId string

@description('Object id of the identity that erases.')
param eraserPrincipalId string

@description('Keys of infra/custom-roles.json that the erasing identity is granted.')
param eraserRoles array

// On the group, because a grant on a resource goes with it: whether it is gone could not be asked any more.
resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(toLower(resourceGroup().id), readerPrincipalId, 'reader')
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, 'reader'))
  }
}

resource erasing 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in eraserRoles: {
  name: guid(toLower(resourceGroup().id), eraserPrincipalId, role)
  properties: {
    principalId: eraserPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, role))
  }
}]
