targetScope = 'subscription'

@description('Name of the installation that the custom roles belong to.')
param installation string

@description('Object id of the identity that lists and exports.')
param readerPrincipalId string

@description('Object id of the identity that erases.')
param eraserPrincipalId string

@description('What the two identities are granted, and on what: see target.bicep, whose parameters its members are.')
param target object

var workspaceId = target.workspaceId
var storageAccountIds = target.?storageAccountIds ?? []
var registryIds = target.?registryIds ?? []
var componentIds = target.?componentIds ?? []
var logWorkspaceIds = target.?logWorkspaceIds ?? []
var removeFromGroupIds = target.?removeFromGroupIds ?? []
var allIds = concat([workspaceId], storageAccountIds, registryIds, componentIds, logWorkspaceIds, removeFromGroupIds)
// A union has each element once.
var subscriptionIds = union([], map(allIds, id => toLower(split(id, '/')[2])))

var mayErase = target.?erase ?? true
var eraserRoles = mayErase ? ['eraser'] : []
var byteEraserRoles = mayErase && (target.?deletePermanently ?? false) ? ['eraser', 'permanentEraser'] : eraserRoles
var purgerRoles = mayErase && (target.?purgeTelemetry ?? false) ? ['telemetryPurger'] : []

// Azure keeps a deployment in a subscription in the region where it was first made, and refuses its name anywhere else.
#disable-next-line no-loc-expr-outside-params
var region = deployment().location

module roles 'custom-roles.bicep' = [for id in subscriptionIds: {
  name: 'data-requests-roles-${uniqueString(id, installation, region)}'
  scope: subscription(id)
  params: {
    installation: installation
    moreReadActions: target.?moreReadActions ?? []
  }
}]

module workspaceGrant 'grant-workspace.bicep' = {
  name: 'data-requests-${uniqueString(workspaceId, installation)}'
  scope: resourceGroup(split(workspaceId, '/')[2], split(workspaceId, '/')[4])
  params: {
    workspaceName: split(workspaceId, '/')[8]
    installation: installation
    readerPrincipalId: readerPrincipalId
    eraserPrincipalId: eraserPrincipalId
    eraserRoles: eraserRoles
  }
  dependsOn: [
    roles
  ]
}

module accountGrants 'grant-storage-account.bicep' = [for id in storageAccountIds: {
  name: 'data-requests-${uniqueString(id, installation)}'
  scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
  params: {
    accountName: split(id, '/')[8]
    installation: installation
    readerPrincipalId: readerPrincipalId
    eraserPrincipalId: eraserPrincipalId
    eraserRoles: byteEraserRoles
  }
  dependsOn: [
    roles
  ]
}]

module registryGrants 'grant-registry.bicep' = [for id in registryIds: {
  name: 'data-requests-${uniqueString(id, installation)}'
  scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
  params: {
    registryName: split(id, '/')[8]
    installation: installation
    readerPrincipalId: readerPrincipalId
    eraserPrincipalId: eraserPrincipalId
    eraserRoles: eraserRoles
  }
  dependsOn: [
    roles
  ]
}]

module componentGrants 'grant-component.bicep' = [for id in componentIds: {
  name: 'data-requests-${uniqueString(id, installation)}'
  scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
  params: {
    componentName: split(id, '/')[8]
    installation: installation
    readerPrincipalId: readerPrincipalId
    eraserPrincipalId: eraserPrincipalId
    eraserRoles: purgerRoles
  }
  dependsOn: [
    roles
  ]
}]

module logWorkspaceGrants 'grant-log-workspace.bicep' = [for id in logWorkspaceIds: {
  name: 'data-requests-${uniqueString(id, installation)}'
  scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
  params: {
    logWorkspaceName: split(id, '/')[8]
    installation: installation
    readerPrincipalId: readerPrincipalId
    eraserPrincipalId: eraserPrincipalId
    eraserRoles: purgerRoles
  }
  dependsOn: [
    roles
  ]
}]

module groupGrants 'grant-group.bicep' = [for id in removeFromGroupIds: {
  name: 'data-requests-${uniqueString(id, installation)}'
  scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
  params: {
    installation: installation
    readerPrincipalId: readerPrincipalId
    eraserPrincipalId: eraserPrincipalId
    eraserRoles: mayErase ? ['workspaceRemover'] : []
  }
  dependsOn: [
    roles
  ]
}]

module subscriptionGrants 'grant-subscription.bicep' = [for id in subscriptionIds: {
  name: 'data-requests-${uniqueString(id, installation, region, 'grants')}'
  scope: subscription(id)
  params: {
    installation: installation
    readerPrincipalId: readerPrincipalId
    eraserPrincipalId: eraserPrincipalId
    readSubscription: target.?readSubscription ?? true
    purgeVaults: mayErase && (target.?purgeVaults ?? false)
  }
  dependsOn: [
    roles
  ]
}]
