import { now } from '../config/clock';
import { Documents } from '../storage/documents';
import type { Certificate } from './certificate/certificate';
import { dayToLook, daysAfter, makeDue } from './due-dates';
import { followUpsOf } from './follow-ups';
import { latest } from './reverification';

/**
 * What a request still waits for after its first certificate: that nothing it erased can be restored any more. It lies
 * beside the status, which never changes once a request has ended.
 */
export interface SecondStage {
  /** When it began to wait, RFC 3339. */
  since: string;
  /** The last date, RFC 3339, until which something is known to be restorable. */
  until?: string;
  /** The day of the next look, UTC; none when nothing is waited for any more. */
  nextCheck?: string;
  /** Last links of the looks so far, first to last: phases whose outcomes come after those of the request. */
  looks: string[];
  /** Shards of the plan of which something was open after the last look; without it, all. */
  shards?: number[];
  /** Shards that could not be looked at until it was too late to wait for them. */
  givenUp: number[];
  /** Whether whoever asked was told of the end. */
  told: boolean;
}

/** Days after the last date for which something that can't be looked at is waited for. */
const patienceDays = 30;

const documents = new Documents();
const nameOf = (key: string) => `requests/${key}/second-stage.json`;

/**
 * Has a request looked at again when what it erased should be gone for good. Comes before the state that ends the
 * request, so that no crash lies between the two. Expected twice, the first time counts.
 */
export async function expectSecondStage(key: string, { results }: Pick<Certificate, 'results'>): Promise<void> {
  const open = (await followUpsOf(key)).some(({ outcome }) => outcome === 'pending');
  // On a very long certificate the last date may be missing. To look too early does no harm: it is put off then.
  const dated = [...results.kept, ...results.residual].filter(({ outcome }) => outcome === 'soft_deleted');
  const until = latest(dated.map((each) => each.until));
  const nextCheck = dayToLook(open ? undefined : until);
  await makeDue(key, nextCheck);
  const since = now().toISOString();
  const stage: SecondStage = { since, until, nextCheck, looks: [], givenUp: [], told: false };
  await documents.create(nameOf(key), stage);
}

/** What a request still waits for; undefined when its first certificate is its last. */
export async function secondStageOf(key: string): Promise<SecondStage | undefined> {
  return (await documents.read<SecondStage>(nameOf(key)))?.value;
}

/** Changes what a request waits for, if it does. Throws when somebody else changed it meanwhile. */
export async function updateSecondStage(
  key: string,
  change: (stage: SecondStage) => Partial<SecondStage>,
): Promise<void> {
  const found = await documents.read<SecondStage>(nameOf(key));
  if (!found) return;
  const next = { ...found.value, ...change(found.value) };
  if (await documents.replace(nameOf(key), next, found.etag)) return;
  throw new Error('Two looks at one request came at the same time.');
}

/** Whether what can't be looked at now was waited for long enough. */
export function isLastLook({ since, until = since }: Pick<SecondStage, 'since' | 'until'>): boolean {
  return now() >= daysAfter(new Date(until), patienceDays);
}
