import type { Readable } from 'node:stream';
import { asAzureError } from '../azure/azure-error';
import { containerOf } from './blobs';
import { copyQuery, type ByteStore } from './byte-store';
import { eraseBlobs } from './erase';

/** Blob storage. */
export const blobStore: ByteStore = {
  async *list(range, { role = 'reader' } = {}) {
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

  url: (blob) => containerOf('reader', blob).getBlobClient(blob.name).url + copyQuery(blob),
};
