import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';

/** Seconds that a call may be told to wait before it is tried again at once: what is longer is left to timers. */
export const longestSeconds = 60;
/** The headers by which services tell how long to wait, with their units in seconds; the SDK obeys each of them. */
const units = { 'retry-after': 1, 'retry-after-ms': 0.001, 'x-ms-retry-after-ms': 0.001 };
const kept = 'x-long-retry-after';

/**
 * Hides long waits from the SDK's retries: they sleep for a whole Retry-After inside the call, which is up to an hour
 * for purges of logs, and longer than a function may run. `restoreLongWait` shows them to the caller again.
 */
export const leaveLongWaits = hiding('leaveLongWaits', () => longestSeconds);

/** The same, and every wait after a 429: without one the SDK doesn't repeat the call, and its budget decides (`paced`). */
export const leaveThrottling = hiding('leaveThrottling', (status) => (status === 429 ? -1 : longestSeconds));

/** `shown`: the longest wait, in seconds, that the SDK gets to see. */
function hiding(name: string, shown: (status: number) => number): PipelinePolicy {
  return {
    name,
    async sendRequest(request, next) {
      const response = await next(request);
      const header = (each: string) => response.headers.get(each);
      for (const [name, unit] of Object.entries(units)) {
        const seconds = secondsOf(header(name), unit, header('date'));
        if (seconds === undefined) continue;
        const whole = String(Math.max(0, Math.ceil(seconds)));
        if (seconds <= shown(response.status)) {
          // The SDK would take a date by the clock of this machine.
          if (unit === 1) response.headers.set(name, whole);
          continue;
        }
        for (const each of Object.keys(units)) response.headers.delete(each);
        response.headers.set(kept, whole);
      }
      return response;
    },
  };
}

/** Gives an answer its Retry-After (in seconds) back that was too long for the SDK. */
export function restoreLongWait({ headers }: Pick<PipelineResponse, 'headers'>): void {
  const seconds = headers.get(kept);
  if (seconds === undefined) return;
  headers.set('retry-after', seconds);
  headers.delete(kept);
}

/** Seconds that an answer asks to wait, by any of the headers that say so; undefined when none does. */
export function waitSeconds(header: (name: string) => string | undefined): number | undefined {
  const told = Object.entries(units).flatMap(([name, unit]) => secondsOf(header(name), unit, header('date')) ?? []);
  return told.length > 0 ? Math.max(0, ...told) : undefined;
}

/** A date (RFC 9110) counts from the one at which the service answered: its clock need not be that of this machine. */
function secondsOf(value: string | undefined, unit: number, answeredAt: string | undefined): number | undefined {
  if (!value) return undefined;
  const from = Date.parse(answeredAt ?? '');
  const seconds = /^-?\d+$/.test(value)
    ? Number(value) * unit
    : (Date.parse(value) - (Number.isNaN(from) ? Date.now() : from)) / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}
