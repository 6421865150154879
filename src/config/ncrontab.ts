import { Cron } from 'croner';

/**
 * A schedule of six fields as the Functions host reads it, in UTC: unlike in cron, the day of the month and the weekday
 * must both fit (Azure docs: NCRONTAB expressions). Throws for what it would refuse.
 */
export function ncrontab(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  // The library knows more than the host does (L, W, #, ?, @daily); there such a function would not start.
  const known = fields.every((field) => /^[A-Za-z0-9*,/-]+$/.test(field)) && !/[LW]$/i.test(fields[3] ?? '');
  if (fields.length !== 6 || !known) throw new Error('This is no NCRONTAB expression of six fields.');
  return new Cron(fields.join(' '), { timezone: 'UTC', legacyMode: false, paused: true });
}

/** Whether the Functions host would take a schedule, and ever run by it. */
export function isNcrontab(text: string): boolean {
  try {
    return ncrontab(text).nextRun() !== null;
  } catch {
    return false;
  }
}
