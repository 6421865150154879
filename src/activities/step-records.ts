import { settings } from '../config/settings';
import { isIntended } from '../requests/intents';
import { refOf } from '../requests/keys';
import { itemLine } from '../requests/outcome-lines';
import { isGap, type Outcome, type OutcomeLine } from '../requests/outcomes';
import type { PlanItem } from '../requests/plan/plan';
import { isPlaceUnknown, placeUnknown } from '../requests/place-unknown';
import { contextOf, stepOf, type StepInput } from '../requests/record-step';
import { stopOf } from '../requests/request-store';
import { keptBy, recoverableBy, type ShardResult, writeResult, type Ledger } from '../requests/shard-results';
import { loadShard, type SharingDocument } from '../requests/shard-work';
import { runHistoryIdOf } from '../resources/run-history';
import { resourceType } from '../resources/registry';
import type { ResourceType, Step, StepDone } from '../resources/resource-type';
import { concurrently } from '../storage/concurrently';
import { Documents } from '../storage/documents';

/** What the orchestrator does next. */
export interface StepResult {
  /** Result document of this call. */
  result: string;
  pending: number;
  retryAfterSeconds: number;
  cancelled: boolean;
}

const documents = new Documents();
/** Looks at an item that is neither gone nor has an operation under way, before it counts as refused. */
const idleLimit = 6;
/**
 * Failures in a row, of the kind that time may heal, before an item counts as failed. Where the service says how long to
 * wait, that is no failure: it is obeyed until the rounds are used up.
 */
const faultLimit = 8;
/** The wait after a failure, in `POLL_SECONDS`: doubled each time, up to this. With the default 20 minutes in all. */
const longestBackoff = 30;

const erased: ReadonlySet<Outcome> = new Set(['deleted', 'already_absent']);
const recordErased: ReadonlySet<Outcome> = new Set([...erased, 'archived_only']);
const notSent: PlanItem['keep'] = { outcome: 'cancelled', reason: 'stopped' };

/** Takes every item of a shard one step further: sends what is to be sent, or looks at what was begun. */
export async function stepRecords(input: StepInput): Promise<StepResult> {
  const shard = await loadShard(input);
  const previous = input.previous ? await documents.needFixed<ShardResult>(input.previous) : undefined;
  const ledger: Ledger = { ...previous?.ledger };
  const stop = await stopOf(input.key);
  const cancelled = stop !== 'no';
  const type = resourceType(shard.type);
  const lines: OutcomeLine[] = [];
  const kept: NonNullable<ShardResult['kept']> = {};
  let retryAfterSeconds = 0;
  const finish = (item: PlanItem, step: StepDone) => {
    ledger[item.ref] = { done: { outcome: step.outcome, reason: step.reason } };
    if (input.phase === 'record') lines.push(itemLine(item, 'erase', step.outcome, step.reason, step.until));
    else if (step.outcome === 'drifted') kept[item.ref] = { outcome: 'drifted', reason: 'changed_after_plan' };
    else if (isGap(step.outcome)) kept[item.ref] = { outcome: 'blocked', reason: step.reason ?? 'not_at_rest' };
  };

  const open = shard.items.filter((item) => !ledger[item.ref]?.done);
  const stopped = stop === 'ended' || (cancelled && input.phase === 'quiesce');
  if (!stopped && open.length > 0) {
    const keptBytes = await keptBy(input.bytes);
    const recoverable = await recoverableBy(input.bytes);
    const sharing = input.sharing ? await documents.needFixed<SharingDocument>(input.sharing) : {};
    const context = await contextOf(input, shard);
    await concurrently(open, 8, async (item) => {
      const entry = ledger[item.ref] ?? {};
      const bytes = keptBytes.get(item.ref) ?? sharedBytes(item, sharing);
      // A deletion that was sent goes on whatever we do, so its end is awaited; what was not sent is not sent any more.
      const begun = entry.operation !== undefined || (cancelled && (await isIntended(input.key, 'record', item.ref)));
      const unsent = cancelled && !begun ? notSent : undefined;
      const kept = shard.keptBecause(item) ?? recordKept(type, bytes) ?? unsent;
      const step: Step = kept
        ? { state: 'done', outcome: kept.outcome, reason: kept.reason }
        : await stepOf(input, shard, type, context, item, entry.operation);
      if (step.state === 'done' && step.outcome === 'archived_only' && bytes?.outcome === 'shared_skipped') {
        // The record is archived, but "bytes erased" would not be true.
        finish(item, { state: 'done', outcome: 'shared_skipped', reason: 'bytes_shared_record_archived' });
        return;
      }
      if (step.state === 'done' && recordErased.has(step.outcome) && isPlaceUnknown(item)) {
        // Nor would it be where nobody knows what became of them.
        finish(item, { state: 'done', outcome: 'failed', reason: placeUnknown });
        return;
      }
      if (step.state === 'done') {
        const soft = type.erasure === 'bytes only' && erased.has(step.outcome) ? recoverable.get(item.ref) : undefined;
        finish(item, soft ? { state: 'done', outcome: 'soft_deleted', until: soft.until } : step);
        return;
      }
      // The last one that there was: an operation may be begun anew in between.
      const fault = step.fault ?? entry.fault;
      const patient = step.operation !== undefined || step.fault !== undefined || input.phase === 'quiesce';
      const idle = patient ? 0 : (entry.idle ?? 0) + 1;
      const told = step.retryAfterSeconds;
      const faults = !step.fault ? 0 : (entry.faults ?? 0) + (told === undefined ? 1 : 0);
      if (idle > idleLimit || faults > faultLimit || input.round >= settings().POLL_ROUNDS) {
        finish(item, { state: 'done', outcome: 'failed', reason: fault ?? 'still_present' });
        return;
      }
      ledger[item.ref] = { operation: step.operation, idle, faults, fault };
      const backoff = Math.min(longestBackoff, 2 ** Math.max(0, faults - 1));
      retryAfterSeconds = Math.max(retryAfterSeconds, told ?? settings().POLL_SECONDS * backoff);
    });
  }

  const chain = { previous: input.previous, bytes: input.bytes };
  const result = await writeResult(input.key, input.phase, input.shard, { ...chain, lines, kept, ledger });
  const pending = shard.items.filter((item) => !ledger[item.ref]?.done).length;
  return {
    // A Retry-After of 0 must not turn waiting into a busy loop.
    ...{ result, pending, retryAfterSeconds: Math.max(Math.min(1, settings().POLL_SECONDS), retryAfterSeconds) },
    cancelled: stopped || (cancelled && pending === 0),
  };
}

/** A job's bytes are its run history's: when those are shared, the record stays too, for the service may take both. */
function sharedBytes(item: PlanItem, sharing: SharingDocument): PlanItem['keep'] {
  const shared = sharing[item.ref] ?? sharing[refOf(runHistoryIdOf(item.id))];
  return shared && { outcome: 'shared_skipped', reason: 'bytes_shared' };
}

/** Whether what happened to an item's bytes keeps its record: a record that may take shared bytes along, or drift. */
function recordKept(type: ResourceType, bytes: PlanItem['keep']): PlanItem['keep'] {
  if (!bytes || type.erasure === 'bytes only') return bytes;
  return bytes.outcome === 'shared_skipped' && !type.recordMayTakeBytes ? undefined : bytes;
}
