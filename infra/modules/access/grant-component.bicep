@description('Name of the Application Insights component.')
param componentName string

@description('Name of the installation that the custom roles belong to.')
param installation string

@description('Object id of the identity that lists and exports.')
param readerPrincipalId string

@description('Object id of the identity that erases.')
param eraserPrincipalId string

@description('Keys of infra/custom-roles.json that the erasing identity is granted.')
param eraserRoles array

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(toLower(component.id), readerPrincipalId, 'reader')
  scope: component
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, 'reader'))
  }
}

resource erasing 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in eraserRoles: {
  name: guid(toLower(component.id), eraserPrincipalId, role)
  scope: component
  properties: {
    principalId: eraserPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, role))
  }
}]
