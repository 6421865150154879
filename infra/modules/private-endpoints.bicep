// Private endpoints and zones of everything that the app reaches of its own. The names of the zones are those that Azure
// looks for (https://learn.microsoft.com/azure/private-link/private-endpoint-dns). Telemetry is left out: a private link scope
// changes how the whole network, and every one that shares its zones, resolves Azure Monitor.

@description('What the names of the endpoints end with.')
param suffix string

@description('Region of the endpoints.')
param location string

@description('Tags of all resources.')
param tags object

@description('Resource id of the network.')
param networkId string

@description('Resource id of the subnet with the private endpoints.')
param subnetId string

@description('Resource id of the account of the host.')
param hostStorageId string

@description('Resource id of the account with the requests.')
param requestStorageId string

@description('Resource id of the key vault.')
param vaultId string

@description('Resource id of the Durable Task Scheduler; empty where the task hub is in Azure Storage.')
param schedulerId string

var storage = environment().suffixes.storage
var zones = {
  blob: 'privatelink.blob.${storage}'
  queue: 'privatelink.queue.${storage}'
  table: 'privatelink.table.${storage}'
  vault: 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
  scheduler: 'privatelink.durabletask.io'
}

var always = [
  {
    name: 'host-blob'
    resourceId: hostStorageId
    groupId: 'blob'
  }
  {
    name: 'host-queue'
    resourceId: hostStorageId
    groupId: 'queue'
  }
  {
    name: 'host-table'
    resourceId: hostStorageId
    groupId: 'table'
  }
  {
    name: 'requests-blob'
    resourceId: requestStorageId
    groupId: 'blob'
  }
  {
    name: 'requests-queue'
    resourceId: requestStorageId
    groupId: 'queue'
  }
  {
    name: 'vault'
    resourceId: vaultId
    groupId: 'vault'
  }
]
var forScheduler = [
  {
    name: 'scheduler'
    resourceId: schedulerId
    groupId: 'scheduler'
  }
]
var endpoints = concat(always, empty(schedulerId) ? [] : forScheduler)
var groups = concat(['blob', 'queue', 'table', 'vault'], empty(schedulerId) ? [] : ['scheduler'])

module dnsZones 'private-dns-zone.bicep' = [
  for group in groups: {
    name: 'zone-${group}'
    params: {
      zoneName: zones[group]
      tags: tags
      networkId: networkId
    }
  }
]

module privateEndpoints 'private-endpoint.bicep' = [
  for endpoint in endpoints: {
    name: 'endpoint-${endpoint.name}'
    params: {
      name: 'pep-${endpoint.name}-${suffix}'
      location: location
      tags: tags
      resourceId: endpoint.resourceId
      groupId: endpoint.groupId
      subnetId: subnetId
      zoneName: zones[endpoint.groupId]
    }
    dependsOn: [
      dnsZones
    ]
  }
]
