targetScope = 'subscription'

@description('Name of the installation that the roles belong to. Names of custom roles are unique in a tenant, so it is part of them.')
param installation string

@description('Actions of Microsoft.MachineLearningServices that Azure lists by now and infra/custom-roles.json lacks, for the reader role.')
param moreReadActions array

var roles = loadJsonContent('../../custom-roles.json')

// A definition in each subscription: one for several subscriptions would need rights in all of them at once.
resource definitions 'Microsoft.Authorization/roleDefinitions@2022-04-01' = [for role in items(roles): {
  name: guid(subscription().id, installation, role.key)
  properties: {
    roleName: '${role.value.name} (${installation} ${uniqueString(subscription().id)})'
    description: role.value.description
    type: 'CustomRole'
    permissions: [
      {
        actions: role.key == 'reader' ? concat(role.value.actions, moreReadActions) : role.value.actions
        notActions: role.value.notActions
        dataActions: role.value.dataActions
        notDataActions: []
      }
    ]
    assignableScopes: [
      subscription().id
    ]
  }
}]
