import type { DirectoryItem, FileItem, ShareDirectoryClient } from '@azure/storage-file-share';
import { asAzureError } from '../../azure/azure-error';
import type { Role } from '../../azure/credential';
import { Trail } from '../../azure/trail';
import type { ListedBlob } from '../byte-store';
import { shareOf } from './service';
import type { ByteRange } from '../uri';

/**
 * What stands for a directory's etag: the real one may change with whatever changes below, which says nothing about the
 * directory.
 */
const directoryEtag = 'directory';

/** Directories whose first pages are asked for at once: a call each, and homes of compute instances have thousands. */
const lookAhead = 8;

/**
 * What lies in a range of a file share: files, and directories after all that was in them, the range's own one last. In
 * memory are a few pages per level of the path.
 */
export async function* walkFiles(range: ByteRange, role: Role): AsyncGenerator<ListedBlob> {
  const share = shareOf(role, range);
  const { account, container, path } = range;
  const place = { store: 'file' as const, account, container };
  if (range.kind === 'blob') {
    const found = await orNothing(share.rootDirectoryClient.getFileClient(path).getProperties());
    if (!found) return;
    const { contentLength = 0, etag, lastModified } = found;
    yield { ...place, name: path, etag: plain(etag), size: contentLength, modifiedAt: lastModified?.toISOString() };
    return;
  }
  // SMB clients see the names of a share's root, and nothing stands for the root itself.
  const top = path.replace(/\/$/, '');
  const directory = top === '' ? share.rootDirectoryClient : share.getDirectoryClient(top);
  const properties = await orNothing(directory.getProperties());
  if (!properties) return;
  yield* below(place, directory, path, pageOf(directory));
  if (top !== '') yield directoryEntry(place, path, properties.lastModified);
}

type Place = Pick<ListedBlob, 'store' | 'account' | 'container'>;

interface Page {
  files: FileItem[];
  directories: DirectoryItem[];
  next?: string;
}

/** One page of what lies directly in a directory; an empty one when it is gone. */
async function pageOf(directory: ShareDirectoryClient, marker?: string): Promise<Page> {
  const options = { includeTimestamps: true, includeEtag: true };
  const pages = directory.listFilesAndDirectories(options).byPage(marker ? { continuationToken: marker } : {});
  for await (const { segment, continuationToken } of pages) {
    const { fileItems: files, directoryItems: directories } = segment;
    return { files, directories, ...(continuationToken ? { next: continuationToken } : {}) };
  }
  return { files: [], directories: [] };
}

async function* below(
  place: Place,
  directory: ShareDirectoryClient,
  path: string,
  first: Promise<Page>,
): AsyncGenerator<ListedBlob> {
  let page = await orNothing(first);
  const trail = new Trail();
  while (page) {
    for (const { name, properties } of page.files) {
      const { contentLength: size, etag, lastModified } = properties;
      yield { ...place, name: path + name, etag: plain(etag), size, modifiedAt: lastModified?.toISOString() };
    }
    const children = page.directories.map((item) => ({ item, client: directory.getDirectoryClient(item.name) }));
    const begun: Promise<Page>[] = [];
    for (const [index, { item, client }] of children.entries()) {
      for (const { client: ahead } of children.slice(index + begun.length, index + lookAhead)) begun.push(begin(ahead));
      const inner = `${path}${item.name}/`;
      yield* below(place, client, inner, begun.shift() ?? pageOf(client));
      yield directoryEntry(place, inner, item.properties?.lastModified);
    }
    page = page.next === undefined ? undefined : await orNothing(pageOf(directory, trail.follow(page.next)));
  }
}

/** Asks for the first page of a directory before its turn. Whether that failed is told when its turn comes. */
function begin(directory: ShareDirectoryClient): Promise<Page> {
  const page = pageOf(directory);
  page.catch(() => undefined);
  return page;
}

function directoryEntry(place: Place, name: string, lastModified?: Date): ListedBlob {
  return { ...place, name, etag: directoryEtag, size: 0, modifiedAt: lastModified?.toISOString() };
}

async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (thrown) {
    if (isNothing(thrown)) return undefined;
    throw thrown;
  }
}

/** Whether a refusal means that there is no such file or directory: it is gone, or it is the other of the two. */
function isNothing(thrown: unknown): boolean {
  const { status, code } = asAzureError(thrown);
  return status === 404 || code === 'ResourceTypeMismatch';
}

/** Etags come with quotes in headers, and with or without them in listings. */
export function plain(etag: string | undefined): string {
  return (etag ?? '').replaceAll('"', '');
}
