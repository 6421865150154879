// What stays in the account with the requests, and for how long. Request documents have no rule: they are the record of
// what was decided and done, and what a request resumes from.

@description('Name of the account.')
param accountName string

@description('Container of the exported packages.')
param packageContainer string

@description('Container of the refused messages.')
param rejectedContainer string

@description('Container of the certificates. They name items by marks alone; nothing that must be deletable lies there.')
param certificateContainer string

@description('Days after the last change of a package after which it is deleted.')
param packageRetentionDays int

@description('Days after which a refused message is deleted.')
param rejectedRetentionDays int

@description('Days for which a certificate can be neither changed nor deleted; 0 makes no policy and leaves one as it is.')
param certificateImmutabilityDays int

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: accountName
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' existing = {
  parent: account
  name: 'default'
}

resource certificates 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = {
  parent: blobService
  name: certificateContainer
}

// Not locked: that can't be undone, so people do it (docs/deploy.md).
resource immutability 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-01-01' = if (certificateImmutabilityDays > 0) {
  parent: certificates
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: certificateImmutabilityDays
    allowProtectedAppendWrites: false
  }
}

var rules = [
  {
    name: 'packages'
    container: packageContainer
    days: packageRetentionDays
  }
  {
    name: 'rejected'
    container: rejectedContainer
    days: rejectedRetentionDays
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        for rule in rules: {
          name: rule.name
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: [
                'blockBlob'
              ]
              prefixMatch: [
                '${rule.container}/'
              ]
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: rule.days
                }
              }
              snapshot: {
                delete: {
                  daysAfterCreationGreaterThan: rule.days
                }
              }
              // There are none unless somebody turns versions on; then they must not outlive what they are versions of.
              version: {
                delete: {
                  daysAfterCreationGreaterThan: rule.days
                }
              }
            }
          }
        }
      ]
    }
  }
}
