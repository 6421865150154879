import type { Readable } from 'node:stream';
import { containerOf, type ListedBlob } from './blobs';
import { containers, ownContainer } from './documents';
import { upload, type Written } from './upload';

/** Streams a blob, at exactly the etag that was listed, into the packages container, hashing on the way. */
export async function copyToPackage(source: ListedBlob, target: string): Promise<Written> {
  const answer = await containerOf('reader', source)
    .getBlobClient(source.name)
    .download(0, undefined, { conditions: { ifMatch: `"${source.etag}"` }, maxRetryRequests: 5 });
  return writePackageFile(target, answer.readableStreamBody as Readable);
}

/** Writes a stream into the packages container. */
export async function writePackageFile(target: string, content: AsyncIterable<Uint8Array>): Promise<Written> {
  const container = await ownContainer(containers.packages);
  return upload(container.getBlockBlobClient(target), content, 'application/octet-stream');
}
