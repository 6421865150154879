import { concurrently } from '../storage/concurrently';
import type { PlanItem } from './plan/plan';
import { stopOf } from './request-store';

/** Milliseconds after which an activity call hands back to its orchestrator. */
export const budgetMs = 60_000;
/** Items worked on at once. */
const width = 4;

/** How far a pass over a shard's items came. */
export interface ItemPass {
  /** Where the next call goes on: index of the item. */
  next: number;
  done: boolean;
  cancelled: boolean;
}

/**
 * Works through a shard's items from one on, a few at a time, until its time is over or somebody asks to stop. A call
 * always gets some further, however slow they are. An item that `work` calls unfinished is given to it again by the next
 * call, with those that were worked on beside it.
 */
export async function passOver(
  key: string,
  items: readonly PlanItem[],
  from: number,
  work: (item: PlanItem) => Promise<'unfinished' | void>,
  stop: typeof stopOf = stopOf,
): Promise<ItemPass> {
  const started = performance.now();
  let next = from;
  while (next < items.length && (next === from || performance.now() - started < budgetMs)) {
    if ((await stop(key)) !== 'no') return { next, done: false, cancelled: true };
    const ends = await concurrently(items.slice(next, next + width), width, work);
    if (ends.includes('unfinished')) return { next, done: false, cancelled: false };
    next += width;
  }
  return { next, done: next >= items.length, cancelled: false };
}
