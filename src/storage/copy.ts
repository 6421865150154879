import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { containerOf, type ListedBlob } from './blobs';
import { containers, ownContainer } from './documents';

/** Size and SHA-256 of what was written. */
export interface Written {
  size: number;
  sha256: string;
}

/** Streams a blob, at exactly the etag that was listed, into the packages container, hashing on the way. */
export async function copyToPackage(source: ListedBlob, target: string): Promise<Written> {
  const answer = await containerOf('reader', source)
    .getBlobClient(source.name)
    .download(0, undefined, { conditions: { ifMatch: `"${source.etag}"` }, maxRetryRequests: 5 });
  return writePackageFile(target, answer.readableStreamBody as Readable);
}

/** Writes a stream into the packages container. Memory stays at a few blocks whatever the size. */
export async function writePackageFile(target: string, content: Readable): Promise<Written> {
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const through = new PassThrough();
  const container = await ownContainer(containers.packages);
  const upload = container.getBlockBlobClient(target).uploadStream(through, 4 * 1024 * 1024, 2);
  const [piped, uploaded] = await Promise.allSettled([pipeline(content, measure, through), upload]);
  if (piped.status === 'rejected') throw piped.reason;
  if (uploaded.status === 'rejected') throw uploaded.reason;
  return { size, sha256: hash.digest('hex') };
}
