// The alerts. Each has a runbook of the same name in docs/runbooks.md. Those that query logs are in alerts.json; the
// events that they look for are in src/config/events.ts.

@description('What the names of all alerts begin with.')
param namePrefix string

@description('Region of the rules that query logs: that of the workspace.')
param location string

@description('Tags of all rules.')
param tags object

@description('Id of the Log Analytics workspace with the telemetry.')
param workspaceId string

@description('Ids of the storage accounts of the host and of the requests.')
param storageAccountIds array

@description('Id of the storage account with the queues.')
param requestStorageId string

@description('Ids of the action groups that are called; none is allowed.')
param actionGroupIds array

@description('Messages in all queues together that are too many.')
param queueBacklog int = 500

@description('Where the runbooks are; the name of the alert is added.')
param runbookUrl string

@description('Whether the rules are evaluated.')
param enabled bool = true

var logRules = loadJsonContent('../alerts.json')

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in logRules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${namePrefix}: ${rule.name}'
      description: '${rule.meaning} Runbook: ${runbookUrl}${rule.name}'
      severity: rule.severity
      enabled: enabled
      scopes: [
        workspaceId
      ]
      evaluationFrequency: rule.frequency
      windowSize: rule.window
      autoMitigate: true
      // A new workspace has no telemetry yet, so that the query would be refused for its columns.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: rule.threshold
            // An alert for each request: the next one must not hide behind the first.
            dimensions: empty(rule.dimension) ? [] : [
              {
                name: rule.dimension
                operator: 'Include'
                values: [
                  '*'
                ]
              }
            ]
            failingPeriods: {
              numberOfEvaluationPeriods: rule.periods
              minFailingPeriodsToAlert: rule.periods
            }
          }
        ]
      }
      actions: {
        actionGroups: actionGroupIds
      }
    }
  }
]

module metricAlerts 'metric-alerts.bicep' = {
  name: 'metric-alerts'
  params: {
    namePrefix: namePrefix
    tags: tags
    storageAccountIds: storageAccountIds
    requestStorageId: requestStorageId
    actionGroupIds: actionGroupIds
    queueBacklog: queueBacklog
    runbookUrl: runbookUrl
    enabled: enabled
  }
}
