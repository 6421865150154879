import { isIntended } from './intents';
import type { PlanItem } from './plan/plan';
import { stopOf } from './request-store';

/** Where a lost orchestration may have erased, somebody's wish to stop ends no pass: each item is asked about by itself. */
export async function stopAtEnd(key: string): ReturnType<typeof stopOf> {
  return (await stopOf(key)) === 'ended' ? 'ended' : 'no';
}

/** Whether an item stays because somebody asked to stop before its first blob went. What was begun is finished, or nobody could say what is left. */
export async function staysUnbegun(key: string, { ref }: Pick<PlanItem, 'ref'>): Promise<boolean> {
  return (await stopOf(key)) === 'cancelled' && !(await isIntended(key, 'bytes', ref));
}
