// The virtual network: a subnet that the app calls out from, one for private endpoints, and a gateway with one public
// address for what is called outside (Resource Manager, Microsoft Entra ID, Azure Machine Learning, Azure Monitor).

@description('Name of the virtual network.')
param networkName string

@description('Name of the NAT gateway.')
param gatewayName string

@description('Name of the public address of the gateway.')
param addressName string

@description('Region of the network.')
param location string

@description('Tags of all resources.')
param tags object

@description('Address space of the network: a /24, whose halves are the two subnets.')
param addressPrefix string

resource address 'Microsoft.Network/publicIPAddresses@2024-07-01' = {
  name: addressName
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource gateway 'Microsoft.Network/natGateways@2024-07-01' = {
  name: gatewayName
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    idleTimeoutInMinutes: 10
    publicIpAddresses: [
      {
        id: address.id
      }
    ]
  }
}

// Nothing comes in to the app through its subnet, and the rules that every group has let in nobody from outside.
resource appRules 'Microsoft.Network/networkSecurityGroups@2024-07-01' = {
  name: '${networkName}-app'
  location: location
  tags: tags
  properties: {
    securityRules: []
  }
}

resource endpointRules 'Microsoft.Network/networkSecurityGroups@2024-07-01' = {
  name: '${networkName}-endpoints'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'https-from-network'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '443'
        }
      }
      {
        name: 'nothing-else'
        properties: {
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: networkName
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressPrefix
      ]
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 25, 0)
          defaultOutboundAccess: false
          networkSecurityGroup: {
            id: appRules.id
          }
          natGateway: {
            id: gateway.id
          }
          delegations: [
            {
              name: 'functions'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 25, 1)
          defaultOutboundAccess: false
          networkSecurityGroup: {
            id: endpointRules.id
          }
          // Otherwise the rules would not be asked about private endpoints.
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
        }
      }
    ]
  }
}

@description('Resource id of the network.')
output networkId string = network.id

@description('Resource id of the subnet that the app calls out from.')
output appSubnetId string = network.properties.subnets[0].id

@description('Resource id of the subnet with the private endpoints.')
output endpointSubnetId string = network.properties.subnets[1].id

@description('Public address that the app calls out from, for firewalls of others.')
output outboundAddress string = address.properties.ipAddress
