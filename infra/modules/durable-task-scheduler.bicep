// The Durable Task Scheduler and the task hub of the app.

@description('Name of the scheduler.')
param schedulerName string

@description('Name of the task hub.')
param taskHubName string

@description('Region of the scheduler.')
param location string

@description('Tags of the scheduler.')
param tags object

@description('Consumption or Dedicated.')
param skuName string

@description('Capacity units of the Dedicated SKU.')
param capacity int

@description('Days after which the history of an instance that ended is purged.')
param historyRetentionDays int

@description('Public addresses or CIDR ranges that may reach the scheduler. An empty list lets nobody in.')
param ipAllowlist array

@description('Whether the scheduler is reached over a private endpoint alone.')
param isPrivate bool

@description('Object id of the identity that runs the app.')
param principalId string

var roles = loadJsonContent('../roles.json')

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: schedulerName
  location: location
  tags: tags
  properties: {
    sku: skuName == 'Dedicated' ? { name: skuName, capacity: capacity } : { name: skuName }
    ipAllowlist: isPrivate ? [] : ipAllowlist
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource taskHub 'Microsoft.DurableTask/schedulers/taskHubs@2026-02-01' = {
  parent: scheduler
  name: taskHubName
}

// On the hub and not on the scheduler: another app's hub beside it stays closed.
resource orchestrations 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: taskHub
  name: guid(taskHub.id, principalId, roles.durableTaskDataContributor.id)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.durableTaskDataContributor.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// Requests are remembered by the app's own documents, not by the history of their instances.
resource retention 'Microsoft.DurableTask/schedulers/retentionPolicies@2026-02-01' = {
  parent: scheduler
  name: 'default'
  properties: {
    retentionPolicies: [
      {
        retentionPeriodInDays: historyRetentionDays
      }
    ]
  }
}

@description('Resource id of the scheduler.')
output id string = scheduler.id

@description('Endpoint of the scheduler.')
output endpoint string = scheduler.properties.endpoint
