import type { RetryOptions } from './actions';

const dayMs = 24 * 60 * 60 * 1000;

/** Timers up to this long are one timer (Durable extension: the storage provider's maximum delay). */
export const maximumShortTimerMs = 6 * dayMs;

/** Longer timers are a chain of timers of this length; the SDK counts their ids the same way. */
export const longTimerIntervalMs = 3 * dayMs;

/** When the first timer of a (possibly long) timer is due. All times in milliseconds since 1970. */
export function firstTimer(fireAt: number, now: number): number {
  return fireAt - now > maximumShortTimerMs ? now + longTimerIntervalMs : fireAt;
}

/** When the next timer of a long timer is due after one of its timers fired; undefined when the chain is at its end. */
export function nextTimer(fireAt: number, now: number): number | undefined {
  const remaining = fireAt - now;
  if (remaining <= 0) return undefined;
  return remaining < longTimerIntervalMs ? fireAt : now + longTimerIntervalMs;
}

/** Without a limit of its own a retry waits at most this long (Durable extension: RetryOptions). */
const defaultMaxRetryMs = 6 * dayMs;

/**
 * How long to wait after a failed attempt, in milliseconds. `attempt` counts from 1. After the last attempt it is 0: the
 * timer is there only because the SDK waits for one before it gives up.
 */
export function retryDelay(attempt: number, options: RetryOptions): number {
  if (attempt >= options.maxNumberOfAttempts) return 0;
  const delay = options.firstRetryIntervalInMilliseconds * Math.pow(options.backoffCoefficient ?? 1, attempt - 1);
  return Math.min(delay, options.maxRetryIntervalInMilliseconds ?? defaultMaxRetryMs);
}
