// All settings of the app, in one place: what is not here is removed by the next deployment.
// docs/configuration.md says what each is for.

@description('Name of the app.')
param siteName string

@description('Blob endpoint of the account of the host.')
param hostBlobEndpoint string

@description('Queue endpoint of the account of the host.')
param hostQueueEndpoint string

@description('Table endpoint of the account of the host.')
param hostTableEndpoint string

@description('Blob endpoint of the account with the requests.')
param requestBlobEndpoint string

@description('Queue endpoint of the account with the requests.')
param requestQueueEndpoint string

@description('Client id of the identity that runs the app.')
param appClientId string

@description('Client id of the identity that reads.')
param readerClientId string

@description('Client id of the identity that erases.')
param eraserClientId string

@description('Connection string of Application Insights. It holds no secret.')
param applicationInsightsConnectionString string

@description('Endpoint of the Durable Task Scheduler; empty where the task hub is in Azure Storage.')
param schedulerEndpoint string

@description('Id of the key that signs certificates.')
param certificateKeyId string

@description('Client id of the app registration for the sign-in; may be empty.')
param authClientId string

@description('Tenant whose users may sign in.')
param authTenantId string

@description('Rules that operators set: a member for each setting.')
param rules object

@description('Further settings by their names; they win over those above, except for WEBSITE_AUTH_ENABLED, which is left out.')
param extraSettings object

resource site 'Microsoft.Web/sites@2024-11-01' existing = {
  name: siteName
}

var always = {
  AzureWebJobsStorage__blobServiceUri: hostBlobEndpoint
  AzureWebJobsStorage__queueServiceUri: hostQueueEndpoint
  AzureWebJobsStorage__tableServiceUri: hostTableEndpoint
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: appClientId
  RequestStorage__blobServiceUri: requestBlobEndpoint
  RequestStorage__queueServiceUri: requestQueueEndpoint
  RequestStorage__credential: 'managedidentity'
  RequestStorage__clientId: appClientId
  READER_CLIENT_ID: readerClientId
  ERASER_CLIENT_ID: eraserClientId
  AZURE_CLIENT_ID: appClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${appClientId};Authorization=AAD'
  CLOUD: environment().name
  CERTIFICATE_KEY_ID: certificateKeyId
  APPROVAL_FOR_ERASE: rules.approvalForErase
  APPROVAL_FOR_EXPORT: rules.approvalForExport
  APPROVAL_ITEM_LIMIT: string(rules.approvalItemLimit)
  APPROVAL_BYTE_LIMIT: string(rules.approvalByteLimit)
  APPROVAL_EXPIRY_DAYS: string(rules.approvalExpiryDays)
  OVERDUE_DAYS: string(rules.overdueDays)
  PLAN_ITEM_LIMIT: string(rules.planItemLimit)
  PACKAGE_LIMIT_BYTES: string(rules.packageLimitBytes)
  PACKAGE_LIMIT_FILES: string(rules.packageLimitFiles)
  PACKAGE_LINK_MINUTES: string(rules.packageLinkMinutes)
  SWEEP_SCHEDULE: rules.sweepSchedule
  FOLLOW_UP_SCHEDULE: rules.followUpSchedule
  RECONCILE_SCHEDULE: rules.reconcileSchedule
}

// host.json says Azure Storage, so that it runs on a developer's machine as it is.
var withScheduler = {
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${appClientId}'
}

var withSignIn = {
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: appClientId
  WEBSITE_AUTH_AAD_ALLOWED_TENANTS: authTenantId
}

// The platform alone says whether the sign-in is on: the app would believe callers whom nobody signed in.
var further = toObject(
  filter(items(extraSettings), setting => toUpper(setting.key) != 'WEBSITE_AUTH_ENABLED'),
  setting => setting.key,
  setting => setting.value
)

resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: site
  name: 'appsettings'
  properties: union(
    always,
    empty(schedulerEndpoint) ? {} : withScheduler,
    empty(authClientId) ? {} : withSignIn,
    further
  )
}
