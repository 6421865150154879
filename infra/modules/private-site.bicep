// The app behind a private endpoint, for callers in the network and in those that are joined to it.

@description('What the name of the endpoint ends with.')
param suffix string

@description('Region of the endpoint.')
param location string

@description('Tags of all resources.')
param tags object

@description('Resource id of the network.')
param networkId string

@description('Resource id of the subnet with the private endpoints.')
param subnetId string

@description('Resource id of the app.')
param siteId string

// https://learn.microsoft.com/azure/private-link/private-endpoint-dns
var zoneNames = {
  AzureCloud: 'privatelink.azurewebsites.net'
  AzureUSGovernment: 'privatelink.azurewebsites.us'
  AzureChinaCloud: 'privatelink.chinacloudsites.cn'
}
var zoneName = zoneNames[environment().name]

module dnsZone 'private-dns-zone.bicep' = {
  name: 'zone-sites'
  params: {
    zoneName: zoneName
    tags: tags
    networkId: networkId
  }
}

module privateEndpoint 'private-endpoint.bicep' = {
  name: 'endpoint-app'
  params: {
    name: 'pep-app-${suffix}'
    location: location
    tags: tags
    resourceId: siteId
    groupId: 'sites'
    subnetId: subnetId
    zoneName: zoneName
  }
  dependsOn: [
    dnsZone
  ]
}
