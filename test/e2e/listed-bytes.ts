import type { ListedBlob } from '../../local/listing/listed-blob';
import type { Listing } from '../../local/listing/list-everything';
import type { ByteRange } from '../../src/storage/uri';

/** A copy of a blob, a file or directory of a share, or an image of a registry. */
export interface ListedBytes extends Omit<Partial<ListedBlob>, 'size'> {
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
    // Of the marker of a directory only the name is erased: its etag is nobody's.
    ...listing.blobs.map((blob) => ({ ...blob, etag: blob.directory ? 'directory' : blob.etag.replaceAll('"', '') })),
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

/** The place of bytes and which copy there they are; what has no version shares it with what is deleted there. */
export function bytesId(bytes: Omit<ListedBytes, 'etag'>): string {
  const { store, account, container, path, versionId, snapshot, copy } = bytes;
  const of = versionId ?? snapshot ?? (copy === 'uncommitted' ? copy : undefined);
  return `${store ?? 'blob'} ${account}/${container}/${path}${of === undefined ? '' : `?${of}`}`;
}

/** Finds what became of bytes in a listing. */
export class Found {
  private readonly byId = new Map<string, ListedBytes[]>();

  constructor(listing: Listing) {
    for (const bytes of bytesOf(listing)) {
      const same = this.byId.get(bytesId(bytes));
      if (same) same.push(bytes);
      else this.byId.set(bytesId(bytes), [bytes]);
    }
  }

  /** The same bytes; else what a reader gets in their place now; undefined when there is neither. */
  now(bytes: ListedBytes): ListedBytes | undefined {
    const there = this.byId.get(bytesId(bytes)) ?? [];
    return there.find(({ etag }) => etag === bytes.etag) ?? there.find(({ deletedAt }) => deletedAt === undefined);
  }
}

/** Whether bytes lie in a range of a plan. The marker of the directory that a prefix names is a part of it. */
export function inRange(bytes: Omit<ListedBytes, 'etag'>, range: ByteRange): boolean {
  const path = bytes.directory ? `${bytes.path}/` : bytes.path;
  return (
    (bytes.store ?? 'blob') === (range.store ?? 'blob') &&
    bytes.account === range.account &&
    bytes.container === range.container &&
    (bytes.path === range.path || (range.kind === 'prefix' && path.startsWith(range.path)))
  );
}
