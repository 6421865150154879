import { blobStore } from './blob-store';
import type { ByteStore, ListedBlob, ListHow } from './byte-store';
import { fileStore } from './files/store';
import { imageStore } from './image-store';
import type { ByteRange } from './uri';

/** The services that keep bytes, by what a range calls them. */
const stores: Partial<Record<'blob' | 'file' | 'image', ByteStore>> = {
  blob: blobStore,
  file: fileStore,
  image: imageStore,
};

/** The service that keeps a range or a listed blob. */
export function storeOf({ store = 'blob' }: Pick<ByteRange, 'store'>): ByteStore {
  const found = stores[store];
  if (!found) throw new Error(`There is no store of kind ${store}.`);
  return found;
}

/** Lists what lies in a range, with the reader's identity unless told. */
export function listRange(range: ByteRange, how?: ListHow): AsyncGenerator<ListedBlob> {
  return storeOf(range).list(range, how);
}

/** Whether nothing lies in any of the ranges. */
export async function areEmpty(ranges: readonly ByteRange[], how?: ListHow): Promise<boolean> {
  for (const range of ranges) {
    for await (const _blob of listRange(range, how)) return false;
  }
  return true;
}

/** The URL of a blob or file, for outcome shards and manifests; the only query is the one of its copy. */
export function blobUrl(
  blob: Pick<ListedBlob, 'store' | 'account' | 'container' | 'name' | 'versionId' | 'snapshot'>,
): string {
  return storeOf(blob).url(blob);
}
