import { errorOf } from '../azure/arm';
import { refused } from './delete-record';
import { isEnded } from './job-walk';
import { objectAt, textAt } from './json';
import type { EraseContext, Step } from './resource-type';

/** Cancels a job that still runs, and waits until it has ended: its bytes may change until then. */
export async function cancelJob(context: EraseContext, id: string, name: string): Promise<Step> {
  const status = await statusOf(context, id, name);
  if (status === undefined || isEnded(status)) return { state: 'done', outcome: 'already_absent' };
  // An intent alone doesn't say that the call arrived: it may have been throttled, or this process may have died.
  if (/^(cancel|finaliz)/i.test(status)) return { state: 'waiting' };
  if (!context.intended) await context.intend();
  const answer = await context.arm.send('POST', `${id}/cancel`);
  if (answer.status < 300) return { state: 'waiting' };
  // It ended meanwhile, or is a child that ends with its parent; the next look tells. A lock answers 409 as well.
  const isLock = /lock/i.test(errorOf(answer).code);
  if ([400, 404, 409].includes(answer.status) && !isLock) return { state: 'waiting' };
  return refused(answer);
}

async function statusOf(context: EraseContext, id: string, name: string): Promise<string | undefined> {
  const run = await context.runHistory?.run(name);
  if (run) return textAt(run, 'status') ?? 'Unknown';
  return textAt(objectAt(await context.reader.get(id), 'properties'), 'status');
}
