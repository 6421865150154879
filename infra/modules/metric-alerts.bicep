// The alerts on metrics of the platform, which the app can't raise itself. Each has a runbook in docs/runbooks.md.

@description('What the names of all alerts begin with.')
param namePrefix string

@description('Tags of all rules.')
param tags object

@description('Ids of the storage accounts of the host and of the requests.')
param storageAccountIds array

@description('Id of the storage account with the queues.')
param requestStorageId string

@description('Ids of the action groups that are called; none is allowed.')
param actionGroupIds array

@description('Messages in all queues together that are too many.')
param queueBacklog int

@description('Where the runbooks are; the name of the alert is added.')
param runbookUrl string

@description('Whether the rules are evaluated.')
param enabled bool

var actions = [
  for id in actionGroupIds: {
    actionGroupId: id
  }
]

resource storageUnavailable 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for id in storageAccountIds: {
    name: '${namePrefix}-storage-unavailable-${last(split(id, '/'))}'
    location: 'global'
    tags: tags
    properties: {
      description: 'A storage account of the app fails calls. Runbook: ${runbookUrl}storage-unavailable'
      severity: 1
      enabled: enabled
      scopes: [
        id
      ]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: 'availability'
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: 'Microsoft.Storage/storageAccounts'
            metricName: 'Availability'
            timeAggregation: 'Average'
            operator: 'LessThan'
            threshold: 99
          }
        ]
      }
      actions: actions
    }
  }
]

resource storageThrottled 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for id in storageAccountIds: {
    name: '${namePrefix}-storage-throttled-${last(split(id, '/'))}'
    location: 'global'
    tags: tags
    properties: {
      description: 'A storage account of the app refuses calls for being too many. Runbook: ${runbookUrl}storage-throttled'
      severity: 3
      enabled: enabled
      scopes: [
        id
      ]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT1H'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: 'throttled'
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: 'Microsoft.Storage/storageAccounts'
            metricName: 'Transactions'
            timeAggregation: 'Total'
            operator: 'GreaterThan'
            threshold: 500
            dimensions: [
              {
                name: 'ResponseType'
                operator: 'Include'
                values: [
                  'ServerBusyError'
                  'ClientThrottlingError'
                  'ClientAccountRequestThrottlingError'
                  'ClientAccountBandwidthThrottlingError'
                ]
              }
            ]
          }
        ]
      }
      actions: actions
    }
  }
]

resource queueBacklogAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${namePrefix}-queue-backlog'
  location: 'global'
  tags: tags
  properties: {
    description: 'Messages pile up in the queues. Runbook: ${runbookUrl}queue-backlog'
    severity: 2
    enabled: enabled
    scopes: [
      '${requestStorageId}/queueServices/default'
    ]
    evaluationFrequency: 'PT1H'
    windowSize: 'PT1H'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'messages'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Storage/storageAccounts/queueServices'
          // Counted once an hour, for all queues of the account together (Azure docs: supported metrics).
          metricName: 'QueueMessageCount'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: queueBacklog
        }
      ]
    }
    actions: actions
  }
}
