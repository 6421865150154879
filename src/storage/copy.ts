import type { ListedBlob } from './byte-store';
import { storeOf } from './bytes';
import { containers, ownContainer } from './documents';
import { upload, type Written } from './upload';

/** Streams a blob, at exactly the etag that was listed, into the packages container, hashing on the way. */
export async function copyToPackage(source: ListedBlob, target: string): Promise<Written> {
  return writePackageFile(target, await storeOf(source).read(source));
}

/** Writes a stream into the packages container. */
export async function writePackageFile(target: string, content: AsyncIterable<Uint8Array>): Promise<Written> {
  const container = await ownContainer(containers.packages);
  return upload(container.getBlockBlobClient(target), content, 'application/octet-stream');
}
