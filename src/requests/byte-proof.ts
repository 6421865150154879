import { now } from '../config/clock';
import { copyQuery, type ListedBlob } from '../storage/byte-store';
import { blobUrl, listRange } from '../storage/bytes';
import type { ByteRange } from '../storage/uri';
import { latest, type Ended } from './expected-end';
import { blobLine } from './outcome-lines';
import type { Outcome, OutcomeLine } from './outcomes';
import type { PlanItem } from './plan/plan';
import type { WorkBlob } from './shard-results';

/** What was last said of the things of a shard. */
export interface Said {
  /** Of blobs, by their URLs. */
  blobs: ReadonlyMap<string, OutcomeLine>;
  /** Those of them that are soft-deleted, by the reference of their item. */
  softDeleted: ReadonlyMap<string, readonly OutcomeLine[]>;
}

/** Outcomes that claim that a reader doesn't get it any more. */
export const claimedGone: ReadonlySet<Outcome> = new Set(['deleted', 'already_absent', 'soft_deleted']);

/** What a listing of an item's places shows, against what was said of its blobs. */
export interface ByteProof {
  /** Blobs to be erased in another round. */
  again: WorkBlob[];
  lines: OutcomeLine[];
  /** Set when something of it can be restored; `until` is missing where nobody knows how long. */
  recoverable?: { until?: string };
}

/**
 * What a listed copy shows: the end that it really came to, undefined when what was said is true. `ours`: only the
 * service itself writes below this prefix, so whatever is there belongs to the item. Elsewhere another etag is somebody's
 * new blob, which happens to have the old name.
 */
export function judge(
  blob: ListedBlob,
  known: Pick<OutcomeLine, 'outcome' | 'reason' | 'etag' | 'until'> | undefined,
  ours: boolean,
): Ended | undefined {
  if (known && !claimedGone.has(known.outcome)) return undefined;
  if (blob.deleted) {
    if (!known && !ours) return { outcome: 'new_since_plan', reason: 'appeared_after_plan' };
    const { until } = blob.deleted;
    if (known?.outcome === 'soft_deleted' && known.until === until) return undefined;
    return { outcome: 'soft_deleted', reason: known?.outcome === 'soft_deleted' ? known.reason : undefined, until };
  }
  const same = known !== undefined && (known.etag === blob.etag || copyQuery(blob) !== '');
  if (ours || (same && known.outcome !== 'already_absent')) return { outcome: 'failed', reason: 'still_present' };
  return { outcome: 'new_since_plan', reason: 'appeared_after_plan' };
}

/**
 * In a hierarchical namespace several deleted blobs can have one name, and so one URL and one line: of their dates the
 * last one counts.
 */
export class LastEnds {
  /** Of soft-deleted blobs that no id tells apart, by URL. */
  private readonly dates = new Map<string, string>();

  /** The end of a listed copy, less what would hide a later date of the same URL. */
  of(url: string, blob: ListedBlob, end: Ended | undefined, said?: Pick<OutcomeLine, 'outcome' | 'reason'>) {
    if (!blob.deleted || copyQuery(blob) !== '' || (end ?? said)?.outcome !== 'soft_deleted') return end;
    const { until } = blob.deleted;
    const before = this.dates.get(url);
    if (before !== undefined && before >= until) return undefined;
    this.dates.set(url, until);
    // What was said of this one is true, but the line of an earlier one came after it.
    return (
      end ?? (before === undefined ? undefined : { outcome: 'soft_deleted' as const, reason: said?.reason, until })
    );
  }
}

/** Lists an item's places with all copies, and compares with what was said of them. */
export async function proveBytes(
  item: PlanItem,
  { blobs, softDeleted }: Said,
  isGone: (range: ByteRange) => boolean,
): Promise<ByteProof> {
  const ours = item.type === 'runHistory';
  const proof: ByteProof = { again: [], lines: [] };
  const soft: Ended[] = [];
  const ends = new LastEnds();
  const seen = new Set<string>();
  let unknown = false;
  for (const [index, range] of item.ranges.entries()) {
    if (range.coveredBy) continue;
    if (isGone(range)) {
      unknown = true;
      continue;
    }
    for await (const listed of listRange(range, { copies: true, unlisted: () => (unknown = true) })) {
      const blob: WorkBlob = { ...listed, ref: item.ref, range: index };
      const said = blobs.get(blobUrl(blob));
      if (said?.outcome === 'soft_deleted') seen.add(said.id);
      const end = ends.of(blobUrl(blob), listed, judge(listed, said, ours), said);
      if (blob.deleted && (end ?? said)?.outcome === 'soft_deleted') {
        soft.push({ outcome: 'soft_deleted', until: blob.deleted.until });
      }
      if (!end) continue;
      if (end.outcome === 'failed') proof.again.push({ ...blob, late: true });
      proof.lines.push(blobLine(item, blob, 'erase', end.outcome, end.reason, end.until));
    }
  }
  for (const said of softDeleted.get(item.ref) ?? []) {
    if (seen.has(said.id)) continue;
    // Where not everything can be listed, that it isn't listed says nothing.
    if (unknown) soft.push(said);
    else
      proof.lines.push({
        ...said,
        outcome: 'deleted',
        reason: 'not_restorable',
        until: undefined,
        at: now().toISOString(),
      });
  }
  if (soft.length > 0) proof.recoverable = { until: latest(soft) };
  return proof;
}
