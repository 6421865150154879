import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, newPipeline, StorageSharedKeyCredential } from '@azure/storage-blob';
import { startBlobService, type RunningBlobService } from '../../../local/storage/start-blob-service';
import { startAzurite } from '../../../local/system/azurite';
import { makeCertificate } from '../../../local/system/certificate';

/** A key that is no secret: the service lives as long as a test. */
export const key = Buffer.from('a key of a test').toString('base64');

/** A blob service with a client that holds the key of its account `store`. */
export interface TestService {
  client: BlobServiceClient;
  stop(): Promise<void>;
}

/** Ours, over plain HTTP, with its admin routes. */
export interface OurService extends TestService {
  running: RunningBlobService;
  url: string;
  /** Calls an admin route; the answer is parsed. Throws for refusals. */
  admin(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** Starts the service of `local/storage`. */
export async function startOurs(): Promise<OurService> {
  const running = await startBlobService({ accounts: { store: key, other: key } });
  const url = `${running.url}/store`;
  return {
    running,
    url,
    client: clientOf(url),
    stop: () => running.stop(),
    async admin(method, path, body) {
      const headers = { 'x-storage-admin': running.adminKey };
      const answer = await fetch(`${running.url}/_storage/${path}`, { method, headers, body: JSON.stringify(body) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${answer.status}: ${text}`);
      if (answer.headers.get('content-type')?.includes('ndjson')) {
        return text.trim() === ''
          ? []
          : text
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line) as unknown);
      }
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
  };
}

/** Starts Azurite. */
export async function startTheirs(): Promise<TestService> {
  const dir = await mkdtemp(join(tmpdir(), 'data-requests-blob-service-'));
  const certificate = await makeCertificate(dir);
  const azurite = await startAzurite({ dir: join(dir, 'azurite'), certificate, accounts: { store: key } });
  const tls = { tlsOptions: { ca: certificate.pem } } as object;
  return {
    client: clientOf(`${azurite.blobEndpoint}/store`, tls),
    async stop() {
      await azurite.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A client that doesn't repeat calls: a test sees the first answer. */
export function clientOf(url: string, more: object = {}): BlobServiceClient {
  const credential = new StorageSharedKeyCredential('store', key);
  return new BlobServiceClient(url, newPipeline(credential, { retryOptions: { maxTries: 1 }, ...more }));
}
