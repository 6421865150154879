import { isTransientStatus, plainCode } from '../../azure/azure-error';
import { errorOf, type ArmAnswer, type Json } from '../../azure/arm';
import { waitSeconds } from '../../azure/long-waits';
import { armTimes } from '../json';
import type { EraseContext, Step, Target } from '../resource-type';

/** Seconds that one wait for Azure takes at most: whatever a service says, an item is looked at once an hour. */
const longestWait = 3_600;

/** Seconds that an answer asks to wait, as far as they are obeyed, if it does so readably. */
export function retryAfter(answer: ArmAnswer): number | undefined {
  const seconds = waitSeconds((name) => answer.headers.get(name));
  return seconds === undefined ? undefined : boundedWait(seconds);
}

/** A wait in seconds, as far as it is obeyed. At least one: without a pause all rounds of asking would be used up at once. */
export function boundedWait(seconds: number): number {
  return Math.min(longestWait, Math.max(1, seconds));
}

/** ARM records carry no etag: the date of the last change tells, unless the change was ours. */
export function hasDrifted(
  context: Pick<EraseContext, 'intended' | 'touched'>,
  target: Pick<Target, 'lastModifiedAt'>,
  record: Json,
): boolean {
  if (context.intended || context.touched || !target.lastModifiedAt) return false;
  const { lastModifiedAt } = armTimes(record);
  return lastModifiedAt !== undefined && lastModifiedAt > target.lastModifiedAt;
}

/** Whether a record was made after the planned one: it has the old name, and is somebody's new thing. */
export function isAnother(target: Pick<Target, 'createdAt'>, record: Json): boolean {
  const { createdAt } = armTimes(record);
  return target.createdAt !== undefined && createdAt !== undefined && createdAt > target.createdAt;
}

/** What a record is that has the name of an erased one. */
export const madeAgain: Step = { state: 'done', outcome: 'new_since_plan', reason: 'made_again' };

/** What a record that is gone means: our own deletion when we had begun one, otherwise somebody was there before. */
export function gone(context: Pick<EraseContext, 'intended'>): Step {
  return { state: 'done', outcome: context.intended ? 'deleted' : 'already_absent' };
}

/** Where a deletion differs from the plain one. */
export interface DeleteOptions {
  /** Query that the DELETE needs. */
  query?: string;
  apiVersion?: string;
  /** The record, where the caller has just read it: ARM's budget of reads is small. */
  record?: Json;
  /** A 409 that is no lock means that another operation is under way, which ends by itself. */
  busyAt409?: boolean;
}

/**
 * One step of deleting an ARM record: sends DELETE, or looks at the operation that an earlier DELETE began. A 202 is
 * never success: the operation has to end. Whether the record is gone then is asked again when all is verified.
 */
export async function deleteRecord(context: EraseContext, target: Target, options: DeleteOptions = {}): Promise<Step> {
  const { id } = target;
  const { query = '', apiVersion } = options;
  const deletion: Deletion = {
    send: () => context.arm.send('DELETE', `${id}${query}`, apiVersion),
    // By the identity that began it: it may see it, and has a budget of reads of its own.
    ask: (operation) => context.arm.send('GET', operation),
    isThere: async () => (await context.reader.get(id, apiVersion)) !== undefined,
    busyAt409: options.busyAt409,
  };
  if (context.operation) return pollDeletion(deletion, context.operation);
  const record = options.record ?? (await context.reader.get(id, apiVersion));
  if (!record) return gone(context);
  if (isAnother(target, record)) return madeAgain;
  if (hasDrifted(context, target, record)) return { state: 'done', outcome: 'drifted', reason: 'changed_after_plan' };
  await context.intend();
  return sendDeletion(deletion);
}

/** The calls that a deletion is made of, whatever service is asked. */
export interface Deletion {
  send: () => Promise<ArmAnswer>;
  /** Looks at the long-running operation. */
  ask: (operation: string) => Promise<ArmAnswer>;
  /** Whether the thing still exists. */
  isThere: () => Promise<boolean>;
  busyAt409?: boolean;
}

/** Sends the DELETE of something that was there a moment ago, with its intent on record. */
export async function sendDeletion(deletion: Deletion): Promise<Step> {
  const answer = await deletion.send();
  if (answer.status === 202) return waiting(answer);
  // It was there a moment ago, so it went by this DELETE, which the SDK may have sent twice.
  if (answer.status === 404) return { state: 'done', outcome: 'deleted' };
  // No operation to wait for, so whether the service did anything is worth a look at once.
  if (answer.status < 300) return confirm(deletion);
  const wait = isTransientStatus(answer.status) ? retryAfter(answer) : undefined;
  if (wait !== undefined) return { state: 'waiting', fault: errorOf(answer).code, retryAfterSeconds: wait };
  const step = refused(answer);
  const busy = deletion.busyAt409 && answer.status === 409 && step.state === 'done' && step.outcome !== 'blocked';
  return busy ? { state: 'waiting', fault: step.reason } : step;
}

/** Looks at the operation that an earlier DELETE began. */
export async function pollDeletion(deletion: Deletion, operation: string): Promise<Step> {
  const answer = await deletion.ask(operation);
  if (answer.status === 202) return { ...waiting(answer), operation };
  if (answer.status === 404) return confirm(deletion);
  if (isTransientStatus(answer.status)) return { state: 'waiting', operation, retryAfterSeconds: retryAfter(answer) };
  // Operations are asked about at their location, which a right on the resource doesn't cover; the thing itself tells.
  if (answer.status === 403) {
    return (await deletion.isThere()) ? { state: 'waiting', operation } : { state: 'done', outcome: 'deleted' };
  }
  if (answer.status >= 300) return refused(answer);
  const status = typeof answer.body?.status === 'string' ? answer.body.status.toLowerCase() : 'succeeded';
  if (status === 'failed' || status === 'canceled') {
    const error = (answer.body?.error ?? {}) as { code?: unknown };
    // Without the operation, the next step sends the DELETE again; what keeps failing ends as failed.
    const code = plainCode(error.code, 0);
    return { state: 'waiting', fault: code === 'Unknown' ? 'OperationFailed' : code };
  }
  if (status !== 'succeeded') return { state: 'waiting', operation, retryAfterSeconds: retryAfter(answer) };
  return { state: 'done', outcome: 'deleted' };
}

/** The service said that it is done; only a look that finds nothing proves it. */
async function confirm(deletion: Deletion): Promise<Step> {
  return (await deletion.isThere()) ? { state: 'waiting' } : { state: 'done', outcome: 'deleted' };
}

function waiting(answer: ArmAnswer): Extract<Step, { state: 'waiting' }> {
  // Azure docs, asynchronous operations: Azure-AsyncOperation wins over Location.
  const operation = answer.headers.get('azure-asyncoperation') ?? answer.headers.get('location') ?? undefined;
  return { state: 'waiting', operation, retryAfterSeconds: retryAfter(answer) };
}

/** What a refusal means, by its code. Transient ones are thrown, so that the step is tried again. */
export function refused(answer: ArmAnswer): Step {
  const error = errorOf(answer);
  if (error.transient) throw error;
  if (/ScopeLocked|Lock/i.test(error.code)) return { state: 'done', outcome: 'blocked', reason: error.code };
  if (error.status === 403) return { state: 'done', outcome: 'blocked', reason: error.code };
  return { state: 'done', outcome: 'failed', reason: error.code };
}
