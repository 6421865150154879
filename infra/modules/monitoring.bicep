// Where the app's telemetry goes, and who is told when something is wrong. Alerts are in alerts.bicep.

@description('Name of the Log Analytics workspace.')
param workspaceName string

@description('Name of the Application Insights component.')
param componentName string

@description('Name of the action group; it is made only when there is an address to tell.')
param actionGroupName string

@description('Region of the workspace and of the component.')
param location string

@description('Tags of all resources.')
param tags object

@description('Days for which telemetry is kept. It holds references of requests and no personal data.')
@minValue(30)
@maxValue(730)
param retentionInDays int = 90

@description('Gigabytes that the workspace takes in a day; -1 is no limit. What comes beyond it is lost, alerts with it.')
param dailyQuotaGb int = -1

@description('E-mail address that alerts are sent to; without one they show in the portal alone.')
param alertEmail string = ''

@description('Whether telemetry may be sent and queried over public networks; without, a private link scope is needed.')
@allowed([
  'Enabled'
  'Disabled'
])
param publicNetworkAccess string = 'Enabled'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionInDays
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGb
    }
    publicNetworkAccessForIngestion: publicNetworkAccess
    publicNetworkAccessForQuery: publicNetworkAccess
    features: {
      // Reading needs a role: neither the keys of the workspace nor those of a component open it.
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: componentName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    // Telemetry is taken with a token alone: whoever knows the instrumentation key can't make up a healthy app.
    DisableLocalAuth: true
    publicNetworkAccessForIngestion: publicNetworkAccess
    publicNetworkAccessForQuery: publicNetworkAccess
  }
}

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'requests'
    enabled: true
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: alertEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

@description('Id of the Log Analytics workspace, which diagnostic settings send to as well.')
output workspaceId string = workspace.id

@description('Name of the component, on which the app identity needs the role Monitoring Metrics Publisher.')
output componentName string = component.name

@description('Connection string of the component. No secret: without a token nothing is taken.')
output connectionString string = component.properties.ConnectionString

@description('Ids of the action groups that alerts call: one, or none without an address.')
output actionGroupIds array = empty(alertEmail) ? [] : [resourceId('Microsoft.Insights/actionGroups', actionGroupName)]
