import type { Readable } from 'node:stream';
import { asAzureError } from '../azure/azure-error';
import type { Role } from '../azure/credential';
import { containerOf } from './blobs';
import { blobPages } from './bulk/list';
import { copyQuery, type ByteStore, type ListedBlob } from './byte-store';
import { listCopies } from './copy-listing';
import { eraseBlobs } from './erase';
import type { ByteRange } from './uri';

/** Blob storage. */
export const blobStore: ByteStore = {
  list: (range, { copies, role = 'reader', ...how } = {}) =>
    copies ? listCopies(range, { role, ...how }) : listCurrent(range, role),

  async read(blob) {
    const { name, versionId = '', snapshot = '' } = blob;
    const client = containerOf('reader', blob).getBlobClient(name);
    const copy = versionId ? client.withVersion(versionId) : snapshot ? client.withSnapshot(snapshot) : client;
    const answer = await copy.download(0, undefined, {
      conditions: { ifMatch: `"${blob.etag}"` },
      maxRetryRequests: 5,
    });
    return answer.readableStreamBody as Readable;
  },

  erase: eraseBlobs,

  url: (blob) => containerOf('reader', blob).getBlobClient(blob.name).url + copyQuery(blob),
};

/** What a reader gets in a range. */
async function* listCurrent(range: ByteRange, role: Role): AsyncGenerator<ListedBlob> {
  const { account, container } = range;
  if (range.kind === 'prefix') {
    for await (const { blobs } of blobPages(role, range, { prefix: range.path })) {
      for (const { name, etag, size, modifiedAt } of blobs) yield { account, container, name, etag, size, modifiedAt };
    }
    return;
  }
  try {
    const found = await containerOf(role, range).getBlobClient(range.path).getProperties();
    yield {
      ...{ account, container, name: range.path },
      etag: (found.etag ?? '').replaceAll('"', ''),
      size: found.contentLength ?? 0,
      modifiedAt: found.lastModified?.toISOString(),
    };
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.status !== 404) throw error;
  }
}
