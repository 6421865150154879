import { refused } from './delete-record';
import { isEnded } from './job-walk';
import { objectAt, textAt } from './json';
import type { EraseContext, Step } from './resource-type';

/** Cancels a job that still runs, and waits until it has ended: its bytes may change until then. */
export async function cancelJob(context: EraseContext, id: string, name: string): Promise<Step> {
  const status = await statusOf(context, id, name);
  if (status === undefined || isEnded(status)) return { state: 'done', outcome: 'already_absent' };
  if (context.intended) return { state: 'waiting' };
  await context.intend();
  const answer = await context.arm.send('POST', `${id}/cancel`);
  // 400, 404 and 409: it ended meanwhile, or is a child that ends with its parent; the next look tells.
  if (answer.status < 300 || [400, 404, 409].includes(answer.status)) return { state: 'waiting' };
  return refused(answer);
}

async function statusOf(context: EraseContext, id: string, name: string): Promise<string | undefined> {
  const run = await context.runHistory?.run(name);
  if (run) return textAt(run, 'status') ?? 'Unknown';
  return textAt(objectAt(await context.reader.get(id), 'properties'), 'status');
}
