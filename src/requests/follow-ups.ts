import { now } from '../config/clock';
import { Documents } from '../storage/documents';
import { dayToLook, makeDue } from './due-dates';

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

/** Notes what is to be looked at again, from tomorrow on. Noted twice, the first note stays. */
export async function noteFollowUp(key: string, followUp: Omit<FollowUp, 'askedAt' | 'outcome'>): Promise<void> {
  const noted: FollowUp = { ...followUp, askedAt: now().toISOString(), outcome: 'pending' };
  await makeDue(key, dayToLook());
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
