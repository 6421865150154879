import { AzureError } from '../azure/azure-error';
import { steady } from '../azure/patient-client';
import type { ListedBlob } from './byte-store';
import { ByteBudget } from './byte-budget';
import { copySmall } from './bulk/copy';
import { storeOf } from './bytes';
import { containers, ownContainer } from './own-containers';
import { blockSizeFor, smallestBlock, upload, type Written } from './upload';

/**
 * Memory for the content of everything that is being copied in this process. Activities run side by side, each with
 * several items and files: without a common limit their blocks would add up to gigabytes.
 */
const memory = new ByteBudget(96 * 1024 * 1024);

/** Copies a blob, at exactly the etag that was listed, into the packages container, hashing on the way. */
export async function copyToPackage(source: ListedBlob, target: string): Promise<Written> {
  const isSmall = source.size < smallestBlock;
  // A block that is sent, one that is filled, and its parts. Small ones are held once in parts and once whole.
  const held = isSmall ? 2 * source.size : 3 * blockSizeFor(source.size);
  if (isSmall && (source.store ?? 'blob') === 'blob') {
    await ownContainer(containers.packages);
    return whole(source, await memory.use(held, () => copySmall(source, containers.packages, target)));
  }
  const copy = async () => writePackageFile(target, steady(await storeOf(source).read(source)), source.size);
  return whole(source, await memory.use(held, copy));
}

/** An answer that is cut off may look whole: what was written must be as long as what was listed at this etag. */
function whole({ size }: ListedBlob, written: Written): Written {
  if (written.size === size) return written;
  throw new AzureError(502, 'IncompleteAnswer', 'A blob came with another size than it has.', true);
}

/** Writes a stream, of about `expected` bytes where that is known, into the packages container. */
export async function writePackageFile(
  target: string,
  content: AsyncIterable<Uint8Array>,
  expected?: number,
): Promise<Written> {
  const container = await ownContainer(containers.packages);
  return upload(container.getBlockBlobClient(target), content, 'application/octet-stream', undefined, expected);
}
