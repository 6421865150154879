import type { Readable } from 'node:stream';
import type { ContainerClient } from '@azure/storage-blob';
import { asAzureError } from '../azure/azure-error';
import { concurrently } from './concurrently';
import { blockId, blocksOf } from './upload';

/** A part of a blob that is put together: some bytes, or the whole of another blob. */
export type Piece = { length: number; bytes: Buffer } | { length: number; blob: string };

/** Which blocks of a blob to write now. */
export interface PiecesPlan {
  /** Bytes that earlier calls wrote: a multiple of the block size. */
  from: number;
  blockSize: number;
  /** Milliseconds by `performance.now()` after which no further block begins. */
  until: number;
}

/** Bytes of small blobs that are read ahead, many at once; larger blobs are streamed one after the other. */
const ahead = 4 * 1024 * 1024;

/**
 * Puts a blob together from others of its container, in as many calls as it takes: returns where the next one goes on, or
 * nothing when the blob is complete. The pieces must be the same each time; then so are the blocks, whoever writes them.
 */
export async function putTogether(
  container: ContainerClient,
  target: string,
  pieces: AsyncIterable<Piece>,
  { from, blockSize, until }: PiecesPlan,
): Promise<number | undefined> {
  const blob = container.getBlockBlobClient(target);
  let at = from;
  let staged: Promise<unknown> = Promise.resolve();
  for await (const block of blocksOf(contentOf(container, pieces, from), blockSize)) {
    await staged;
    staged = blob.stageBlock(blockId(at / blockSize), block, block.length);
    // Awaited one block later; a failure in between must not count as unhandled.
    staged.catch(() => undefined);
    at += block.length;
    if (at % blockSize === 0 && performance.now() >= until) {
      await staged;
      return at;
    }
  }
  await staged;
  const ids = Array.from({ length: Math.ceil(at / blockSize) }, (_, index) => blockId(index));
  try {
    await blob.commitBlockList(ids, { conditions: { ifNoneMatch: '*' } });
  } catch (thrown) {
    // A twin of this call was faster; the same blocks make the same blob.
    if (asAzureError(thrown).status !== 409 && asAzureError(thrown).status !== 412) throw thrown;
  }
  return undefined;
}

/** The content of the pieces from a position on. */
async function* contentOf(
  container: ContainerClient,
  pieces: AsyncIterable<Piece>,
  from: number,
): AsyncGenerator<Uint8Array> {
  let skip = from;
  let batch: Piece[] = [];
  let length = 0;
  for await (const piece of pieces) {
    if (skip >= piece.length) {
      skip -= piece.length;
      continue;
    }
    if (skip > 0 || piece.length > ahead) {
      yield* whole(container, batch);
      [batch, length] = [[], 0];
      yield* parts(container, piece, skip);
      skip = 0;
      continue;
    }
    batch.push(piece);
    length += piece.length;
    if (length < ahead) continue;
    yield* whole(container, batch);
    [batch, length] = [[], 0];
  }
  yield* whole(container, batch);
}

/** Small pieces, read side by side. */
async function* whole(container: ContainerClient, batch: readonly Piece[]): AsyncGenerator<Uint8Array> {
  yield* await concurrently(batch, 16, async (piece) => {
    if ('bytes' in piece) return piece.bytes;
    const chunks: Uint8Array[] = [];
    for await (const chunk of parts(container, piece, 0)) chunks.push(chunk);
    return Buffer.concat(chunks);
  });
}

/** One piece from a position on, as it comes. Throws when it has another length than it says. */
async function* parts(container: ContainerClient, piece: Piece, skip: number): AsyncGenerator<Uint8Array> {
  if ('bytes' in piece) return void (yield piece.bytes.subarray(skip));
  const answer = await container.getBlobClient(piece.blob).download(skip, undefined, { maxRetryRequests: 5 });
  let left = piece.length - skip;
  for await (const chunk of answer.readableStreamBody as Readable) {
    left -= (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  if (left !== 0) throw new Error('A file of the package is not as long as when it was written.');
}
