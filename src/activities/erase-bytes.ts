import { randomUUID } from 'node:crypto';
import { now } from '../config/clock';
import { intend, isIntended } from '../requests/intents';
import { isGap, worst, type Outcome, type OutcomeLine } from '../requests/outcomes';
import type { PlanItem, Sharer } from '../requests/plan';
import { loadStatus } from '../requests/request-store';
import {
  keptBy,
  loadShard,
  phaseResults,
  resultsOf,
  type ShardInput,
  type ShardResult,
  type SharingDocument,
  type WorkBlob,
} from '../requests/shard-work';
import { blobUrl } from '../storage/blobs';
import { Documents } from '../storage/documents';
import { eraseBlobs } from '../storage/erase';
import { contains } from '../storage/uri';

/** Input of the activity. */
export interface EraseBytesInput extends ShardInput {
  /** Last link of the phase that listed and exported. */
  prepared: string;
  /** Document that says who else owns bytes of the plan, made when erasing started. */
  sharing: string;
  /** Last link of the phase that brought jobs to rest: what did not come to rest is not touched. */
  quiesced?: string;
}

/** What the orchestrator needs to go on. */
export interface EraseBytesResult {
  result: string;
  done: boolean;
  cancelled: boolean;
}

const documents = new Documents();
/** Milliseconds after which an activity call hands back to its orchestrator. */
const budgetMs = 60_000;

/** Erases the blobs of a shard's items, each at the etag at which it was listed (and exported). */
export async function eraseBytes(input: EraseBytesInput): Promise<EraseBytesResult> {
  const shard = await loadShard(input);
  const previous = input.previous ? await documents.need<ShardResult>(input.previous) : undefined;
  const sharing = await documents.need<SharingDocument>(input.sharing);
  const prepared = await preparedOf(input);
  const quiesced = await keptBy(input.quiesced && (await phaseResults(input.quiesced)).get(input.shard));
  const lines: OutcomeLine[] = [];
  const kept: NonNullable<ShardResult['kept']> = {};
  const started = Date.now();
  let cancelled = false;
  let at = previous?.next ?? 0;
  while (at < shard.items.length && (lines.length === 0 || Date.now() - started < budgetMs)) {
    cancelled = (await loadStatus(input.key)).cancelRequested === true;
    if (cancelled) break;
    const item = shard.items[at];
    const restless = item && quiesced.get(item.ref);
    if (item && restless) kept[item.ref] = restless;
    else if (item && !shard.keptBecause(item)) {
      const before = [...(prepared.outcomes.get(item.ref) ?? [])];
      const outcome = await eraseItem(
        input.key,
        item,
        prepared.blobs.get(item.ref) ?? [],
        sharing[item.ref] ?? [],
        lines,
      );
      const all = worst([...before, ...(outcome ? [outcome] : [])]);
      if (all && (isGap(all) || all === 'shared_skipped')) kept[item.ref] = { outcome: all, reason: 'bytes_kept' };
    }
    at += 1;
  }
  const folder = `requests/${input.key}/work/bytes-${String(input.shard).padStart(5, '0')}`;
  const outcomes = await documents.writeLines(`${folder}-outcomes`, lines);
  const result: ShardResult = { previous: input.previous, outcomes, kept, next: at };
  const name = `${folder}-${randomUUID().slice(0, 8)}.json`;
  await documents.create(name, result);
  return { result: name, done: at >= shard.items.length, cancelled };
}

/** What the earlier phase prepared for this shard, and what it could not, by item. */
async function preparedOf(input: EraseBytesInput) {
  const blobs = new Map<string, WorkBlob[]>();
  const outcomes = new Map<string, Set<Outcome>>();
  const last = (await phaseResults(input.prepared)).get(input.shard);
  if (!last) throw new Error('A shard is to be erased that was never listed again.');
  for (const result of await resultsOf(last)) {
    for await (const line of documents.lines<OutcomeLine>(result.outcomes)) {
      outcomes.set(line.ref, (outcomes.get(line.ref) ?? new Set()).add(line.outcome));
    }
    if (!result.blobs) continue;
    for await (const blob of documents.lines<WorkBlob>(result.blobs)) {
      const known = blobs.get(blob.ref);
      if (known) known.push(blob);
      else blobs.set(blob.ref, [blob]);
    }
  }
  return { blobs, outcomes };
}

/** Erases one item's blobs and returns the worst outcome among them. */
async function eraseItem(
  key: string,
  item: PlanItem,
  blobs: readonly WorkBlob[],
  sharers: readonly Sharer[],
  lines: OutcomeLine[],
): Promise<Outcome | undefined> {
  const outcomes: Outcome[] = [];
  const report = (blob: WorkBlob, outcome: Outcome, reason?: string) => {
    outcomes.push(outcome);
    lines.push({
      ...{ ref: item.ref, type: item.type, kind: 'blob', step: 'erase', id: blobUrl(blob), outcome, bytes: blob.size },
      ...(reason ? { reason } : {}),
      ...(blob.late ? { late: true } : {}),
      at: now().toISOString(),
    });
  };
  const own: WorkBlob[] = [];
  for (const blob of blobs) {
    // Bytes that an earlier item of the plan owns too went with that one.
    const covered = item.ranges[blob.range]?.coveredBy !== undefined;
    const sharer = sharers.find((other) => contains(other.range, { ...blob, path: blob.name, kind: 'blob' }));
    if (sharer) report(blob, 'shared_skipped', `owner ${sharer.id}`);
    else if (!covered) own.push(blob);
  }
  if (own.length > 0) {
    const intended = await isIntended(key, 'bytes', item.ref);
    if (!intended) await intend(key, 'bytes', item.ref);
    for (const account of new Set(own.map((blob) => blob.account))) {
      const there = own.filter((blob) => blob.account === account);
      await eraseBlobs(account, there, intended, ({ blob, outcome, reason }) => report(blob, outcome, reason));
    }
  }
  return worst(outcomes);
}
