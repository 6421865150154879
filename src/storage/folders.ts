import { asAzureError } from '../azure/azure-error';
import { containerOf } from './blobs';
import { blobPages } from './bulk/list';
import type { ListInclude } from './bulk/types';
import { abilityOf, forgetApart, isRefusalOfOptions, learnApart, learnIncludes } from './copy-ability';

/** One page of what lies directly below a prefix: names in full, folders with their trailing slash. */
export interface FolderPage {
  names: string[];
  /** Marker of the next page. */
  next?: string;
}

interface Place {
  account: string;
  container: string;
}

/** The most that one page may hold (Azure docs: List Blobs). */
const largestPage = 5_000;
/** What the marker of a page begins with that shows what is soft-deleted, where that is listed apart. */
const apart = 'deleted ';

/**
 * Lists one level of a container, a page at a time, so that a container is never held in memory and a listing can go
 * on after a restart. What has only previous versions, is soft-deleted or was never committed counts too: it is still
 * there. A container that doesn't exist holds nothing. Throws AzureError.
 */
export async function folderPage(
  place: Place,
  prefix: string,
  marker?: string,
  size = largestPage,
): Promise<FolderPage> {
  if (marker?.startsWith(apart)) return deletedPage(place, prefix, marker.slice(apart.length), size);
  await learnApart('reader', place);
  const page = await hierarchyPage(place, prefix, marker, size).catch(async (thrown: unknown) => {
    if (!isRefusalOfOptions(thrown)) throw thrown;
    await learnIncludes('reader', place, prefix === '' ? {} : { prefix });
    return hierarchyPage(place, prefix, marker, size);
  });
  return page.next === undefined && abilityOf(place.account).deletedApart ? { ...page, next: apart } : page;
}

async function hierarchyPage(
  place: Place,
  prefix: string,
  marker: string | undefined,
  size: number,
): Promise<FolderPage> {
  const { include, deletedApart } = abilityOf(place.account);
  const has = (what: ListInclude) => include.includes(what);
  const pages = containerOf('reader', place)
    .listBlobsByHierarchy('/', {
      ...(prefix === '' ? {} : { prefix }),
      ...{
        includeMetadata: has('metadata'),
        includeVersions: has('versions'),
        includeDeleted: has('deleted') && !deletedApart,
      },
      includeUncommitedBlobs: has('uncommittedblobs'),
    })
    .byPage({ continuationToken: marker, maxPageSize: size });
  try {
    for await (const { segment, continuationToken } of pages) {
      const folders = new Set((segment.blobPrefixes ?? []).map(({ name }) => name));
      const names = segment.blobItems.map(({ name, metadata = {} }) => {
        const isMarker = Object.entries(metadata).some(([key, value]) => isFolderMark(key, value));
        return isMarker && (deletedApart || folders.has(`${name}/`)) ? `${name}/` : name;
      });
      return {
        names: [...new Set([...folders, ...names])],
        ...(continuationToken ? { next: continuationToken } : {}),
      };
    }
    return { names: [] };
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.status === 404) return { names: [] };
    throw error;
  }
}

/** The marker of a directory has its name without the slash (Azure docs: hierarchical namespace). */
function isFolderMark(key: string, value: string): boolean {
  return key.toLowerCase() === 'hdi_isfolder' && value.toLowerCase() === 'true';
}

/** One level of what is soft-deleted in a hierarchical namespace, from a listing that knows no levels. */
async function deletedPage(place: Place, prefix: string, marker: string, size: number): Promise<FolderPage> {
  const options = { prefix, marker, size, include: abilityOf(place.account).apart, showOnly: 'deleted' } as const;
  for await (const { blobs, next } of blobPages('reader', place, options)) {
    if (!blobs.every(({ deleted }) => deleted)) {
      forgetApart(place.account);
      return { names: [] };
    }
    const names = blobs.map(({ name, isDirectory }) => {
      const slash = name.indexOf('/', prefix.length);
      if (slash >= 0) return name.slice(0, slash + 1);
      return isDirectory ? `${name}/` : name;
    });
    return { names: [...new Set(names)], ...(next === undefined ? {} : { next: `${apart}${next}` }) };
  }
  return { names: [] };
}
