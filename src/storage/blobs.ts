import type { Readable } from 'node:stream';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { asAzureError } from '../azure/azure-error';
import { credentialFor, type Role } from '../azure/credential';
import { settings } from '../config/settings';
import type { ByteStore } from './byte-store';
import { eraseBlobs } from './erase';

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

/** Blob storage. */
export const blobStore: ByteStore = {
  async *list(range, role = 'reader') {
    const { account, container } = range;
    const client = containerOf(role, range);
    const listed = (name: string, properties: { etag?: string; contentLength?: number; lastModified?: Date }) => ({
      ...{ account, container, name },
      etag: (properties.etag ?? '').replaceAll('"', ''),
      size: properties.contentLength ?? 0,
      modifiedAt: properties.lastModified?.toISOString(),
    });
    try {
      if (range.kind === 'blob') {
        yield listed(range.path, await client.getBlobClient(range.path).getProperties());
        return;
      }
      for await (const item of client.listBlobsFlat({ prefix: range.path })) yield listed(item.name, item.properties);
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.status !== 404) throw error;
    }
  },

  async read(blob) {
    const answer = await containerOf('reader', blob)
      .getBlobClient(blob.name)
      .download(0, undefined, { conditions: { ifMatch: `"${blob.etag}"` }, maxRetryRequests: 5 });
    return answer.readableStreamBody as Readable;
  },

  erase: eraseBlobs,

  url: (blob) => containerOf('reader', blob).getBlobClient(blob.name).url,
};
