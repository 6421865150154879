// The alerts. Each has a runbook of the same name in docs/runbooks.md.

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

@description('Ids of the action groups that are called; none is allowed.')
param actionGroupIds array

@description('Where the runbooks are; the name of the alert is added.')
param runbookUrl string = 'docs/runbooks.md#'

@description('Whether the rules are evaluated.')
param enabled bool = true
