import { now } from '../config/clock';
import { settings } from '../config/settings';
import { Documents } from '../storage/documents';
import { dayOf } from './due-dates';
import { findStatus, pendingName, pendingRequests } from './request-store';
import { isTerminal } from './states';

/** A request that has been under way for too long. */
export interface Overdue {
  request: string;
  /** Whole days since it was received. */
  days: number;
  state: string;
}

const documents = new Documents();

/** Requests that have not ended after OVERDUE_DAYS, each once a day however often this is asked. */
export async function* newlyOverdue(): AsyncGenerator<Overdue> {
  const today = dayOf(now());
  for await (const key of pendingRequests()) {
    const status = await findStatus(key);
    // Without a status its sender got an error, and will send it again or not.
    if (!status || isTerminal(status.state)) continue;
    const days = Math.floor((now().getTime() - Date.parse(status.receivedAt)) / 86_400_000);
    if (days < settings().OVERDUE_DAYS) continue;
    const mark = await documents.read<{ key: string; overdueToldOn?: string }>(pendingName(key));
    if (!mark || mark.value.overdueToldOn === today) continue;
    // First told, then noted: a crash in between tells it twice, and never not at all.
    yield { request: key, days, state: status.state };
    await documents.replace(pendingName(key), { ...mark.value, overdueToldOn: today }, mark.etag);
  }
}
