import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { ManagedIdentityCredential } from '@azure/identity';
import type { StorageEndpoints } from '../../../local/azureml/blob-store';
import { BlobStore } from '../../../local/azureml/blob-store';
import { DEFAULT_SUBSCRIPTION } from '../../../local/azureml/seed/defaults';
import { accountNamesOf } from '../../../local/azureml/seed/read';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import { startEmulator } from '../../../local/azureml/start-emulator';
import type { Azurite } from '../../../local/system/azurite';
import { startAzurite } from '../../../local/system/azurite';
import type { Certificate } from '../../../local/system/certificate';
import { makeCertificate } from '../../../local/system/certificate';

/** Azurite and certificate that the emulators of one test file share. */
export interface TestStorage {
  dir: string;
  certificate: Certificate;
  azurite: Azurite;
  storage: StorageEndpoints;
  blobs: BlobStore;
  stop: () => Promise<void>;
}

/** Starts Azurite with these accounts. */
export async function startStorage(accounts: readonly string[]): Promise<TestStorage> {
  const dir = await mkdtemp(join(tmpdir(), 'azureml-emulator-'));
  const certificate = await makeCertificate(dir);
  const azurite = await startAzurite({ dir: join(dir, 'azurite'), certificate, accounts });
  const storage = { blobEndpoint: azurite.blobEndpoint, accounts: azurite.accounts };
  const stop = async (): Promise<void> => {
    await azurite.stop();
    await rm(dir, { recursive: true, force: true });
  };
  return { dir, certificate, azurite, storage, blobs: new BlobStore(storage, certificate.pem), stop };
}

/** An emulator in this process with its own state folder. */
export async function startWith(seed: SeedFile, test: TestStorage): Promise<Emulator & { stateDir: string }> {
  const stateDir = join(test.dir, randomUUID());
  const seedFile = join(test.dir, `${randomUUID()}.json`);
  await writeFile(seedFile, JSON.stringify(seed));
  const { certFile, keyFile } = test.certificate;
  const emulator = await startEmulator({ seedFile, certFile, keyFile, stateDir, storage: test.storage });
  return { ...emulator, stateDir };
}

/** The accounts that several seeds need. */
export function accountsOfSeeds(...seeds: SeedFile[]): string[] {
  return [...new Set(seeds.flatMap(accountNamesOf))];
}

/** An HTTP client of the SDKs that trusts the certificate of this run. */
export function trustingClient(certificate: Certificate): HttpClient {
  const plain = createDefaultHttpClient();
  return {
    sendRequest: (request) => {
      request.tlsSettings = { ca: certificate.pem };
      return plain.sendRequest(request);
    },
  };
}

/** The real managed-identity credential. The library remembers its endpoint: one emulator per test file. */
export function managedIdentity(emulator: Emulator, clientId: string): TokenCredential {
  process.env.IDENTITY_ENDPOINT = emulator.identityEndpoint;
  process.env.IDENTITY_HEADER = emulator.identityHeader;
  return new ManagedIdentityCredential({ clientId });
}

/** A credential that asks the identity endpoint each time, for files that start several emulators. */
export function freshCredential(emulator: Emulator, clientId: string): TokenCredential {
  return {
    async getToken(scopes) {
      const resource = [scopes].flat()[0]?.replace(/\/\.default$/, '') ?? '';
      const query = new URLSearchParams({ 'api-version': '2019-08-01', resource, client_id: clientId });
      const headers = { 'x-identity-header': emulator.identityHeader };
      const response = await fetch(`${emulator.identityEndpoint}?${query.toString()}`, { headers });
      const body = (await response.json()) as { access_token: string; expires_on: string };
      return { token: body.access_token, expiresOnTimestamp: Number(body.expires_on) * 1000 };
    },
  };
}

/** The real management SDK, without its own retries. */
export function armClient(
  emulator: Emulator,
  test: TestStorage,
  credential: TokenCredential = freshCredential(emulator, emulator.eraserClientId),
): AzureMachineLearningWorkspaces {
  return new AzureMachineLearningWorkspaces(credential, DEFAULT_SUBSCRIPTION, {
    endpoint: emulator.url,
    credentialScopes: 'https://management.azure.com/.default',
    httpClient: trustingClient(test.certificate),
    retryOptions: { maxRetries: 0 },
  });
}
