import type { BlobListing, ListedBlob } from './listed-blob';
import { adminText } from './admin-get';

/** A line of the blob service's dump; docs/storage-emulator.md describes it. */
interface DumpLine extends Omit<ListedBlob, 'path' | 'copy' | 'etag'> {
  name: string;
  kind: 'current' | NonNullable<ListedBlob['copy']>;
  etag?: string;
}

/** Everything that the blob service holds; nothing without one. */
export async function dumpedBlobs({ caFile, storage: { blobService } }: BlobListing): Promise<ListedBlob[]> {
  if (blobService === undefined) return [];
  const { url, adminKey } = blobService;
  const text = await adminText(new URL('/_storage/dump', url), { 'x-storage-admin': adminKey }, caFile);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { name, kind, etag = '', ...rest } = JSON.parse(line) as DumpLine;
      return { ...rest, path: name, etag, ...(kind === 'current' ? {} : { copy: kind }) };
    });
}
