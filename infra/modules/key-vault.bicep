// The key vault with the key that signs certificates.

@description('Name of the vault.')
param vaultName string

@description('Name of the key.')
param keyName string

@description('Region of the vault.')
param location string

@description('Tags of the vault.')
param tags object

@description('How long a version of the key signs until the vault makes the next one, as an ISO 8601 duration.')
param rotationInterval string

@description('Whether a deleted vault of this name is taken back instead of making a new one.')
param recover bool

@description('Whether the vault is reached over a private endpoint alone.')
param isPrivate bool

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: vaultName
  location: location
  tags: tags
  properties: {
    createMode: recover ? 'recover' : 'default'
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

// Resource Manager makes a key once and never changes it: a new rotation interval is set at the vault.
resource key 'Microsoft.KeyVault/vaults/keys@2024-11-01' = {
  parent: vault
  name: keyName
  tags: tags
  properties: {
    kty: 'EC'
    curveName: 'P-256'
    keyOps: [
      'sign'
      'verify'
    ]
    attributes: {
      enabled: true
    }
    // No version expires: an expired key can't sign, and certificates would go unsigned. The app takes the newest version,
    // and keeps the public half of every one that ever signed.
    rotationPolicy: {
      lifetimeActions: [
        {
          trigger: {
            timeAfterCreate: rotationInterval
          }
          action: {
            type: 'rotate'
          }
        }
      ]
    }
  }
}

@description('Resource id of the vault.')
output id string = vault.id

@description('Name of the vault.')
output name string = vault.name

@description('Name of the key.')
output keyName string = key.name

@description('Id of the key, without a version: its newest one signs.')
output keyId string = key.properties.keyUri
