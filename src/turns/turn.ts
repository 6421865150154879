import { AsyncLocalStorage } from 'node:async_hooks';
import { AzureError } from '../azure/azure-error';
import { Bulkhead } from './bulkhead';
import { GiveWay, type Later } from './give-way';

/** One call of an activity. */
interface Turn {
  /** Its place in the order of asking; undefined when whoever called doesn't understand `Later`, or won't wait again. */
  ticket?: string;
  /** Whether Azure has answered it something that would have to be asked again. */
  begun: boolean;
  ends: (() => void)[];
}

/** All activities of this process share it. */
const bulkhead = new Bulkhead();
const current = new AsyncLocalStorage<Turn>();
/** Milliseconds that a call may wait in a function which can as well come back. */
const shortWaitMs = 5_000;
/** Seconds between two calls at most, whatever a service says. */
const longestSeconds = 3_600;

/**
 * Runs an activity's work, which may give way to others as long as its caller gave it a ticket. The answer is then when
 * to call again, as it is when a service refuses a call as one too many and says for how long.
 */
export async function inTurn<T>(ticket: string | undefined, work: () => Promise<T>): Promise<T | Later> {
  const turn: Turn = { ticket, begun: false, ends: [] };
  try {
    return await current.run(turn, work);
  } catch (thrown) {
    // Asked for less often than its orchestrator would try again, and for longer than it would go on trying.
    const told = thrown instanceof AzureError && thrown.status === 429 ? thrown.waitSeconds : undefined;
    if (told !== undefined && ticket !== undefined)
      return { later: Math.min(longestSeconds, Math.max(1, Math.ceil(told))) };
    if (!(thrown instanceof GiveWay)) throw thrown;
    if (ticket !== undefined) return { later: Math.ceil(thrown.seconds) };
    // It waited for a page that another call reads, and that one gave way: a retry reads it.
    throw new AzureError(429, 'GaveWay', 'Another call that read the same gave way.', true);
  } finally {
    for (const end of turn.ends) end();
  }
}

/**
 * Begins to work on these workspaces (ARM ids), or gives way when they are slow and have their share of slots. To be
 * called before any work is done, which would have to be done again.
 */
export function enter(workspaces: readonly string[]): void {
  const turn = current.getStore();
  if (!turn) return;
  const places = [...new Set(workspaces.map((id) => id.toLowerCase()))];
  const entered = bulkhead.enter(places, turn.ticket);
  if (typeof entered === 'number') throw new GiveWay(entered);
  turn.ends.push(entered);
}

/**
 * For how many milliseconds the call that asks may wait in its function: without end once it has something to lose. A
 * function, for that may come while it waits: an activity makes several calls at once.
 */
export function patience(): () => number {
  const turn = current.getStore();
  return () => (turn?.ticket === undefined || turn.begun ? Infinity : shortWaitMs);
}

/** Azure has answered: giving way would mean to ask again. */
export function begun(): void {
  const turn = current.getStore();
  if (turn) turn.begun = true;
}

/** What was done until now is safe: the call could end here. */
export function saved(): void {
  const turn = current.getStore();
  if (turn) turn.begun = false;
}
