import type { Listing } from '../../local/listing/list-everything';
import type { ByteRange } from '../../src/storage/uri';

/** A blob, a file or directory of a share, or an image of a registry. */
export interface ListedBytes {
  store?: 'file' | 'image';
  account: string;
  container: string;
  path: string;
  etag: string;
}

/** Blobs, files and images alike; share snapshots are nothing that erasing touches. */
export function bytesOf(listing: Listing): ListedBytes[] {
  const files = listing.files.filter((file) => file.snapshot === undefined);
  return [
    ...listing.blobs,
    ...files.map((file): ListedBytes => ({ ...file, store: 'file', container: file.share })),
    ...imagesOf(listing),
  ];
}

/** Images of the registries, which the emulator keeps in their records. */
function imagesOf({ records }: Listing): ListedBytes[] {
  return records
    .filter((record) => record.type === 'registries')
    .flatMap(({ name, body }) => {
      const repositories = (body.repositories ?? []) as { name: string; manifests: { digest: string }[] }[];
      return repositories.flatMap((repository) =>
        repository.manifests.map(({ digest }): ListedBytes => ({
          ...{ store: 'image', account: name.toLowerCase(), container: repository.name, path: digest, etag: digest },
        })),
      );
    });
}

/** A text that only these bytes have. */
export function bytesId({ store, account, container, path }: Omit<ListedBytes, 'etag'>): string {
  return `${store ?? 'blob'} ${account}/${container}/${path}`;
}

/** Whether bytes lie in a range of a plan. */
export function inRange(bytes: Omit<ListedBytes, 'etag'>, range: ByteRange): boolean {
  return (
    (bytes.store ?? 'blob') === (range.store ?? 'blob') &&
    bytes.account === range.account &&
    bytes.container === range.container &&
    (bytes.path === range.path || (range.kind === 'prefix' && bytes.path.startsWith(range.path)))
  );
}
