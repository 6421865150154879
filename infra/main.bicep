// Everything that the app needs, in a resource group of its own. docs/deploy.md leads through it.
targetScope = 'subscription'

@minLength(1)
@maxLength(40)
@description('Name of this installation. The resource group and, by a hash, every other name is made of it.')
param environmentName string

@minLength(1)
@description('Region. With durableBackend durableTaskScheduler one in which the scheduler is offered.')
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@description('Tags of all resources, beside azd-env-name.')
param tags object = {}

@allowed([
  'durableTaskScheduler'
  'azureStorage'
])
@description('Where Durable Functions keeps its state. Changing it needs a drained app.')
param durableBackend string = 'durableTaskScheduler'

@allowed([
  'Consumption'
  'Dedicated'
])
@description('SKU of the Durable Task Scheduler.')
param schedulerSku string = 'Consumption'

@minValue(1)
@maxValue(3)
@description('Capacity units of the SKU Dedicated; three are spread over availability zones.')
param schedulerCapacity int = 1

@description('Without vnetEnabled: public addresses or CIDR ranges that may reach the scheduler, which takes tokens alone. The app has no fixed address then, so that only everybody fits.')
param schedulerIpAllowlist array = [
  '0.0.0.0/0'
]

@minValue(1)
@maxValue(90)
@description('Days after which the scheduler purges the history of what has ended; at most 30 with the SKU Consumption.')
param historyRetentionDays int = 30

@allowed([
  '22'
  '24'
])
@description('Version of Node.js.')
param nodeVersion string = '22'

@allowed([
  2048
  4096
])
@description('Memory of an instance in MB. The usual planItemLimit fits 2048.')
param instanceMemoryMB int = 2048

@minValue(1)
@maxValue(1000)
@description('Most instances that run at once. Each works on ten activities; the budgets of Resource Manager are used up long before 40 instances are. Where Azure refuses fewer than 40, as older pages of its say, leave it.')
param maximumInstanceCount int = 40

@minValue(1)
@maxValue(20)
@description('Instances that are kept for Durable Functions. The platform adds none for work that waits in the Durable Task Scheduler, so that these do all of it.')
param alwaysReadyInstances int = 1

@description('Whether the instances are spread over availability zones. Azure then keeps two ready, and bills them, for each group that scales by itself: HTTP, Durable Functions, the queue, each timer.')
param zoneRedundant bool = false

@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
  'Standard_GZRS'
])
@description('Redundancy of both storage accounts.')
param storageSku string = 'Standard_LRS'

@minValue(0)
@maxValue(365)
@description('Days for which what was deleted or overwritten in the account with the requests can be restored; 0 turns that off. Packages outlive packageRetentionDays by as much.')
param softDeleteDays int = 7

@minValue(1)
@maxValue(3650)
@description('Days after which packages are deleted.')
param packageRetentionDays int = 30

@minValue(1)
@maxValue(3650)
@description('Days after which refused messages are deleted.')
param rejectedRetentionDays int = 30

@minValue(0)
@maxValue(146000)
@description('Days for which a certificate can be neither changed nor deleted, by a policy that is not locked; 0 makes none, and leaves alone one that is there.')
param certificateImmutabilityDays int = 0

@description('How long a version of the key signs certificates until the vault makes the next one, as an ISO 8601 duration. Only for a new key.')
param keyRotationInterval string = 'P1Y'

@description('Whether the deleted key vault of an earlier installation of this name is taken back. Once, after azd down.')
param recoverVault bool = false

@description('Whether to make a virtual network, and close storage, key vault and scheduler to all others.')
param vnetEnabled bool = false

@description('Address space of the virtual network, a /24.')
param vnetAddressPrefix string = '10.20.0.0/24'

@description('Whether the app can be called from public addresses. Without, a private endpoint is made for it, which needs vnetEnabled.')
param appPublicAccess bool = true

@description('With vnetEnabled: public addresses or CIDR ranges that may still reach queues and packages, such as those of a ticketing system.')
param requestStorageAllowedIps array = []

@description('Client id of the app registration for the sign-in. Without one every call that needs a role is refused; the queue works.')
param authClientId string = ''

@description('Tenant whose users and applications may sign in.')
param authTenantId string = tenant().tenantId

@description('Client ids of the applications that may call. An empty list lets every application of the tenant try; roles decide.')
param authAllowedApplications array = []

@description('Paths that are let through without sign-in. Only /api/certificates/keys and /api/health, which ask for no role, make sense.')
param authExcludedPaths array = []

@allowed([
  'required'
  'not_required'
])
@description('Whether an erasure needs an approval.')
param approvalForErase string = 'required'

@allowed([
  'required'
  'not_required'
])
@description('Whether an export needs an approval.')
param approvalForExport string = 'not_required'

@description('Plans with more items need an approval whatever is set.')
param approvalItemLimit int = 1000

@description('Plans with more bytes need an approval whatever is set.')
param approvalByteLimit int = 100000000000

@description('Days until an approval expires.')
param approvalExpiryDays int = 14

@description('Days after which a request that has not ended is overdue.')
param overdueDays int = 25

@description('Plans of more items are refused.')
param planItemLimit int = 75000

@description('Most bytes of a package.')
param packageLimitBytes int = 1000000000000

@description('Most files of a package.')
param packageLimitFiles int = 1000000

@description('Minutes for which a link to a package works.')
param packageLinkMinutes int = 60

@description('NCRONTAB of the retention sweep.')
param sweepSchedule string = '0 0 2 * * *'

@description('NCRONTAB of the look at what Azure still carries out for requests that have ended.')
param followUpSchedule string = '0 30 3 * * *'

@description('NCRONTAB of the reconciler, which starts requests that were stored and never started.')
param reconcileSchedule string = '0 */5 * * * *'

@description('Further app settings by their names (docs/configuration.md); they win over the parameters above.')
param appSettings object = {}

@minValue(30)
@maxValue(730)
@description('Days for which telemetry and logs are kept.')
param logRetentionDays int = 90

@description('Gigabytes of telemetry a day after which no more is taken; -1 is no limit.')
param logDailyQuotaGb int = -1

@description('Address that alerts are sent to. Without one they show in the portal alone.')
param alertEmail string = ''

@description('Whether alerts are evaluated.')
param alertsEnabled bool = true

@description('What the link to the runbook in an alert begins with, to which the name of the alert is added: where you keep docs/runbooks.md, and #.')
param runbookUrl string = 'docs/runbooks.md#'

@description('Whether the account with the requests and the key vault are locked against deletion.')
param locksEnabled bool = false

@description('Workspaces that the app works on, and what stands behind each: objects with the parameters of target.bicep that begin with workspaceId (docs/onboarding.md).')
param targets array = []

var suffix = uniqueString(subscription().id, environmentName, location)
var allTags = union(tags, { 'azd-env-name': environmentName })
var useScheduler = durableBackend == 'durableTaskScheduler'
var taskHubName = 'DataRequests'
var deploymentContainer = 'app-package'
var names = {
  site: 'func-${suffix}'
  hostStorage: 'sthost${suffix}'
  requestStorage: 'streq${suffix}'
  vault: 'kv-${suffix}'
  scheduler: 'dts-${suffix}'
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: allTags
}

module identities 'modules/identities.bicep' = {
  scope: group
  name: 'identities'
  params: {
    suffix: suffix
    location: location
    tags: allTags
  }
}

module network 'modules/network.bicep' = if (vnetEnabled) {
  scope: group
  name: 'network'
  params: {
    networkName: 'vnet-${suffix}'
    gatewayName: 'ng-${suffix}'
    addressName: 'pip-${suffix}'
    location: location
    tags: allTags
    addressPrefix: vnetAddressPrefix
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: {
    workspaceName: 'log-${suffix}'
    componentName: 'appi-${suffix}'
    actionGroupName: 'ag-${suffix}'
    location: location
    tags: allTags
    retentionInDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
    alertEmail: alertEmail
  }
}

// The account of the Functions host: its locks and keys, the deployed package, and the task hub where Azure Storage is
// the durable backend. Who writes there can run code in the app, so it is apart from the one that others have rights on.
module hostStorage 'modules/storage-account.bicep' = {
  scope: group
  name: 'host-storage'
  params: {
    name: names.hostStorage
    location: location
    tags: allTags
    sku: storageSku
    containers: [
      deploymentContainer
    ]
    queues: []
    // Nothing here is worth restoring: packages are built again, and yesterday's leases and histories do harm.
    softDeleteDays: 0
    isPrivate: vnetEnabled
    allowedIps: []
    hasLifecycle: false
  }
}

// The account with the requests, which a ticketing system may put messages into.
module requestStorage 'modules/storage-account.bicep' = {
  scope: group
  name: 'request-storage'
  params: {
    name: names.requestStorage
    location: location
    tags: allTags
    sku: storageSku
    containers: [
      'privacy-requests'
      'privacy-packages'
      'privacy-rejected'
      'privacy-certificates'
    ]
    queues: [
      'privacy-requests'
      'privacy-requests-poison'
      'privacy-results'
    ]
    softDeleteDays: softDeleteDays
    isPrivate: vnetEnabled
    allowedIps: vnetEnabled ? requestStorageAllowedIps : []
    hasLifecycle: true
  }
}

module requestData 'modules/request-data.bicep' = {
  scope: group
  name: 'request-data'
  params: {
    accountName: requestStorage.outputs.name
    packageContainer: 'privacy-packages'
    rejectedContainer: 'privacy-rejected'
    certificateContainer: 'privacy-certificates'
    packageRetentionDays: packageRetentionDays
    rejectedRetentionDays: rejectedRetentionDays
    certificateImmutabilityDays: certificateImmutabilityDays
  }
}

module scheduler 'modules/durable-task-scheduler.bicep' = if (useScheduler) {
  scope: group
  name: 'durable-task-scheduler'
  params: {
    schedulerName: names.scheduler
    taskHubName: taskHubName
    location: location
    tags: allTags
    skuName: schedulerSku
    capacity: schedulerCapacity
    historyRetentionDays: historyRetentionDays
    ipAllowlist: schedulerIpAllowlist
    isPrivate: vnetEnabled
    principalId: identities.outputs.appPrincipalId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  scope: group
  name: 'key-vault'
  params: {
    vaultName: names.vault
    keyName: 'certificates'
    location: location
    tags: allTags
    rotationInterval: keyRotationInterval
    recover: recoverVault
    isPrivate: vnetEnabled
  }
}

module roleAssignments 'modules/role-assignments.bicep' = {
  scope: group
  name: 'role-assignments'
  params: {
    principalId: identities.outputs.appPrincipalId
    hostStorageName: hostStorage.outputs.name
    requestStorageName: requestStorage.outputs.name
    vaultName: keyVault.outputs.name
    keyName: keyVault.outputs.keyName
    componentName: monitoring.outputs.componentName
    hubInStorage: !useScheduler
  }
}

module functionApp 'modules/function-app.bicep' = {
  scope: group
  name: 'function-app'
  params: {
    planName: 'plan-${suffix}'
    siteName: names.site
    location: location
    tags: allTags
    serviceName: 'app'
    appIdentityId: identities.outputs.appId
    readerIdentityId: identities.outputs.readerId
    eraserIdentityId: identities.outputs.eraserId
    deploymentUrl: '${hostStorage.outputs.blobEndpoint}${deploymentContainer}'
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyInstances: alwaysReadyInstances
    zoneRedundant: zoneRedundant
    publicNetworkAccess: appPublicAccess
    subnetId: vnetEnabled ? network!.outputs.appSubnetId : ''
  }
  // The app starts at once, and would be refused everything, or find nothing.
  dependsOn: [
    roleAssignments
    scheduler
    privateEndpoints
  ]
}

module privateEndpoints 'modules/private-endpoints.bicep' = if (vnetEnabled) {
  scope: group
  name: 'private-endpoints'
  params: {
    suffix: suffix
    location: location
    tags: allTags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointSubnetId
    hostStorageId: hostStorage.outputs.id
    requestStorageId: requestStorage.outputs.id
    vaultId: keyVault.outputs.id
    schedulerId: useScheduler ? scheduler!.outputs.id : ''
  }
}

module privateSite 'modules/private-site.bicep' = if (vnetEnabled && !appPublicAccess) {
  scope: group
  name: 'private-site'
  params: {
    suffix: suffix
    location: location
    tags: allTags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointSubnetId
    siteId: functionApp.outputs.id
  }
}

module settings 'modules/app-settings.bicep' = {
  scope: group
  name: 'app-settings'
  params: {
    siteName: functionApp.outputs.name
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    hostQueueEndpoint: hostStorage.outputs.queueEndpoint
    hostTableEndpoint: hostStorage.outputs.tableEndpoint
    requestBlobEndpoint: requestStorage.outputs.blobEndpoint
    requestQueueEndpoint: requestStorage.outputs.queueEndpoint
    appClientId: identities.outputs.appClientId
    readerClientId: identities.outputs.readerClientId
    eraserClientId: identities.outputs.eraserClientId
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    schedulerEndpoint: useScheduler ? scheduler!.outputs.endpoint : ''
    certificateKeyId: keyVault.outputs.keyId
    authClientId: authClientId
    authTenantId: authTenantId
    rules: {
      approvalForErase: approvalForErase
      approvalForExport: approvalForExport
      approvalItemLimit: approvalItemLimit
      approvalByteLimit: approvalByteLimit
      approvalExpiryDays: approvalExpiryDays
      overdueDays: overdueDays
      planItemLimit: planItemLimit
      packageLimitBytes: packageLimitBytes
      packageLimitFiles: packageLimitFiles
      packageLinkMinutes: packageLinkMinutes
      sweepSchedule: sweepSchedule
      followUpSchedule: followUpSchedule
      reconcileSchedule: reconcileSchedule
    }
    extraSettings: appSettings
  }
}

module authentication 'modules/authentication.bicep' = {
  scope: group
  name: 'authentication'
  params: {
    siteName: functionApp.outputs.name
    clientId: authClientId
    tenantId: authTenantId
    allowedApplications: authAllowedApplications
    excludedPaths: authExcludedPaths
  }
  // Two changes of one app at once are refused.
  dependsOn: [
    settings
  ]
}

module diagnostics 'modules/diagnostics.bicep' = {
  scope: group
  name: 'diagnostics'
  params: {
    workspaceId: monitoring.outputs.workspaceId
    hostStorageName: hostStorage.outputs.name
    requestStorageName: requestStorage.outputs.name
    vaultName: keyVault.outputs.name
    siteName: functionApp.outputs.name
    hubInStorage: !useScheduler
    signIn: !empty(authClientId)
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'alerts'
  params: {
    namePrefix: environmentName
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    storageAccountIds: [
      hostStorage.outputs.id
      requestStorage.outputs.id
    ]
    requestStorageId: requestStorage.outputs.id
    actionGroupIds: monitoring.outputs.actionGroupIds
    runbookUrl: runbookUrl
    enabled: alertsEnabled
  }
}

module locks 'modules/locks.bicep' = if (locksEnabled) {
  scope: group
  name: 'locks'
  params: {
    requestStorageName: requestStorage.outputs.name
    vaultName: keyVault.outputs.name
  }
}

// One after the other: two targets of one subscription would make the same roles at once.
@batchSize(1)
module access 'modules/access/target.bicep' = [
  for target in targets: {
    // Azure keeps a deployment in a subscription in its first region, and refuses its name anywhere else.
    name: 'access-${uniqueString(target.workspaceId, environmentName, location)}'
    params: {
      installation: environmentName
      readerPrincipalId: identities.outputs.readerPrincipalId
      eraserPrincipalId: identities.outputs.eraserPrincipalId
      target: target
    }
  }
]

@description('Region.')
output AZURE_LOCATION string = location

@description('Resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Name of the function app.')
output AZURE_FUNCTION_NAME string = functionApp.outputs.name

@description('Name of the function app, under the name that azd looks for.')
output SERVICE_APP_NAME string = functionApp.outputs.name

@description('URL of the app.')
output APP_URL string = functionApp.outputs.url

@description('Name of the account with the requests.')
output REQUEST_STORAGE_NAME string = requestStorage.outputs.name

@description('URL of the queue that takes requests.')
output REQUEST_QUEUE_URL string = '${requestStorage.outputs.queueEndpoint}privacy-requests'

@description('Object id of the identity that reads, for onboarding workspaces.')
output READER_PRINCIPAL_ID string = identities.outputs.readerPrincipalId

@description('Object id of the identity that erases, for onboarding workspaces.')
output ERASER_PRINCIPAL_ID string = identities.outputs.eraserPrincipalId

@description('Object id of the identity that runs the app, which the app registration trusts in place of a secret.')
output APP_PRINCIPAL_ID string = identities.outputs.appPrincipalId

@description('Client id of the identity that reads.')
output READER_CLIENT_ID string = identities.outputs.readerClientId

@description('Client id of the identity that erases.')
output ERASER_CLIENT_ID string = identities.outputs.eraserClientId

@description('Client id of the identity that runs the app.')
output APP_CLIENT_ID string = identities.outputs.appClientId

@description('Id of the key that signs certificates.')
output CERTIFICATE_KEY_ID string = keyVault.outputs.keyId

@description('Client id of the app registration; empty without sign-in.')
output AUTH_CLIENT_ID string = authClientId

@description('Audience of the tokens that callers need; empty without sign-in.')
output AUTH_AUDIENCE string = empty(authClientId) ? '' : 'api://${authClientId}'

@description('Public address that the app calls out from, for firewalls of others; empty without a virtual network.')
output OUTBOUND_ADDRESS string = vnetEnabled ? network!.outputs.outboundAddress : ''
