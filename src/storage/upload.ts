import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BlobRequestConditions, BlockBlobClient } from '@azure/storage-blob';

/** Size and SHA-256 of what was written. */
export interface Written {
  size: number;
  sha256: string;
}

/** Bytes up to which a blob is written by one call; larger ones go in blocks of this size, two at a time. */
const blockSize = 4 * 1024 * 1024;

/**
 * Writes a blob from chunks of unknown number, hashing on the way. Memory stays at a few blocks whatever the size, and
 * small blobs, which are nearly all, cost one call.
 */
export async function upload(
  blob: BlockBlobClient,
  content: AsyncIterable<Uint8Array>,
  contentType: string,
  conditions?: BlobRequestConditions,
): Promise<Written> {
  const hash = createHash('sha256');
  let size = 0;
  const options = { blobHTTPHeaders: { blobContentType: contentType }, conditions };
  const chunks = content[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  const take = async (): Promise<Buffer | undefined> => {
    const next = await chunks.next();
    if (next.done) return undefined;
    hash.update(next.value);
    size += next.value.length;
    return Buffer.from(next.value);
  };
  for (let chunk = await take(); ; chunk = await take()) {
    if (!chunk) {
      await blob.upload(Buffer.concat(first), size, options);
      return { size, sha256: hash.digest('hex') };
    }
    first.push(chunk);
    if (size > blockSize) break;
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield* first;
    for (let chunk = await take(); chunk; chunk = await take()) yield chunk;
  }
  await blob.uploadStream(Readable.from(all(), { objectMode: false }), blockSize, 2, options);
  return { size, sha256: hash.digest('hex') };
}
