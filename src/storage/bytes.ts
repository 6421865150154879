import { blobStore } from './blob-store';
import type { ByteStore, ListedBlob } from './byte-store';
import { fileStore } from './file-store';
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

/** Lists what lies in a range, with the reader's identity. */
export function listRange(range: ByteRange): AsyncGenerator<ListedBlob> {
  return storeOf(range).list(range);
}

/** Whether nothing lies in any of the ranges. */
export async function areEmpty(ranges: readonly ByteRange[]): Promise<boolean> {
  for (const range of ranges) {
    for await (const _blob of listRange(range)) return false;
  }
  return true;
}

/** The URL of a blob or file without any query, for outcome shards and manifests. */
export function blobUrl(blob: Pick<ListedBlob, 'store' | 'account' | 'container' | 'name'>): string {
  return storeOf(blob).url(blob);
}
