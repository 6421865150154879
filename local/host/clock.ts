import { isObject, readStateFile, writeWholeFile } from './config/state-file';
import type { Clock } from './contract';

/**
 * How long to wait, in milliseconds, before looking at the time again. Node's timers count time that passed, and the
 * machine's clock may jump: a laptop slept, or the clock was set. So a date is never waited for in one go.
 */
const longestTimeout = 30_000;

/** The machine's time. */
export const systemClock: Clock = {
  now: () => new Date(),
  at: (when, run) => wakeAt(() => Date.now(), when, run),
};

/** A clock that runs with the machine's but can be moved forward. */
export interface TestClock extends Clock {
  /** Moves time forward; what is now due runs in order, soon after this returns. `seconds` must not be negative. */
  advance(seconds: number): void;
}

/**
 * Makes a clock that can be moved forward. How far it was moved is kept in `file`: history written before a restart
 * must not lie in the future after it.
 */
export function createTestClock(file?: string): TestClock {
  let offset = file ? readOffset(file) : 0;
  const now = () => Date.now() + offset;
  interface Entry {
    when: Date;
    run: () => void;
    timer?: { cancel(): void };
  }
  const waiting = new Set<Entry>();
  const arm = (entry: Entry) => {
    entry.timer = wakeAt(now, entry.when, () => {
      waiting.delete(entry);
      entry.run();
    });
  };

  return {
    now: () => new Date(now()),
    at(when, run) {
      const entry: Entry = { when, run };
      waiting.add(entry);
      arm(entry);
      return {
        cancel() {
          entry.timer?.cancel();
          waiting.delete(entry);
        },
      };
    },
    advance(seconds) {
      if (!(seconds >= 0)) throw new RangeError('The clock can only be moved forward.');
      offset += seconds * 1000;
      if (file) writeWholeFile(file, JSON.stringify({ offsetMilliseconds: offset }));
      // A snapshot: what a callback schedules anew waits for its own timer, so a periodic task can't spin here.
      const entries = [...waiting].sort((a, b) => a.when.getTime() - b.when.getTime());
      for (const entry of entries) {
        if (!waiting.has(entry)) continue;
        entry.timer?.cancel();
        arm(entry);
      }
    },
  };
}

function wakeAt(now: () => number, when: Date, run: () => void): { cancel(): void } {
  let timer: NodeJS.Timeout;
  const wait = () => {
    const left = Math.min(Math.max(0, when.getTime() - now()), longestTimeout);
    // Node may fire a millisecond early; what looks at the time then must not find it before `when`.
    timer = setTimeout(() => (now() < when.getTime() ? wait() : run()), left);
  };
  wait();
  return { cancel: () => clearTimeout(timer) };
}

function readOffset(file: string): number {
  const remedy = 'Restore it from a copy; without it, what the host has stored would lie in the future.';
  return readStateFile(file, isOffset, remedy)?.offsetMilliseconds ?? 0;
}

function isOffset(value: unknown): value is { offsetMilliseconds: number } {
  return isObject(value) && Number.isFinite(value.offsetMilliseconds) && Number(value.offsetMilliseconds) >= 0;
}
