@description('Name of the workspace.')
param workspaceName string

@description('Name of the installation that the custom roles belong to.')
param installation string

@description('Object id of the identity that lists and exports.')
param readerPrincipalId string

@description('Object id of the identity that erases.')
param eraserPrincipalId string

@description('Keys of infra/custom-roles.json that the erasing identity is granted.')
param eraserRoles array

resource workspace 'Microsoft.MachineLearningServices/workspaces@2025-06-01' existing = {
  name: workspaceName
}

resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(toLower(workspace.id), readerPrincipalId, 'reader')
  scope: workspace
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, 'reader'))
  }
}

resource erasing 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in eraserRoles: {
  name: guid(toLower(workspace.id), eraserPrincipalId, role)
  scope: workspace
  properties: {
    principalId: eraserPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().id, installation, role))
  }
}]
