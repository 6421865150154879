import { blobUrl } from '../storage/bytes';
import { Documents } from '../storage/documents';
import { isGap, worst, type Outcome, type OutcomeLine } from './outcomes';
import type { PlanItem } from './plan/plan';
import { keptBy, phaseResults, resultsOf, type ShardResult, type WorkBlob } from './shard-results';

type Kept = NonNullable<ShardResult['kept']>;

/** What is known of the erasing so far, besides what the running call has done. */
export interface ErasedSoFar {
  /** Last link of the phase so far, with the stages before. */
  soFar?: string;
  /** Last result of earlier calls for the same shard. */
  previous?: string;
}

/** What the running call made of its items. */
export interface ErasedNow {
  kept: Readonly<Kept>;
  lines: readonly OutcomeLine[];
}

const documents = new Documents();

/**
 * Items whose bytes were to go with an earlier item of the plan that could not be erased whole, with the outcome of
 * those bytes: what points to bytes that stay must stay too. `blobs` gives what was prepared of an item.
 */
export async function keptWithEarlier(
  items: readonly PlanItem[],
  blobs: (item: PlanItem) => readonly WorkBlob[],
  before: ErasedSoFar,
  now: ErasedNow,
): Promise<Kept> {
  const kept: Kept = {};
  const covered = items.filter((item) => item.ranges.some(({ coveredBy }) => coveredBy));
  const earlier = new Set(covered.flatMap(({ ranges }) => ranges.flatMap(({ coveredBy }) => coveredBy ?? [])));
  if (earlier.size === 0) return kept;
  const { whole, parts } = await stayingOf(earlier, before, now);
  for (const item of covered) {
    const staying = blobs(item).flatMap((blob): Outcome[] => {
      const owner = item.ranges[blob.range]?.coveredBy;
      const outcome = owner && (parts.get(`${owner} ${blobUrl(blob)}`) ?? whole.get(owner));
      return outcome ? [outcome] : [];
    });
    const outcome = worst(staying);
    if (outcome) kept[item.ref] = { outcome, reason: 'bytes_kept' };
  }
  return kept;
}

/** What stays of some items: all their bytes, by reference, or single blobs, by reference and URL. */
async function stayingOf(refs: ReadonlySet<string>, { soFar, previous }: ErasedSoFar, now: ErasedNow) {
  const whole = new Map<string, Outcome>();
  const parts = new Map<string, Outcome>();
  const take = async (kept: Iterable<[string, PlanItem['keep']]>, lines: () => AsyncIterable<OutcomeLine>) => {
    const found = [...kept].filter(([ref, keep]) => refs.has(ref) && keep && isGap(keep.outcome));
    if (found.length === 0) return;
    const untouched = new Map(found);
    for await (const { ref, kind, step, id, outcome } of lines()) {
      if (kind !== 'blob' || step !== 'erase' || !refs.has(ref)) continue;
      untouched.delete(ref);
      if (isGap(outcome)) parts.set(`${ref} ${id}`, outcome);
    }
    // Nothing was tried: it changed, came into use or would not rest.
    for (const [ref, keep] of untouched) if (keep) whole.set(ref, keep.outcome);
  };
  const lasts = previous ? [previous] : [];
  for (const result of soFar ? (await phaseResults(soFar)).values() : []) {
    const { bytes } = await documents.needFixed<ShardResult>(result);
    if (bytes) lasts.push(bytes);
  }
  for (const last of lasts) await take(await keptBy(last), () => linesOf(last));
  // What became of an item's first blobs may stand in an earlier call's result.
  await take(Object.entries(now.kept), () => linesOf(previous, now.lines));
  return { whole, parts };
}

async function* linesOf(last: string | undefined, more: readonly OutcomeLine[] = []): AsyncGenerator<OutcomeLine> {
  for (const { outcomes } of last ? await resultsOf(last) : []) yield* documents.lines<OutcomeLine>(outcomes);
  yield* more;
}
