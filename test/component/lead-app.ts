import type { SeedFile } from '../../local/azureml/seed/seed-file';
import type { Certificate } from '../../local/system/certificate';
import type { Emulator } from '../../local/azureml/start-emulator';
import { accountsOfSeeds, startStorage, startWith, type TestStorage } from './azureml/running-emulator';
import { trust } from './files/trust';
import type { Identity } from './storage/bulk-tamper';

/**
 * Leads the app's own code in this process to an emulator and its storage, where its documents lie in the account
 * `requests`. `more`: settings besides, or instead. Once per test file and before the first call: settings are read once.
 */
export function leadAppTo(test: TestStorage, emulator: Emulator, more: Readonly<Record<string, string>> = {}): void {
  trust(test.certificate.pem);
  Object.assign(process.env, {
    IDENTITY_ENDPOINT: emulator.identityEndpoint,
    IDENTITY_HEADER: emulator.identityHeader,
    READER_CLIENT_ID: emulator.readerClientId,
    ERASER_CLIENT_ID: emulator.eraserClientId,
    RequestStorage__clientId: emulator.readerClientId,
    RequestStorage__blobServiceUri: `${test.storage.blobEndpoint}/requests`,
    CLOUD_ARM_ENDPOINT: emulator.url,
    CLOUD_AZUREML_HOSTS: '127.0.0.1',
    CLOUD_BLOB_ENDPOINT_TEMPLATE: `${test.storage.blobEndpoint}/{account}`,
    CLOUD_FILE_ENDPOINT_TEMPLATE: `${emulator.url}/_files/{account}`,
    CLOUD_REGISTRY_ENDPOINT_TEMPLATE: `${emulator.url}/_registry/{registry}`,
    ...more,
  });
}

/** What the app's own code was led to. */
export interface LedApp {
  emulator: Emulator;
  certificate: Certificate;
  stop: () => Promise<void>;
}

/** Starts an emulator with a seed, its storage beside it, and leads the app's own code to them. */
export async function startLedApp(seed: SeedFile): Promise<LedApp> {
  const test = await startStorage([...accountsOfSeeds(seed), 'requests']);
  const emulator = await startWith(seed, test);
  leadAppTo(test, emulator);
  return {
    emulator,
    certificate: test.certificate,
    async stop() {
      await emulator.stop();
      await test.stop();
    },
  };
}

/** The same where there is only a blob service: its URL, and one of its accounts for the app's own documents. */
export function leadAppToBlobs(pem: string, identity: Identity, url: string, account = 'requests'): void {
  trust(pem);
  Object.assign(process.env, {
    IDENTITY_ENDPOINT: identity.url,
    IDENTITY_HEADER: 'header',
    READER_CLIENT_ID: '00000000-0000-0000-0000-000000000002',
    ERASER_CLIENT_ID: '00000000-0000-0000-0000-000000000003',
    RequestStorage__clientId: '00000000-0000-0000-0000-000000000004',
    RequestStorage__blobServiceUri: `${url}/${account}`,
    CLOUD_BLOB_ENDPOINT_TEMPLATE: `${url}/{account}`,
  });
}
