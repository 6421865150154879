import type { Clock, RegisteredFunction, RpcTypedData } from '../contract';
import type { Runner } from '../runner';
import type { Schedule } from './schedule';
import type { StatusStore, TimerStatus } from './status-store';

/** What a timer needs. */
export interface TimerOptions {
  fn: RegisteredFunction;
  schedule: Schedule;
  /** `useMonitor` of the binding; undefined means "unless the schedule is frequent". */
  useMonitor: boolean | undefined;
  runOnStartup: boolean;
  clock: Clock;
  store: StatusStore;
  run: Runner;
}

/** A running timer. */
export interface Timer {
  stop(): void;
}

/** .NET's default date, which a timer reports as its last run before it ever ran. */
const never = '0001-01-01T00:00:00Z';

/** The value that a timer function receives; the SDK turns its names to camel case. */
export function timerData(status: TimerStatus | undefined, isPastDue: boolean): RpcTypedData {
  const scheduleStatus = status && { Last: status.last, Next: status.next, LastUpdated: status.lastUpdated };
  const value = { Schedule: { AdjustForDST: true }, ScheduleStatus: scheduleStatus ?? null, IsPastDue: isPastDue };
  return { json: JSON.stringify(value) };
}

/**
 * Starts a timer. A run that was missed while the host was down is made up once, at once, as past due. Runs never
 * overlap: the next one is planned when the last one ended.
 */
export function startTimer(options: TimerOptions): Timer {
  const { fn, schedule, clock, store, run } = options;
  const monitored = options.useMonitor ?? !schedule.frequent;
  const { name } = fn;
  let planned: { cancel(): void } | undefined;
  let stopped = false;

  const plan = () => {
    if (stopped) return;
    planned = clock.at(schedule.next(clock.now()), () => void fire('timer fired', false));
  };
  const fire = async (reason: string, isPastDue: boolean) => {
    const status = monitored ? store.read(name) : undefined;
    const startedAt = clock.now();
    // The runner has logged an error; a timer's failed run is not repeated.
    await run(fn, { reason, data: timerData(status, isPastDue) }).catch(() => undefined);
    if (monitored) {
      const last = startedAt.toISOString();
      store.write(name, { last, next: schedule.next(clock.now()).toISOString(), lastUpdated: last });
    }
    plan();
  };

  const now = clock.now();
  const status = monitored ? store.read(name) : undefined;
  // The schedule may have changed since: what counts is the first run after the last one under today's schedule.
  const missed = status !== undefined && schedule.next(new Date(status.lastUpdated)).getTime() <= now.getTime();
  if (monitored && !status) {
    store.write(name, { last: never, next: schedule.next(now).toISOString(), lastUpdated: now.toISOString() });
  }
  if (missed) void fire('timer past due', true);
  else if (options.runOnStartup) void fire('timer at start-up', false);
  else plan();

  return {
    stop() {
      stopped = true;
      planned?.cancel();
    },
  };
}
