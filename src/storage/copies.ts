import { isCurrent, type ListedBlob } from './byte-store';
import type { BlobEntry } from './bulk/types';

const day = 24 * 60 * 60 * 1_000;
/** The longest that soft delete keeps anything, in days (Azure docs: soft delete for blobs). */
const longestRetention = 365;

/** How far the clock of the service may be ahead of ours, in milliseconds. */
const skew = 5 * 60 * 1_000;
/** Listings cut the time of a deletion to whole seconds. */
const second = 1_000;

/**
 * Until when something soft-deleted can be restored, RFC 3339. The service counts whole days that remain, and its docs
 * don't say how it rounds: the date is a whole number of days after the deletion and never before what it counts.
 */
export function restorableUntil(
  { deletedAt, remainingDays }: Pick<BlobEntry, 'deletedAt' | 'remainingDays'>,
  at: number,
): string {
  const from = deletedAt === undefined ? at : Date.parse(deletedAt);
  const days = remainingDays === undefined ? longestRetention : Math.ceil((at + skew - from) / day + remainingDays);
  return new Date(from + days * day + second).toISOString();
}

/** What a listing that shows copies says of one of them; `at` is now, in milliseconds. */
export function listedCopy(place: { account: string; container: string }, entry: BlobEntry, at: number): ListedBlob {
  const { account, container } = place;
  const { name, size, modifiedAt, snapshot, versionId } = entry;
  const state = stateOf(entry);
  // The etag of a directory may change with whatever changes below, which says nothing about the directory.
  const etag = state === 'directory' ? state : entry.etag;
  return {
    ...{ account, container, name, etag, size, modifiedAt },
    ...(versionId === undefined ? {} : { versionId }),
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(state ? { state } : {}),
    ...(entry.deleted ? { deleted: { at: entry.deletedAt, until: restorableUntil(entry, at) } } : {}),
    ...(entry.immutableUntil === undefined ? {} : { heldUntil: entry.immutableUntil }),
    ...(entry.legalHold ? { legalHold: true as const } : {}),
  };
}

function stateOf({ isDirectory, snapshot, versionId, isCurrentVersion }: BlobEntry): ListedBlob['state'] {
  if (snapshot !== undefined) return undefined;
  if (versionId !== undefined && !isCurrentVersion) return 'previous';
  return isDirectory ? 'directory' : undefined;
}

/** Puts together what has one name. Copies of a name follow each other in a listing. */
export async function* byName<T extends Pick<ListedBlob, 'name'>>(blobs: AsyncIterable<T>): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const blob of blobs) {
    if (group[0] && group[0].name !== blob.name) {
      yield group;
      group = [];
    }
    group.push(blob);
  }
  if (group.length > 0) yield group;
}

/** The current one of copies of one name first; listings show it last. */
export function currentFirst<T extends ListedBlob>(copies: T[]): T[] {
  if (copies.length < 2) return copies;
  return [...copies.filter(isCurrent), ...copies.filter((blob) => !isCurrent(blob))];
}
