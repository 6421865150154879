import { now } from '../config/clock';
import type { ListedBlob } from '../storage/byte-store';
import { worst, type Outcome, type OutcomeLine } from './outcomes';

/** What became of something since it was reported erased. */
export interface Fate {
  outcome: Outcome;
  reason?: string;
  /** `soft_deleted`: until when it can be restored now, RFC 3339. */
  until?: string;
}

/** A copy as it is listed now, with its URL. */
export type FoundCopy = Pick<ListedBlob, 'etag' | 'size' | 'modifiedAt' | 'deleted'> & { url: string };

/** How the items of a shard stand after another look. */
export interface Reverified {
  /** Items of which something can still be restored, or that could not be looked at. */
  open: number;
  /** The last date until which something can be restored, RFC 3339. */
  until?: string;
  /** Items of which something was restored by somebody. */
  restored: number;
  /** Items under whose names something lies that was written since. */
  reappeared: number;
  /** Items that could not be looked at until it was too late to wait for them. */
  unread: number;
}

/** The reason of what was erased and is there again, because somebody has restored it. */
export const restored = 'restored';

/** The lines that count of an item: the last one of itself, and the last one of each of its blobs, by their ids. */
export interface LatestLines {
  item?: OutcomeLine;
  blobs: Map<string, OutcomeLine>;
}

/** Whether it is not the end yet, what the lines of an item say. */
export function isOpen({ item, blobs }: LatestLines): boolean {
  if (item?.outcome === 'soft_deleted' || item?.outcome === 'pending') return true;
  return [...blobs.values()].some(({ outcome }) => outcome === 'soft_deleted');
}

/** The URL that all copies of a blob share. Names are escaped in URLs: a question mark begins the query of a copy. */
export function nameUrl(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

/** Directories have one etag for all, which tells no new one from an old one. */
function isMark(etag: string): boolean {
  return etag === 'directory';
}

/**
 * What became of an erased blob, from all copies that lie under its name now; `isKnown` tells which of them have lines
 * of their own. Undefined when what was said of it still holds.
 */
export function fateOf(
  line: Pick<OutcomeLine, 'id' | 'outcome' | 'etag' | 'at'>,
  copies: readonly FoundCopy[],
  isKnown: (url: string) => boolean,
): Fate | undefined {
  // Deleted or overwritten content may go on under the URL of a version or snapshot, with the etag that it had.
  const same = copies.filter(({ url, etag, modifiedAt }) =>
    url === line.id
      ? (etag === line.etag && !isMark(etag)) || modifiedAt === undefined || modifiedAt <= line.at
      : etag !== '' && etag === line.etag && !isKnown(url),
  );
  if (same.some(({ deleted }) => !deleted)) return { outcome: 'failed', reason: restored };
  const dates = same.flatMap(({ deleted }) => deleted?.until ?? []).sort();
  if (dates.length > 0) return { outcome: 'soft_deleted', until: dates.at(-1) };
  if (line.outcome !== 'soft_deleted') return undefined;
  // Something has its name that was written since. Whether it is the old content again, nobody can tell.
  const other = copies.some(({ url, deleted }) => !deleted && url === line.id);
  return other ? { outcome: 'new_since_plan', reason: 'appeared_after_plan' } : { outcome: 'deleted' };
}

/**
 * What lies live under the names of what could be restored and has no line of its own: perhaps the old content, which a
 * restored container brings back under new versions.
 */
export function appeared({ blobs }: LatestLines, copies: ReadonlyMap<string, readonly FoundCopy[]>): FoundCopy[] {
  const lines = [...blobs.values()];
  const names = new Set(lines.filter(({ outcome }) => outcome === 'soft_deleted').map(({ id }) => nameUrl(id)));
  const known = new Set(lines.map(({ etag }) => etag));
  return [...names]
    .flatMap((name) => copies.get(name) ?? [])
    .filter(({ url, etag, deleted }) => !deleted && !blobs.has(url) && !known.has(etag));
}

/** What became of an item, from what became of its blobs. Undefined when what was said of it still holds. */
export function itemFate(item: Pick<Fate, 'outcome'> | undefined, blobs: readonly Fate[]): Fate | undefined {
  if (blobs.some(({ reason }) => reason === restored)) return { outcome: 'failed', reason: restored };
  if (item?.outcome !== 'soft_deleted') return undefined;
  const outcome = worst(blobs.map((blob) => blob.outcome)) ?? 'deleted';
  if (outcome === 'soft_deleted') return { outcome, until: latest(blobs.map(({ until }) => until)) };
  return outcome === 'already_absent' || outcome === 'exported' ? { outcome: 'deleted' } : { outcome };
}

/** The line that says what became of something since an earlier line. */
export function retold(
  { ref, type, kind, step, id, bytes, etag, late }: OutcomeLine,
  { outcome, reason, until }: Fate,
): OutcomeLine {
  return { ref, type, kind, step, id, outcome, reason, until, bytes, etag, late, at: now().toISOString() };
}

/** The last of some dates in RFC 3339, UTC; undefined without any. */
export function latest(dates: readonly (string | undefined)[]): string | undefined {
  return dates
    .filter((date) => date !== undefined)
    .sort()
    .at(-1);
}
