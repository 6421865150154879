import { asAzureError } from '../azure/azure-error';
import { containerOf } from './blobs';

/** One page of what lies directly below a prefix: names in full, folders with their trailing slash. */
export interface FolderPage {
  names: string[];
  /** Marker of the next page. */
  next?: string;
}

/** The most that one page may hold (Azure docs: List Blobs). */
const largestPage = 5_000;

/**
 * Lists one level of a container, a page at a time, so that a container is never held in memory and a listing can go
 * on after a restart. A container that doesn't exist holds nothing. Throws AzureError.
 */
export async function folderPage(
  place: { account: string; container: string },
  prefix: string,
  marker?: string,
  size = largestPage,
): Promise<FolderPage> {
  const pages = containerOf('reader', place)
    .listBlobsByHierarchy('/', prefix === '' ? {} : { prefix })
    .byPage({ continuationToken: marker, maxPageSize: size });
  try {
    for await (const page of pages) {
      const { blobPrefixes = [], blobItems } = page.segment;
      const names = [...blobPrefixes, ...blobItems].map(({ name }) => name);
      return { names, ...(page.continuationToken ? { next: page.continuationToken } : {}) };
    }
    return { names: [] };
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.status === 404) return { names: [] };
    throw error;
  }
}
