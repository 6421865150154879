import { asAzureError } from '../../azure/azure-error';
import { shareOf } from './service';

/** Something directly in a directory of a share. */
export interface ShareEntry {
  name: string;
  kind: 'file' | 'directory';
}

/** The most that one page may hold (Azure docs: List Directories and Files). */
const largestPage = 5_000;

/**
 * One page of what lies directly in a directory of a share (the root without a path), so that a listing can go on after
 * a restart. What doesn't exist holds nothing. Throws AzureError.
 */
export async function shareEntries(
  place: { account: string; container: string },
  path: string,
  marker?: string,
): Promise<{ entries: ShareEntry[]; next?: string }> {
  const share = shareOf('reader', place);
  const directory = path === '' ? share.rootDirectoryClient : share.getDirectoryClient(path);
  const pages = directory
    .listFilesAndDirectories()
    .byPage({ maxPageSize: largestPage, ...(marker ? { continuationToken: marker } : {}) });
  try {
    for await (const { segment, continuationToken } of pages) {
      const entries = [
        ...segment.directoryItems.map(({ name }): ShareEntry => ({ name, kind: 'directory' })),
        ...segment.fileItems.map(({ name }): ShareEntry => ({ name, kind: 'file' })),
      ];
      return { entries, ...(continuationToken ? { next: continuationToken } : {}) };
    }
    return { entries: [] };
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.status === 404) return { entries: [] };
    throw error;
  }
}
