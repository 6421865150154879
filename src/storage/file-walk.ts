import type { ShareDirectoryClient } from '@azure/storage-file-share';
import { asAzureError } from '../azure/azure-error';
import type { Role } from '../azure/credential';
import type { ListedBlob } from './byte-store';
import { shareOf } from './file-service';
import type { ByteRange } from './uri';

/**
 * What stands for a directory's etag: the real one may change with whatever changes below, which says nothing about the
 * directory.
 */
const directoryEtag = 'directory';

/**
 * What lies in a range of a file share: files, and directories after all that was in them, the range's own one last. In
 * memory is one page per level of the path.
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
  yield* below(place, directory, path);
  if (top !== '') yield directoryEntry(place, path, properties.lastModified);
}

type Place = Pick<ListedBlob, 'store' | 'account' | 'container'>;

async function* below(place: Place, directory: ShareDirectoryClient, path: string): AsyncGenerator<ListedBlob> {
  const entries = directory.listFilesAndDirectories({ includeTimestamps: true, includeEtag: true });
  try {
    for await (const { kind, name, properties } of entries) {
      if (kind === 'directory') {
        yield* below(place, directory.getDirectoryClient(name), `${path}${name}/`);
        yield directoryEntry(place, `${path}${name}/`, properties?.lastModified);
        continue;
      }
      const { contentLength, etag, lastModified } = properties;
      const modifiedAt = lastModified?.toISOString();
      yield { ...place, name: path + name, etag: plain(etag), size: contentLength, modifiedAt };
    }
  } catch (thrown) {
    if (!isNothing(thrown)) throw thrown;
  }
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
