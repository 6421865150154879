import { Arm } from '../azure/arm';
import { now } from '../config/clock';
import { keptWithEarlier } from '../requests/covered-bytes';
import { intend, useView } from '../requests/intents';
import { addEnd, slicesOf } from '../requests/erase-slices';
import { budgetMs, passOver } from '../requests/item-pass';
import { blobLine } from '../requests/outcome-lines';
import { expectedEnd, latest, type Ended } from '../requests/expected-end';
import { isGap, worst, type OutcomeLine } from '../requests/outcomes';
import { mayGoOutOfUse, type Plan, type PlanItem } from '../requests/plan/plan';
import { loadRequest, stopOf } from '../requests/request-store';
import { staysUnbegun, stopAtEnd } from '../requests/stop-when-resumed';
import type { DataRequest } from '../requests/schema';
import { recordDrifted } from '../requests/record-drift';
import {
  type Begun,
  keptBy,
  phaseResults,
  resultsOf,
  type ShardResult,
  type WorkBlob,
  writeResult,
} from '../requests/shard-results';
import { loadShard, type LoadedShard, type ShardInput, type SharingDocument } from '../requests/shard-work';
import { resourceType } from '../resources/registry';
import { readWorkspace } from '../resources/workspace';
import { Documents } from '../storage/documents';
import type { BlobOutcome } from '../storage/byte-store';
import { storeOf } from '../storage/bytes';
import { contains, overlaps, type ByteRange } from '../storage/uri';

/** Input of the activity. */
export interface EraseBytesInput extends ShardInput {
  /** Last link of the phase that listed and exported. */
  prepared: string;
  /** Document that says who else owns bytes of the plan, made when erasing started. */
  sharing: string;
  /** Last link of this phase so far: what became of the stages before. */
  soFar?: string;
  /** Last link of the phase that brought jobs to rest: what did not come to rest is not touched. */
  quiesced?: string;
  /** Whether a lost orchestration may have begun this phase. */
  resumed?: true;
}

/** What the orchestrator needs to go on. */
export interface EraseBytesResult {
  result: string;
  done: boolean;
  cancelled: boolean;
}

const documents = new Documents();

/** Erases the blobs of a shard's items, each at the etag at which it was listed (and exported). */
export async function eraseBytes(input: EraseBytesInput): Promise<EraseBytesResult> {
  const shard = await loadShard(input);
  const previous = input.previous ? await documents.needFixed<ShardResult>(input.previous) : undefined;
  const sharing = await documents.needFixed<SharingDocument>(input.sharing);
  const prepared = await preparedOf(input);
  const unready = new Map([
    ...(await keptBy(input.quiesced && (await phaseResults(input.quiesced)).get(input.shard))),
    ...(await inUseNow(input.key, shard)),
  ]);
  const { erasure } = (await loadRequest(input.key)).request;
  const [until, begun] = [performance.now() + budgetMs, previous?.begun ?? {}];
  const work: Work = { key: input.key, plan: shard.plan, sharing, erasure, until, begun, lines: [] };
  const kept: NonNullable<ShardResult['kept']> = {};
  const recoverable: NonNullable<ShardResult['recoverable']> = {};
  const eraseOne = async (item: PlanItem): Promise<'unfinished' | void> => {
    if (shard.keptBecause(item) || (input.resumed && (await staysUnbegun(input.key, item)))) return;
    const reason = unready.get(item.ref);
    if (reason) return void (kept[item.ref] = reason);
    const blobs = prepared.blobs.get(item.ref) ?? [];
    if (blobs.length > 0 && (await recordDrifted(input.key, item))) {
      return void (kept[item.ref] = { outcome: 'drifted', reason: 'changed_after_plan' });
    }
    const { ends, done } = await eraseItem(work, item, blobs);
    if (!done) return 'unfinished';
    const outcomes = [...ends.map(({ outcome }) => outcome), prepared.kept.get(item.ref)?.outcome];
    const all = worst(outcomes.filter((outcome) => outcome !== undefined));
    if (all && (isGap(all) || all === 'shared_skipped')) kept[item.ref] = { outcome: all, reason: 'bytes_kept' };
    if (all === 'soft_deleted') recoverable[item.ref] = { until: latest(ends) };
  };
  const pass = await passOver(
    input.key,
    shard.items,
    previous?.next ?? 0,
    eraseOne,
    input.resumed ? stopAtEnd : stopOf,
  );
  const open = shard.items.slice(previous?.next ?? 0, pass.next).filter((item) => !shard.keptBecause(item));
  const blobsOf = ({ ref }: PlanItem) => prepared.blobs.get(ref) ?? [];
  const withEarlier = await keptWithEarlier(open, blobsOf, input, { kept, lines: work.lines });
  for (const [ref, keep] of Object.entries(withEarlier)) kept[ref] ??= keep;
  const result = await writeResult(input.key, 'bytes', input.shard, {
    previous: input.previous,
    lines: work.lines,
    kept,
    recoverable,
    ...(pass.done ? {} : { begun: work.begun }),
    next: pass.next,
  });
  return { result, done: pass.done, cancelled: pass.cancelled };
}

/** What came into use after the plan, or whose user could not be erased: found out right before its bytes would go. */
async function inUseNow(key: string, shard: LoadedShard): Promise<Map<string, PlanItem['keep']>> {
  const type = resourceType(shard.type);
  if (!type.inUse || shard.items.every((item) => shard.keptBecause(item))) return new Map();
  const arm = new Arm('reader');
  const workspace = await readWorkspace(arm, shard.workspaceId);
  const used = workspace ? await type.inUse(arm, workspace, useView(key, shard.plan)) : new Set<string>();
  return new Map(
    shard.items
      .filter((item) => used.has(item.id.toLowerCase()) && !mayGoOutOfUse(item, shard.decision))
      .map((item) => [item.ref, { outcome: 'in_use', reason: 'in_use' }]),
  );
}

/** What the earlier phase prepared for this shard, by item, and what it found that keeps the record. */
async function preparedOf(input: EraseBytesInput) {
  const last = (await phaseResults(input.prepared)).get(input.shard);
  if (!last) throw new Error('A shard is to be erased that was never listed again.');
  const blobs = new Map<string, WorkBlob[]>();
  for (const result of await resultsOf(last)) {
    if (!result.blobs) continue;
    for await (const blob of documents.lines<WorkBlob>(result.blobs)) {
      const known = blobs.get(blob.ref);
      if (known) known.push(blob);
      else blobs.set(blob.ref, [blob]);
    }
  }
  return { blobs, kept: await keptBy(last) };
}

interface Work {
  key: string;
  plan: Plan;
  sharing: SharingDocument;
  erasure: DataRequest['erasure'];
  /** Milliseconds since 1970 after which nothing more of an item begins. */
  until: number;
  /** How far items are, by reference. */
  begun: Readonly<Record<string, Begun>>;
  lines: OutcomeLine[];
}

/** Erases one item's blobs, as many as there is time for, and says what became of them. */
async function eraseItem(
  work: Work,
  item: PlanItem,
  blobs: readonly WorkBlob[],
): Promise<{ ends: Ended[]; done: boolean }> {
  const { key, plan, sharing, erasure, lines } = work;
  const before = work.begun[item.ref];
  const ends = (before?.ends ?? []).map((ended) => ({ ...ended }));
  const report = ({ blob, ...ended }: BlobOutcome<WorkBlob>) => {
    const until = ended.until ?? expectedEnd(blob, ended, plan.storage, now());
    addEnd(ends, { ...ended, until });
    lines.push(blobLine(item, blob, 'erase', ended.outcome, ended.reason, until));
  };
  const own: WorkBlob[] = [];
  for (const blob of blobs) {
    // Bytes that an earlier item of the plan owns too went with that one.
    const covered = item.ranges[blob.range]?.coveredBy !== undefined;
    const sharer = sharing[item.ref]?.find((other) => sharesWith(other.range, blob));
    if (!sharer && !covered) own.push(blob);
    else if (sharer && !before) report({ blob, outcome: 'shared_skipped', reason: `owner ${sharer.id}` });
  }
  const slices = slicesOf(own);
  let at = before?.slices ?? 0;
  if (at < slices.length) {
    const intended = await intend(key, 'bytes', item.ref);
    const isBelowPrefix = ({ range }: WorkBlob) => item.ranges[range]?.kind === 'prefix';
    const staying = new Set<string>();
    // One at least, so that each call gets further.
    for (const slice of slices.slice(at)) {
      if (at > (before?.slices ?? 0) && performance.now() >= work.until) break;
      const { store, account } = slice[0];
      await storeOf({ store }).erase(
        account,
        slice,
        {
          intended,
          permanently: erasure?.permanently ?? false,
          mayBreakLease: (blob) => erasure?.breakLeases === true && isBelowPrefix(blob),
          staying,
        },
        report,
      );
      at += 1;
    }
  }
  work.begun = { ...work.begun, [item.ref]: { slices: at, ends } };
  return { ends, done: at >= slices.length };
}

/** Whether somebody's range holds a blob; a directory also stays for what of theirs is in it. */
function sharesWith(range: ByteRange, { store, account, container, name, state }: WorkBlob): boolean {
  const place = { store, account, container, path: name };
  if (store === 'file' && name.endsWith('/')) return overlaps(range, { ...place, kind: 'prefix' });
  if (state === 'directory') return overlaps(range, { ...place, path: `${name}/`, kind: 'prefix' });
  return contains(range, { ...place, kind: 'blob' });
}
