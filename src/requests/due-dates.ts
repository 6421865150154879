import { now } from '../config/clock';
import { Documents } from '../storage/documents';

const documents = new Documents();
/** Rows of the index: by day, so that a day's rows are one listing. */
const rowOf = (day: string, key: string) => `due/${day}-${key}.json`;

/** The day of an instant, UTC: `2026-11-22`. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** So many days after an instant. */
export function daysAfter(at: Date, days: number): Date {
  return new Date(at.getTime() + days * 86_400_000);
}

/** The first day of which every hour lies after an instant (RFC 3339). */
export function dayAfter(instant: string): string {
  return dayOf(daysAfter(new Date(instant), 1));
}

/** When it is worth looking again: on the day after an instant, and not before tomorrow. */
export function dayToLook(after = now().toISOString()): string {
  const [then, tomorrow] = [dayAfter(after), dayAfter(now().toISOString())];
  return then > tomorrow ? then : tomorrow;
}

/** Has a request looked at on a day. Rows outlast redeploys and the history of orchestrations. */
export async function makeDue(key: string, day: string): Promise<void> {
  await documents.create(rowOf(day, key), { key });
}

/** Requests that are to be looked at today or were to be on a day before, with the day of their row. */
export async function* dueRequests(): AsyncGenerator<{ key: string; day: string }> {
  const today = dayOf(now());
  for await (const name of documents.names('due/')) {
    const [, day = '', key = ''] = /^due\/(\d{4}-\d\d-\d\d)-(.+)\.json$/.exec(name) ?? [];
    // Names are ordered by day.
    if (day > today) return;
    if (key) yield { key, day };
  }
}

/** Moves a row to a later day. */
export async function postpone(key: string, day: string, to: string): Promise<void> {
  if (to === day) return;
  await makeDue(key, to);
  await settle(key, day);
}

/** Takes a row out of the index. */
export async function settle(key: string, day: string): Promise<void> {
  await documents.remove(rowOf(day, key));
}
