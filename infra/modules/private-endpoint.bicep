// A private endpoint with its name in a zone that the network resolves.

@description('Name of the endpoint.')
param name string

@description('Region of the endpoint: that of the network.')
param location string

@description('Tags of the endpoint.')
param tags object

@description('Resource that the endpoint leads to.')
param resourceId string

@description('Which service of it: blob, queue, table, vault, scheduler or sites.')
param groupId string

@description('Resource id of the subnet with the private endpoints.')
param subnetId string

@description('Name of the zone.')
param zoneName string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' existing = {
  name: zoneName
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: groupId
        properties: {
          privateLinkServiceId: resourceId
          groupIds: [
            groupId
          ]
        }
      }
    ]
  }
}

resource zoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: groupId
        properties: {
          privateDnsZoneId: zone.id
        }
      }
    ]
  }
}
