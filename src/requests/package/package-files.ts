import { createHash } from 'node:crypto';
import { isCurrent, type ListedBlob } from '../../storage/byte-store';

/** One file of a package: a line of a manifest shard. */
export interface PackageFile {
  /** Path inside the package. */
  path: string;
  /** Blob in the packages container; its name says nothing. */
  blob: string;
  size: number;
  sha256: string;
  /** What a zip wants to know of it. */
  crc32: number;
  /** Where it comes from: an ARM id or a blob URL. */
  source: string;
  /** Reference of the plan item. */
  ref: string;
  type: string;
  /** Name of the item, and of its workspace. */
  item: string;
  workspace: string;
  /** When the item was made, RFC 3339. */
  createdAt?: string;
  /** The etag at which it was read, for bytes. */
  etag?: string;
  /** Things that were removed from a record, as JSON pointers. */
  removed?: string[];
  /** Places in a record where other people were named, as JSON pointers. */
  redacted?: string[];
  at: string;
}

/** What paths are made of: an item of the plan. */
export interface PackagedItem {
  type: string;
  name: string;
  /** 16 hexadecimal digits; the first half tells apart namesakes in different workspaces. */
  ref: string;
}

/**
 * A name as one path segment that every file system takes: what isn't a letter, digit, dot, dash or underscore becomes
 * `_`, as does what begins the names of devices on Windows, and names that this changes get a piece of their hash before
 * their ending, so that two never meet.
 */
export function safeSegment(name: string): string {
  const plain = name
    .normalize('NFC')
    // Some letters and marks are there to fill a place, and nobody sees them.
    .replace(/[^\p{L}\p{N}._-]|\p{Default_Ignorable_Code_Point}/gu, '_')
    .replace(/^\.+/, '_')
    .replace(/\.+$/, '_')
    .replace(/^(?=(con|prn|aux|nul|(com|lpt)[\d¹²³])(\.|$))/i, '_');
  // An ending says by which program a file opens.
  const [, stem = '', ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/.exec(plain) ?? [];
  // A file name has at most 255 bytes, letters have up to four, and references and endings want room as well.
  const cut = Buffer.from([...stem].slice(0, 60).join(''))
    .subarray(0, 160)
    .toString()
    .replace(/\ufffd+$/, '');
  if (cut + ending === name && name !== '') return name;
  return `${cut}~${createHash('sha256').update(name).digest('hex').slice(0, 8)}${ending}`;
}

/** The folder or the beginning of the file name of an item. */
function itemSegment({ name, ref }: PackagedItem): string {
  return `${safeSegment(name)}.${ref.slice(0, 8)}`;
}

/** The beginnings of references that a path may hold: those of the item that it belongs to, and look-alikes in names. */
export function refsIn(path: string): Set<string> {
  const segment = path.split('/')[path.startsWith('metrics/') ? 1 : 2] ?? '';
  return new Set([...segment.matchAll(/\.([0-9a-f]{8})(?=\.|$)/g)].map(([, ref]) => ref ?? ''));
}

/** The path of a record in the package. */
export function recordPath(item: PackagedItem, source: string): string {
  return `records/${item.type}/${itemSegment(item)}.${safeSegment(source)}.json`;
}

/** Characters after which the folders of a path become one: with a folder to unpack to, Windows takes 260 in all. */
const longest = 220;

/**
 * The path of a file in the package: below its item, with its own path from the item's range on. Of a name with previous
 * versions or snapshots those lie in a folder of that name, beside the files.
 */
export function filePath(
  item: PackagedItem,
  { name: blobName, ...copy }: Pick<ListedBlob, 'name' | 'versionId' | 'snapshot' | 'state'>,
  range: { store?: string; account: string; container: string; path: string },
): string {
  const below =
    blobName.startsWith(range.path) && blobName !== range.path
      ? blobName.slice(range.path.length)
      : (blobName.split('/').pop() ?? '');
  // The place tells apart files of the same name that lie in different places.
  const { store = 'blob', account, container, path } = range;
  const place = createHash('sha256').update(`${store}/${account}/${container}/${path}`).digest('hex').slice(0, 6);
  // Blobs `a//b` and `a/b` are two, and `a/` is one beside those below it: an empty segment counts.
  const own = below.split('/').map(safeSegment);
  const folder = ['files', item.type, itemSegment(item), isCurrent(copy) ? place : `copies-${place}`];
  const end = own.slice(-1);
  if (!isCurrent(copy)) {
    const [ending = ''] = /\.[A-Za-z0-9]{1,8}$/.exec(below) ?? [];
    const id = copy.snapshot === undefined ? `version-${copy.versionId}` : `snapshot-${copy.snapshot}`;
    end.push(safeSegment(`${id}${ending}`));
  }
  const whole = [...folder, ...own.slice(0, -1), ...end].join('/');
  if (own.length === 1 || whole.length <= longest) return whole;
  const between = createHash('sha256')
    .update(below.slice(0, below.lastIndexOf('/')))
    .digest('hex')
    .slice(0, 16);
  return [...folder, `~${between}`, ...end].join('/');
}

/** The path of what is neither a record nor stored bytes: metrics in a folder of their own, logs beside other files. */
export function extraPath(item: PackagedItem, folder: 'metrics' | 'logs', name: string): string {
  return folder === 'metrics'
    ? `metrics/${itemSegment(item)}/${safeSegment(name)}`
    : `files/${item.type}/${itemSegment(item)}/logs/${safeSegment(name)}`;
}

/** The name of a file's blob in the packages container. */
export function packageBlobName(key: string, path: string): string {
  return `${key}/files/${createHash('sha256').update(path).digest('hex').slice(0, 40)}`;
}
