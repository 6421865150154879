// The function app on Flex Consumption. Its settings are in app-settings.bicep, its sign-in in authentication.bicep.

@description('Name of the plan.')
param planName string

@description('Name of the app.')
param siteName string

@description('Region of the app.')
param location string

@description('Tags of the plan and the app.')
param tags object

@description('Name of the service in azure.yaml, by which azd finds the app.')
param serviceName string

@description('Resource id of the identity that runs the app and fetches its package.')
param appIdentityId string

@description('Resource id of the identity that reads.')
param readerIdentityId string

@description('Resource id of the identity that erases.')
param eraserIdentityId string

@description('Container that the package is deployed to, as a URL.')
param deploymentUrl string

@description('Version of Node.js.')
param nodeVersion string

@description('Memory of an instance in MB.')
param instanceMemoryMB int

@description('Most instances that run at once.')
param maximumInstanceCount int

@description('Instances that are kept for Durable Functions when there is nothing to do.')
param alwaysReadyInstances int

@description('Whether the plan is spread over availability zones.')
param zoneRedundant bool

@description('Whether the app can be called from public addresses.')
param publicNetworkAccess bool

@description('Resource id of the subnet that the app calls out from; none without a virtual network.')
param subnetId string

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource site 'Microsoft.Web/sites@2024-11-01' = {
  name: siteName
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${appIdentityId}': {}
      '${readerIdentityId}': {}
      '${eraserIdentityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    // No more than this: Flex Consumption has no FTP and no debugging from afar, and refuses most of what other plans take,
    // in newer regions with an error (terraform-azurerm-avm-res-web-site #345).
    siteConfig: {
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: appIdentityId
          }
        }
      }
      runtime: {
        name: 'node'
        version: nodeVersion
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        // The platform reads host.json itself to learn where work waits, and knows nothing of the settings that put the
        // scheduler in the place of Azure Storage (azure-functions-durable-extension #2622): it would wake nobody.
        alwaysReady: [
          {
            name: 'durable'
            instanceCount: alwaysReadyInstances
          }
        ]
      }
    }
  }
}

// Deployments need a token: there is no user name and password to publish with. The published types know no location here,
// and Azure has been seen to refuse the policy without one (bicep-types-az #1526).
resource ftpPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: site
  name: 'ftp'
  #disable-next-line BCP187
  location: location
  properties: {
    allow: false
  }
}

resource scmPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: site
  name: 'scm'
  #disable-next-line BCP187
  location: location
  properties: {
    allow: false
  }
}

@description('Resource id of the app.')
output id string = site.id

@description('Name of the app.')
output name string = site.name

@description('URL of the app.')
output url string = 'https://${site.properties.defaultHostName}'
