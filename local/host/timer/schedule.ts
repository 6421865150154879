import { Cron } from 'croner';
import { parseTimeSpan } from '../config/time-span';

/** When a timer function runs. */
export interface Schedule {
  /** The first run after `from`. */
  next(from: Date): Date;
  /** True when all runs are less than a minute apart: such timers keep no status, as in the real host. */
  frequent: boolean;
}

const minute = 60_000;

/**
 * Reads a schedule: an NCRONTAB expression of six fields (five: without seconds) in `timeZone`, or a TimeSpan.
 * Throws when it is neither.
 */
export function parseSchedule(text: string, timeZone = 'UTC'): Schedule {
  const span = parseTimeSpan(text);
  if (span !== undefined && span > 0) {
    return { next: (from) => new Date(from.getTime() + span), frequent: span < minute };
  }
  const fields = text.trim().split(/\s+/);
  // The cron library knows more than NCRONTAB does (L, W, #, @daily); on Azure such a schedule would not start.
  if ((fields.length !== 5 && fields.length !== 6) || !fields.every((field) => /^[A-Za-z0-9*,/-]+$/.test(field))) {
    throw new Error(`'${text}' is no NCRONTAB schedule and no time span.`);
  }
  if (/[LW]$/i.test(fields.at(-3) ?? '')) throw new Error(`'${text}' uses L or W, which NCRONTAB does not have.`);
  // Outside its legacy mode a day must match both the day of the month and the day of the week, as in NCRONTAB.
  const cron = new Cron(fields.join(' '), { legacyMode: false, timezone: timeZone, paused: true });
  const next = (from: Date) => {
    const found = cron.nextRun(from);
    if (!found) throw new Error(`The schedule '${text}' has no run after ${from.toISOString()}.`);
    return found;
  };
  const start = new Date(0);
  const first = next(start);
  return { next, frequent: next(first).getTime() - first.getTime() < minute };
}
