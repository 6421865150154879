import { errorOf, type Json } from '../../azure/arm';
import { refused } from './delete-record';
import { isEnded } from '../listing/job-walk';
import { objectAt, textAt } from '../json';
import type { EraseContext, Step } from '../resource-type';

/** Cancels a job that still runs, and waits until it has ended: its bytes may change until then. */
export async function cancelJob(context: EraseContext, id: string, name: string): Promise<Step> {
  const run = await context.runHistory?.run(name);
  const status = await statusOf(context, id, run);
  if (status === undefined || isEnded(status)) return { state: 'done', outcome: 'already_absent' };
  // An intent alone doesn't say that the call arrived: it may have been throttled, or this process may have died.
  if (isEnding(status)) return { state: 'waiting' };
  if (!context.intended) await context.intend();
  const answer = await context.arm.send('POST', `${id}/cancel`);
  if (answer.status < 300) return { state: 'waiting' };
  const { code } = errorOf(answer);
  // A lock answers 409 as well.
  if (![400, 404, 409].includes(answer.status) || /lock/i.test(code)) return refused(answer);
  // It ended meanwhile, or is a child that ends with its parent: the next look tells. A child of somebody's pipeline
  // that goes on can't be cancelled alone, so nobody waits for it for ever.
  const parent = textAt(run, 'parentRunId');
  const parentRun = parent && (await context.runHistory?.run(parent));
  return isEnding(textAt(parentRun, 'status') ?? '') ? { state: 'waiting' } : { state: 'waiting', fault: code };
}

/** Whether a job is on its way to its end. */
function isEnding(status: string): boolean {
  return /^(cancel(?!l?ed)|finaliz)/i.test(status);
}

async function statusOf(context: EraseContext, id: string, run: Json | undefined): Promise<string | undefined> {
  if (run) return textAt(run, 'status') ?? 'Unknown';
  return textAt(objectAt(await context.reader.get(id), 'properties'), 'status');
}
