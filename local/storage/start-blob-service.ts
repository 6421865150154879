import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { BlobService } from './blob-service';
import { StorageClock } from './state/clock';
import { makeServer } from './http/server';
import { Store } from './state/store';

/** How to start a blob service. */
export interface BlobServiceOptions {
  /** Any free one unless told. */
  port?: number;
  /** Certificate and key in PEM; without them it speaks plain HTTP. */
  cert?: string;
  key?: string;
  /** Account names with their keys in base64. */
  accounts: Readonly<Record<string, string>>;
  /** What the admin routes ask for; random unless told. */
  adminKey?: string;
  /** How many days in the past its clock starts, for whoever tells of deletions. */
  daysBehind?: number;
}

/** A running blob service. `${url}/${account}` is the blob service of an account. */
export interface RunningBlobService {
  url: string;
  adminKey: string;
  stop: () => Promise<void>;
}

/** Starts a blob service that keeps everything in memory, on 127.0.0.1. */
export async function startBlobService(options: BlobServiceOptions): Promise<RunningBlobService> {
  const { cert, key, adminKey = randomBytes(18).toString('base64url'), daysBehind } = options;
  const tls = cert === undefined || key === undefined ? undefined : { cert, key };
  const server = makeServer(new BlobService(new Store(options.accounts, new StorageClock(daysBehind))), adminKey, tls);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port ?? 0, host: '127.0.0.1' }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    adminKey,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
