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
 * overlap: an occurrence that comes while the function runs waits for its end.
 */
export function startTimer(options: TimerOptions): Timer {
  const { fn, schedule, clock, store, run } = options;
  // The real host keeps no status for frequent timers, even when asked to: they are never past due.
  const monitored = options.useMonitor !== false && !schedule.frequent;
  let planned: { cancel(): void } | undefined;
  let stopped = false;

  const record = (last: string, from: Date): TimerStatus => {
    const status = { last, next: schedule.next(from).toISOString(), lastUpdated: from.toISOString() };
    if (monitored) store.write(fn.name, status);
    return status;
  };
  const plan = (status: TimerStatus) => {
    if (!stopped) planned = clock.at(new Date(status.next), () => void fire('timer fired', status, false));
  };
  const fire = async (reason: string, status: TimerStatus, isPastDue: boolean) => {
    const startedAt = clock.now();
    // The runner has logged an error; a timer's failed run is not repeated.
    await run(fn, { reason, data: timerData(monitored ? status : undefined, isPastDue) }).catch(() => undefined);
    plan(record(startedAt.toISOString(), startedAt));
  };

  const now = clock.now();
  const stored = monitored ? store.read(fn.name) : undefined;
  // The schedule may have changed since: what counts is the first run after the last one under today's schedule.
  const status = stored && { ...stored, next: schedule.next(new Date(stored.lastUpdated)).toISOString() };
  if (status && new Date(status.next) < now) void fire('timer past due', status, true);
  else if (options.runOnStartup) void fire('timer at start-up', status ?? record(never, now), false);
  else plan(status ?? record(never, now));

  return {
    stop() {
      stopped = true;
      planned?.cancel();
    },
  };
}
