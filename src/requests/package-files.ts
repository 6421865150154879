import { createHash } from 'node:crypto';

/** One file of a package: a line of a manifest shard. */
export interface PackageFile {
  /** Path inside the package. */
  path: string;
  /** Blob in the packages container; its name says nothing. */
  blob: string;
  size: number;
  sha256: string;
  /** Where it comes from: an ARM id or a blob URL. */
  source: string;
  /** Reference of the plan item. */
  ref: string;
  type: string;
  /** The etag at which it was read, for bytes. */
  etag?: string;
  /** Things that were removed from a record, as JSON pointers. */
  removed?: string[];
  at: string;
}

/**
 * A name as one path segment that every file system takes: what isn't a letter, digit, dot, dash or underscore becomes
 * `_`, and names that this changes get a piece of their hash, so that two never meet.
 */
export function safeSegment(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]/gu, '_')
    .replace(/^\.+/, '_')
    .replace(/\.+$/, '_');
  const cut = [...plain].slice(0, 80).join('');
  if (cut === name) return name;
  return `${cut}~${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** The path of a record in the package. */
export function recordPath(type: string, name: string, source: string): string {
  return `records/${type}/${safeSegment(name)}.${safeSegment(source)}.json`;
}

/** The path of a file in the package: below its item, with its own path from the item's range on. */
export function filePath(type: string, itemName: string, blobName: string, rangePath: string): string {
  const below =
    blobName.startsWith(rangePath) && blobName !== rangePath
      ? blobName.slice(rangePath.length)
      : (blobName.split('/').pop() ?? '');
  // The second segment tells apart files of the same name that lie in different places of one item.
  const place = createHash('sha256').update(rangePath).digest('hex').slice(0, 6);
  return ['files', type, safeSegment(itemName), place, ...below.split('/').filter(Boolean).map(safeSegment)].join('/');
}

/** The name of a file's blob in the packages container. */
export function packageBlobName(key: string, path: string): string {
  return `${key}/files/${createHash('sha256').update(path).digest('hex').slice(0, 40)}`;
}

const secretKey =
  /(password|passwd|secret|token|accountkey|account_key|sas|connectionstring|connection_string|apikey|api_key)$/i;

/**
 * A copy of a service record without embedded credentials: values of members that are named like one, and signatures
 * in URLs. `removed` lists the places.
 */
export function withoutSecrets(body: unknown): { body: unknown; removed: string[] } {
  const removed: string[] = [];
  const clean = (value: unknown, pointer: string, key: string): unknown => {
    if (Array.isArray(value)) return value.map((entry, index) => clean(entry, `${pointer}/${index}`, ''));
    if (value && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([name, entry]) => [
          name,
          clean(entry, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, name),
        ]),
      );
    }
    if (typeof value !== 'string' || value === '') return value;
    const bare = value.replace(/([?&](?:sig|sas|token)=)[^&\s"']+/gi, '$1removed');
    if (secretKey.test(key) || bare !== value) removed.push(pointer);
    return secretKey.test(key) ? 'removed' : bare;
  };
  return { body: clean(body, '', ''), removed };
}
