import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { BlobRequestConditions, BlockBlobClient } from '@azure/storage-blob';

/** What was written: its size, and the checksums that a manifest and a zip need. */
export interface Written {
  size: number;
  sha256: string;
  crc32: number;
}

/** Bytes up to which a blob is written by one call; larger ones go in blocks of at least this size. */
export const smallestBlock = 4 * 1024 * 1024;
/** Azure docs: a block blob has at most 50,000 blocks. Some are left for a size that was told too small. */
const mostBlocks = 45_000;

/** Bytes per block for a blob of about this size. */
export function blockSizeFor(size: number): number {
  return Math.max(smallestBlock, Math.ceil(size / mostBlocks));
}

/** The name of a block. All names of one blob must have the same length. */
export function blockId(index: number): string {
  return Buffer.from(String(index).padStart(8, '0')).toString('base64');
}

/**
 * Writes a blob from chunks, hashing on the way. Memory stays at two blocks whatever the size, and small blobs, which
 * are nearly all, cost one call. `expected` is the size as far as it is known; it only decides about the blocks.
 */
export async function upload(
  blob: BlockBlobClient,
  content: AsyncIterable<Uint8Array>,
  contentType: string,
  conditions?: BlobRequestConditions,
  expected = 0,
): Promise<Written> {
  const hash = createHash('sha256');
  const written = { size: 0, crc32: 0 };
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      hash.update(chunk);
      written.crc32 = crc32(chunk, written.crc32);
      written.size += chunk.length;
      yield chunk;
    }
  }
  const options = { blobHTTPHeaders: { blobContentType: contentType }, conditions };
  const ids: string[] = [];
  let last: Buffer | undefined;
  let staged: Promise<unknown> = Promise.resolve();
  for await (const block of blocksOf(counted(), blockSizeFor(expected))) {
    await staged;
    // One block stays back, since what comes in one block is written by one call.
    if (last) {
      ids.push(blockId(ids.length));
      staged = blob.stageBlock(ids.at(-1) ?? '', last, last.length);
      staged.catch(() => undefined);
    }
    last = block;
  }
  await staged;
  last ??= Buffer.alloc(0);
  if (ids.length === 0) await blob.upload(last, last.length, options);
  else {
    ids.push(blockId(ids.length));
    await blob.stageBlock(ids.at(-1) ?? '', last, last.length);
    await blob.commitBlockList(ids, options);
  }
  return { ...written, sha256: hash.digest('hex') };
}

/** Cuts chunks into blocks of a size; the last one is what is left. */
export async function* blocksOf(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content) {
    let rest = chunk;
    while (length + rest.length >= size) {
      const room = size - length;
      yield Buffer.concat([...parts, rest.subarray(0, room)], size);
      rest = rest.subarray(room);
      parts = [];
      length = 0;
    }
    if (rest.length > 0) parts.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(parts, length);
}
