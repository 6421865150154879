/** The subscription that deployments are planned in; nothing of it exists. */
export const subscriptionId = '00000000-0000-4000-8000-000000000001';

/** What a deployment finds in Azure's global cloud: the values of `environment()`, `tenant()` and `deployer()`. */
export const environment = {
  tenantId: '00000000-0000-4000-8000-0000000000aa',
  deployer: {
    objectId: '00000000-0000-4000-8000-0000000000dd',
    tenantId: '00000000-0000-4000-8000-0000000000aa',
    userPrincipalName: 'deployer@example.org',
  },
  cloud: {
    name: 'AzureCloud',
    portal: 'https://portal.azure.com',
    resourceManager: 'https://management.azure.com/',
    graph: 'https://graph.windows.net/',
    authentication: {
      loginEndpoint: 'https://login.microsoftonline.com/',
      audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
      tenant: 'common',
      identityProvider: 'AAD',
    },
    suffixes: {
      acrLoginServer: '.azurecr.io',
      keyvaultDns: '.vault.azure.net',
      sqlServerHostname: '.database.windows.net',
      storage: 'core.windows.net',
    },
  },
};
