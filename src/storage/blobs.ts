import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { asAzureError } from '../azure/azure-error';
import { credentialFor, type Role } from '../azure/credential';
import { settings } from '../config/settings';
import type { ByteRange } from './uri';

/** A blob as a listing shows it. */
export interface ListedBlob {
  account: string;
  container: string;
  name: string;
  etag: string;
  size: number;
}

const services = new Map<string, BlobServiceClient>();

/** The blob service of one of the customer's accounts, for a role. */
export function blobService(role: Role, account: string): BlobServiceClient {
  const key = `${role} ${account}`;
  let service = services.get(key);
  if (!service) {
    const url = settings().CLOUD_BLOB_ENDPOINT_TEMPLATE.replace('{account}', account);
    service = new BlobServiceClient(url, credentialFor(role), {
      retryOptions: { maxTries: 4, maxRetryDelayInMs: 8_000 },
    });
    services.set(key, service);
  }
  return service;
}

/** A container of one of the customer's accounts, for a role. */
export function containerOf(role: Role, range: { account: string; container: string }): ContainerClient {
  return blobService(role, range.account).getContainerClient(range.container);
}

/** Lists what lies in a range, in the order of names. A container that doesn't exist holds nothing. */
export async function* listRange(range: ByteRange, role: Role = 'reader'): AsyncGenerator<ListedBlob> {
  const { account, container } = range;
  const client = containerOf(role, range);
  try {
    if (range.kind === 'blob') {
      const found = await client.getBlobClient(range.path).getProperties();
      yield {
        account,
        container,
        name: range.path,
        etag: (found.etag ?? '').replaceAll('"', ''),
        size: found.contentLength ?? 0,
      };
      return;
    }
    for await (const item of client.listBlobsFlat({ prefix: range.path })) {
      const { etag, contentLength } = item.properties;
      yield { account, container, name: item.name, etag: etag.replaceAll('"', ''), size: contentLength ?? 0 };
    }
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.status !== 404) throw error;
  }
}

/** Whether nothing lies in any of the ranges. */
export async function areEmpty(ranges: readonly ByteRange[]): Promise<boolean> {
  for (const range of ranges) {
    for await (const _blob of listRange(range)) return false;
  }
  return true;
}

/** The URL of a blob without any query, for outcome shards and manifests. */
export function blobUrl(blob: { account: string; container: string; name: string }): string {
  return containerOf('reader', blob).getBlobClient(blob.name).url;
}
