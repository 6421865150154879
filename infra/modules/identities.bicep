// The three identities of the app. None of them has a key or a secret.

@description('What the names of the identities end with.')
param suffix string

@description('Region of the identities.')
param location string

@description('Tags of all resources.')
param tags object

// Runs the app: its host, its task hub, its queues and documents, the signing of certificates. It reaches no workspace.
resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-app-${suffix}'
  location: location
  tags: tags
}

// Lists and exports. Apart from the eraser, so that a fault while reading can't delete anything.
resource reader 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-reader-${suffix}'
  location: location
  tags: tags
}

// Erases, and changes what must be changed before.
resource eraser 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-eraser-${suffix}'
  location: location
  tags: tags
}

@description('Resource id of the app identity.')
output appId string = app.id

@description('Client id of the app identity.')
output appClientId string = app.properties.clientId

@description('Object id of the app identity, which roles are granted to.')
output appPrincipalId string = app.properties.principalId

@description('Resource id of the identity that reads.')
output readerId string = reader.id

@description('Client id of the identity that reads.')
output readerClientId string = reader.properties.clientId

@description('Object id of the identity that reads.')
output readerPrincipalId string = reader.properties.principalId

@description('Resource id of the identity that erases.')
output eraserId string = eraser.id

@description('Client id of the identity that erases.')
output eraserClientId string = eraser.properties.clientId

@description('Object id of the identity that erases.')
output eraserPrincipalId string = eraser.properties.principalId
