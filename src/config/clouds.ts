/** What differs between the clouds, by the name of the setting that can still say otherwise. Audiences have no slash at their end. */
export interface CloudSettings {
  CLOUD_ARM_ENDPOINT: string;
  CLOUD_ARM_AUDIENCE: string;
  CLOUD_AUTHORITY_HOST: string;
  CLOUD_AZUREML_AUDIENCE: string;
  CLOUD_AZUREML_HOSTS: string;
  CLOUD_STORAGE_AUDIENCE: string;
  CLOUD_BLOB_ENDPOINT_TEMPLATE: string;
  CLOUD_FILE_ENDPOINT_TEMPLATE: string;
  CLOUD_REGISTRY_ENDPOINT_TEMPLATE: string;
  CLOUD_REGISTRY_AUDIENCE: string;
  CLOUD_KEY_VAULT_AUDIENCE: string;
}

/** The audience of storage accounts in all clouds (Azure docs: authorize access to blobs; the SDKs know no other). */
const storage = 'https://storage.azure.com';

/**
 * The clouds, by the names that `environment().name` has in Bicep and `az cloud list` prints. Sources: the cloud tables of
 * the Azure CLI and of the Python SDK azure-ai-ml (Resource Manager, sign-in, Azure ML, storage), the audiences of
 * @azure/container-registry, and the Azure docs of private endpoint zones (hosts of Azure ML and of registries).
 */
export const clouds = {
  AzureCloud: {
    CLOUD_ARM_ENDPOINT: 'https://management.azure.com',
    CLOUD_ARM_AUDIENCE: 'https://management.azure.com',
    CLOUD_AUTHORITY_HOST: 'https://login.microsoftonline.com',
    CLOUD_AZUREML_AUDIENCE: 'https://ml.azure.com',
    CLOUD_AZUREML_HOSTS: 'azureml.ms,azureml.net',
    CLOUD_STORAGE_AUDIENCE: storage,
    CLOUD_BLOB_ENDPOINT_TEMPLATE: 'https://{account}.blob.core.windows.net',
    CLOUD_FILE_ENDPOINT_TEMPLATE: 'https://{account}.file.core.windows.net',
    CLOUD_REGISTRY_ENDPOINT_TEMPLATE: 'https://{registry}.azurecr.io',
    CLOUD_REGISTRY_AUDIENCE: 'https://containerregistry.azure.net',
    CLOUD_KEY_VAULT_AUDIENCE: 'https://vault.azure.net',
  },
  AzureUSGovernment: {
    CLOUD_ARM_ENDPOINT: 'https://management.usgovcloudapi.net',
    CLOUD_ARM_AUDIENCE: 'https://management.usgovcloudapi.net',
    CLOUD_AUTHORITY_HOST: 'https://login.microsoftonline.us',
    CLOUD_AZUREML_AUDIENCE: 'https://ml.azure.us',
    CLOUD_AZUREML_HOSTS: 'api.ml.azure.us',
    CLOUD_STORAGE_AUDIENCE: storage,
    CLOUD_BLOB_ENDPOINT_TEMPLATE: 'https://{account}.blob.core.usgovcloudapi.net',
    CLOUD_FILE_ENDPOINT_TEMPLATE: 'https://{account}.file.core.usgovcloudapi.net',
    CLOUD_REGISTRY_ENDPOINT_TEMPLATE: 'https://{registry}.azurecr.us',
    CLOUD_REGISTRY_AUDIENCE: 'https://management.usgovcloudapi.net',
    CLOUD_KEY_VAULT_AUDIENCE: 'https://vault.usgovcloudapi.net',
  },
  AzureChinaCloud: {
    CLOUD_ARM_ENDPOINT: 'https://management.chinacloudapi.cn',
    CLOUD_ARM_AUDIENCE: 'https://management.chinacloudapi.cn',
    CLOUD_AUTHORITY_HOST: 'https://login.chinacloudapi.cn',
    CLOUD_AZUREML_AUDIENCE: 'https://ml.azure.cn',
    CLOUD_AZUREML_HOSTS: 'api.ml.azure.cn',
    CLOUD_STORAGE_AUDIENCE: storage,
    CLOUD_BLOB_ENDPOINT_TEMPLATE: 'https://{account}.blob.core.chinacloudapi.cn',
    CLOUD_FILE_ENDPOINT_TEMPLATE: 'https://{account}.file.core.chinacloudapi.cn',
    CLOUD_REGISTRY_ENDPOINT_TEMPLATE: 'https://{registry}.azurecr.cn',
    CLOUD_REGISTRY_AUDIENCE: 'https://management.chinacloudapi.cn',
    CLOUD_KEY_VAULT_AUDIENCE: 'https://vault.azure.cn',
  },
} as const satisfies Record<string, CloudSettings>;

/** A cloud that is known. */
export type CloudName = keyof typeof clouds;

/** The names of the clouds. */
export const cloudNames = Object.keys(clouds) as [CloudName, ...CloudName[]];

/** What the settings of the cloud are where they don't say otherwise; those of the public cloud for a name that is none. */
export function cloudDefaults(name: string | undefined): CloudSettings {
  return cloudNames.some((known) => known === name) ? clouds[name as CloudName] : clouds.AzureCloud;
}
