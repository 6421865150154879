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
 * `_`, as does what begins the names of devices on Windows, and names that this changes get a piece of their hash, so
 * that two never meet.
 */
export function safeSegment(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]/gu, '_')
    .replace(/^\.+/, '_')
    .replace(/\.+$/, '_')
    .replace(/^(?=(con|prn|aux|nul|com\d|lpt\d)(\.|$))/i, '_');
  // A file name has at most 255 bytes, and a letter up to four.
  const cut = [...plain].slice(0, 60).join('');
  if (cut === name && name !== '') return name;
  return `${cut}~${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** The path of a record in the package; the item's reference tells apart namesakes in different workspaces. */
export function recordPath(type: string, name: string, ref: string, source: string): string {
  return `records/${type}/${safeSegment(name)}.${ref.slice(0, 8)}.${safeSegment(source)}.json`;
}

/** The path of a file in the package: below its item, with its own path from the item's range on. */
export function filePath(
  type: string,
  itemName: string,
  blobName: string,
  range: { account: string; container: string; path: string },
): string {
  const below =
    blobName.startsWith(range.path) && blobName !== range.path
      ? blobName.slice(range.path.length)
      : (blobName.split('/').pop() ?? '');
  // The third segment tells apart files of the same name that lie in different places.
  const { account, container, path } = range;
  const place = createHash('sha256').update(`${account}/${container}/${path}`).digest('hex').slice(0, 6);
  // Blobs `a//b` and `a/b` are two, and `a/` is one beside those below it: an empty segment counts.
  return ['files', type, safeSegment(itemName), place, ...below.split('/').map(safeSegment)].join('/');
}

/** The name of a file's blob in the packages container. */
export function packageBlobName(key: string, path: string): string {
  return `${key}/files/${createHash('sha256').update(path).digest('hex').slice(0, 40)}`;
}

const secretKey =
  /(password|passwd|secret|token|accountkey|account_key|sas|connectionstring|connection_string|apikey|api_key)$/i;

/**
 * A copy of a service record without embedded credentials: values of members that are named like one, signatures in
 * URLs and keys in connection strings. `removed` lists the places.
 */
export function withoutSecrets(body: unknown): { body: unknown; removed: string[] } {
  const removed: string[] = [];
  const clean = (value: unknown, pointer: string, key: string): unknown => {
    if (Array.isArray(value)) return value.map((entry, index) => clean(entry, `${pointer}/${index}`, key));
    if (value && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([name, entry]) => [
          name,
          clean(entry, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, name),
        ]),
      );
    }
    // Flags such as `hasPassword` are no secrets.
    const secret = secretKey.test(key) && value !== '' && value !== null && typeof value !== 'boolean';
    const bare = typeof value === 'string' ? withoutKeys(value) : value;
    if (secret || bare !== value) removed.push(pointer);
    return secret ? 'removed' : bare;
  };
  return { body: clean(body, '', ''), removed };
}

function withoutKeys(text: string): string {
  return text
    .replace(/((?:^|[?&])(?:sig|sas|token)=)[^&\s"']+/gi, '$1removed')
    .replace(/((?:^|;)\s*(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)=)[^;"'\s]+/gi, '$1removed');
}
