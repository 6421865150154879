import { connectionString, type Azurite } from './azurite';

/** The ready line of the emulator. */
export interface EmulatorReady {
  url: string;
  identityEndpoint: string;
  identityHeader: string;
  readerClientId: string;
  eraserClientId: string;
  adminKey: string;
}

/** Account of the app's own documents. */
export const appAccount = 'datarequests';

/**
 * The environment of the host: every setting that the app reads. `blobUrl` is where the customers' accounts are; `more`
 * wins over what is made here.
 */
export function hostSettings(
  azurite: Azurite,
  blobUrl: string,
  emulator: EmulatorReady,
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AzureWebJobsStorage: connectionString(azurite, appAccount),
    RequestStorage__blobServiceUri: `${azurite.blobEndpoint}/${appAccount}`,
    RequestStorage__queueServiceUri: `${azurite.queueEndpoint}/${appAccount}`,
    RequestStorage__credential: 'managedidentity',
    RequestStorage__clientId: emulator.readerClientId,
    READER_CLIENT_ID: emulator.readerClientId,
    ERASER_CLIENT_ID: emulator.eraserClientId,
    IDENTITY_ENDPOINT: emulator.identityEndpoint,
    IDENTITY_HEADER: emulator.identityHeader,
    CLOUD_ARM_ENDPOINT: emulator.url,
    CLOUD_AZUREML_HOSTS: '127.0.0.1',
    CLOUD_BLOB_ENDPOINT_TEMPLATE: `${blobUrl}/{account}`,
    CLOUD_FILE_ENDPOINT_TEMPLATE: `${emulator.url}/_files/{account}`,
    CLOUD_REGISTRY_ENDPOINT_TEMPLATE: `${emulator.url}/_registry/{registry}`,
    SWEEP_SCHEDULE: '0 0 2 * * *',
    FOLLOW_UP_SCHEDULE: '0 30 3 * * *',
    RECONCILE_SCHEDULE: '*/30 * * * * *',
    WEBSITE_AUTH_ENABLED: 'true',
    POLL_SECONDS: '1',
    ...more,
  };
}
