/** What `environment()` gives in a cloud, as far as it is used. */
export interface Cloud {
  name: string;
  authentication: { loginEndpoint: string };
  suffixes: { acrLoginServer: string; keyvaultDns: string; storage: string };
}

const cloud = (
  name: string,
  loginEndpoint: string,
  [acrLoginServer, keyvaultDns, storage]: [string, string, string],
) => ({
  ...{ name, authentication: { loginEndpoint }, suffixes: { acrLoginServer, keyvaultDns, storage } },
});

/** The clouds by their names. Sources: the cloud tables of the Azure CLI and of Bicep (`bicepconfig.json`, profiles). */
export const clouds = {
  AzureCloud: cloud('AzureCloud', 'https://login.microsoftonline.com/', [
    ...(['.azurecr.io', '.vault.azure.net', 'core.windows.net'] as const),
  ]),
  AzureUSGovernment: cloud('AzureUSGovernment', 'https://login.microsoftonline.us/', [
    ...(['.azurecr.us', '.vault.usgovcloudapi.net', 'core.usgovcloudapi.net'] as const),
  ]),
  AzureChinaCloud: cloud('AzureChinaCloud', 'https://login.chinacloudapi.cn/', [
    ...(['.azurecr.cn', '.vault.azure.cn', 'core.chinacloudapi.cn'] as const),
  ]),
} satisfies Record<string, Cloud>;

/** The name of a cloud. */
export type CloudName = keyof typeof clouds;
