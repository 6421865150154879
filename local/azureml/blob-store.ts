import { Agent } from 'node:https';
import { createSecureContext, rootCertificates } from 'node:tls';
import { BlobServiceClient, newPipeline, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { ContainerClient, RequestPolicyFactory } from '@azure/storage-blob';
import { BlobServiceAdmin } from './blob-service-admin';
import type { BlobServiceAccess } from './blob-service-admin';

/** The storage file: where the blobs are, and the keys of their accounts (path-style URLs). */
export interface StorageEndpoints {
  blobEndpoint: string;
  /** Account name to base64 key. */
  accounts: Record<string, string>;
  /** Where the accounts are that need what Azurite lacks, if any. */
  blobService?: BlobServiceAccess;
}

/** A blob by its place. */
export interface BlobPlace {
  account: string;
  container: string;
  path: string;
}

/** How many blob calls run at once. */
const CONCURRENCY = 16;

/** Writes and removes blobs with the accounts' keys, as the service behind Azure would. */
export class BlobStore {
  private readonly trusting: RequestPolicyFactory;
  private readonly clients = new Map<string, BlobServiceClient>();
  /** The admin routes of the blob service; undefined where all accounts are in Azurite. */
  readonly admin: BlobServiceAdmin | undefined;

  /** `ca` are certificates to trust, in PEM, besides those that Node trusts anyway. */
  constructor(
    private readonly storage: StorageEndpoints,
    ca?: string,
  ) {
    // Made once: every connection would read all certificates again, and every request carry them in its agent's name.
    const trusted = ca === undefined ? {} : { secureContext: createSecureContext({ ca: [...rootCertificates, ca] }) };
    const agent = new Agent({ keepAlive: true, ...trusted });
    if (storage.blobService !== undefined) this.admin = new BlobServiceAdmin(storage.blobService, agent);
    this.trusting = {
      create: (next) => ({
        sendRequest: (request) => {
          request.agent = agent;
          return next.sendRequest(request);
        },
      }),
    };
  }

  /** Names of the accounts that the storage file has a key for. */
  accounts(): string[] {
    return Object.keys(this.storage.accounts);
  }

  /** The base URL of an account's blobs. */
  endpoint(account: string): string {
    return `${endpointOf(this.storage, account)}/`;
  }

  /** Whether an account is in the blob service, which keeps what Azurite does not. */
  isInBlobService(account: string): boolean {
    return this.storage.blobService?.accounts.includes(account) === true;
  }

  container(account: string, name: string): ContainerClient {
    return this.service(account).getContainerClient(name);
  }

  /** A client with the account's key. Throws when the storage file has no such account. */
  service(account: string): BlobServiceClient {
    const known = this.clients.get(account);
    if (known !== undefined) return known;
    const key = this.storage.accounts[account];
    if (key === undefined) throw new Error(`The storage file has no key for the account ${account}.`);
    const pipeline = newPipeline(new StorageSharedKeyCredential(account, key));
    pipeline.factories.push(this.trusting);
    const client = new BlobServiceClient(endpointOf(this.storage, account), pipeline);
    this.clients.set(account, client);
    return client;
  }

  async write(place: BlobPlace, content: Buffer): Promise<void> {
    await this.container(place.account, place.container).getBlockBlobClient(place.path).uploadData(content);
  }

  async remove(place: BlobPlace): Promise<void> {
    const blob = this.container(place.account, place.container).getBlobClient(place.path);
    await blob.deleteIfExists({ deleteSnapshots: 'include' });
  }

  /** Removes every container of an account with all that it holds. */
  async removeContainers(account: string): Promise<void> {
    if (this.isInBlobService(account)) return this.admin?.clearAccount(account);
    const service = this.service(account);
    for await (const container of service.listContainers()) await service.deleteContainer(container.name);
  }

  /** Removes every blob below a prefix; the caller puts the slash at its end. */
  async removePrefix(account: string, container: string, prefix: string): Promise<void> {
    const client = this.container(account, container);
    for await (const blob of client.listBlobsFlat({ prefix })) {
      await client.getBlobClient(blob.name).deleteIfExists({ deleteSnapshots: 'include' });
    }
  }
}

/** The base URL of an account's blobs, without a slash at its end. */
export function endpointOf({ blobEndpoint, blobService }: StorageEndpoints, account: string): string {
  return `${blobService?.accounts.includes(account) === true ? blobService.url : blobEndpoint}/${account}`;
}

/** Runs a job for each item with bounded concurrency; the first error ends it. */
export async function forEachBounded<Item>(items: readonly Item[], job: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await job(item);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
}
