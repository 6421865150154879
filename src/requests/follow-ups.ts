import { now } from '../config/clock';
import { Documents } from '../storage/documents';

/** Something that Azure accepted and carries out in its own time, after the request has ended. */
export interface FollowUp {
  /** Reference of the plan item. */
  ref: string;
  type: string;
  /** Azure's id of the operation. */
  operation: string;
  /** Small facts of the item that asking about it needs. */
  detail: Readonly<Record<string, string>>;
  /** When it was asked for, and when it is promised to be done by, RFC 3339. */
  askedAt: string;
  dueBy: string;
  outcome: 'pending' | 'deleted' | 'failed';
  reason?: string;
  /** When its state was last looked at. */
  checkedAt?: string;
}

const documents = new Documents();
const folder = (key: string) => `requests/${key}/follow-ups/`;
const nameOf = (key: string, ref: string) => `${folder(key)}${ref}.json`;
/** Rows of the due-date index: by day, so that a day's rows are one listing. */
const dueName = (day: string, key: string) => `due/${day}-${key}.json`;
const dayOf = (date: Date) => date.toISOString().slice(0, 10);

/** Notes what is to be looked at again, from tomorrow on. Noted twice, the first note stays. */
export async function noteFollowUp(key: string, followUp: Omit<FollowUp, 'askedAt' | 'outcome'>): Promise<void> {
  const noted: FollowUp = { ...followUp, askedAt: now().toISOString(), outcome: 'pending' };
  await documents.create(dueName(tomorrow(), key), { key });
  await documents.create(nameOf(key, followUp.ref), noted);
}

/** What a request still waits for, or waited for, in the order of the items' references. */
export async function followUpsOf(key: string): Promise<FollowUp[]> {
  const found: FollowUp[] = [];
  for await (const name of documents.names(folder(key))) found.push(await documents.need<FollowUp>(name));
  return found;
}

/** Writes what became of one. Only the daily timer does, one instance per request, so the last word counts. */
export async function updateFollowUp(key: string, followUp: FollowUp): Promise<void> {
  const known = await documents.read<FollowUp>(nameOf(key, followUp.ref));
  if (known?.value.outcome === 'pending') await documents.replace(nameOf(key, followUp.ref), followUp, known.etag);
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

/** Looks again tomorrow. */
export async function postpone(key: string, day: string): Promise<void> {
  await documents.create(dueName(tomorrow(), key), { key });
  await settle(key, day);
}

/** Takes a row out of the index. */
export async function settle(key: string, day: string): Promise<void> {
  await documents.remove(dueName(day, key));
}

function tomorrow(): string {
  return dayOf(new Date(now().getTime() + 86_400_000));
}
