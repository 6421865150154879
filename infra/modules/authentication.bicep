// Sign-in by Microsoft Entra ID, in front of the app. The app believes what it is told of its caller only while this is on,
// by WEBSITE_AUTH_ENABLED: the platform sets it, and the Functions host turns the module that checks tokens and takes away
// forged headers on by the same variable (azure-functions-host #10687). So without a registration every call that needs a
// role is refused.

@description('Name of the app.')
param siteName string

@description('Client id of the app registration; empty turns the sign-in off.')
param clientId string

@description('Tenant whose tokens are taken.')
param tenantId string

@description('Client ids of the applications whose tokens are taken; an empty list takes every application of the tenant.')
param allowedApplications array

@description('Paths that are let through without sign-in.')
param excludedPaths array

resource site 'Microsoft.Web/sites@2024-11-01' existing = {
  name: siteName
}

var entra = {
  azureActiveDirectory: {
    enabled: true
    registration: {
      clientId: clientId
      openIdIssuer: '${environment().authentication.loginEndpoint}${tenantId}/v2.0'
      // No secret: under this name the platform finds the identity that stands in for one (app-settings.bicep).
      clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
    }
    validation: {
      allowedAudiences: [
        clientId
        'api://${clientId}'
      ]
      defaultAuthorizationPolicy: {
        allowedApplications: allowedApplications
      }
    }
  }
}

resource authentication 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: site
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: !empty(clientId)
      runtimeVersion: '~1'
    }
    globalValidation: {
      requireAuthentication: true
      excludedPaths: excludedPaths
      unauthenticatedClientAction: 'Return401'
    }
    httpSettings: {
      requireHttps: true
    }
    identityProviders: empty(clientId) ? {} : entra
    login: {
      // The app calls nothing on behalf of its callers, so their tokens aren't kept.
      tokenStore: {
        enabled: false
      }
    }
  }
}
