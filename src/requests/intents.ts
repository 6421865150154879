import { now } from '../config/clock';
import { Documents } from '../storage/documents';
import { Remembered } from '../storage/remembered';
import { refOf } from './keys';

/** What an intent is about: bringing to rest, erasing bytes, erasing the record. */
export type IntentPhase = 'quiesce' | 'bytes' | 'record';

const documents = new Documents();
/** Intents that are on record: they are never taken back, and each is asked for several times. */
const known = new Remembered(2_000_000);
const name = (key: string, phase: IntentPhase, ref: string) => `requests/${key}/intents/${phase}/${ref}.json`;

/** Writes that a change of this item is about to be made. Must be stored before the change is sent. */
export async function intend(key: string, phase: IntentPhase, ref: string): Promise<void> {
  const intent = name(key, phase, ref);
  await documents.create(intent, { at: now().toISOString() });
  known.keep(intent, true, intent.length);
}

/** Whether this request ever began to change the item. */
export async function isIntended(key: string, phase: IntentPhase, ref: string): Promise<boolean> {
  const intent = name(key, phase, ref);
  if (known.get(intent) !== undefined) return true;
  if ((await documents.read(intent)) === undefined) return false;
  known.keep(intent, true, intent.length);
  return true;
}

/** Whether the item, or something that takes it along, was begun. */
export async function isIntendedWithParents(
  key: string,
  phase: IntentPhase,
  item: { ref: string; partOf?: readonly string[] },
): Promise<boolean> {
  for (const ref of [item.ref, ...(item.partOf ?? []).map(refOf)]) if (await isIntended(key, phase, ref)) return true;
  return false;
}
