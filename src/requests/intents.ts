import { now } from '../config/clock';
import { Documents } from '../storage/documents';
import { refOf } from './keys';

/** What an intent is about: bringing to rest, erasing bytes, erasing the record. */
export type IntentPhase = 'quiesce' | 'bytes' | 'record';

const documents = new Documents();
const name = (key: string, phase: IntentPhase, ref: string) => `requests/${key}/intents/${phase}/${ref}.json`;

/** Writes that a change of this item is about to be made. Must be stored before the change is sent. */
export async function intend(key: string, phase: IntentPhase, ref: string): Promise<void> {
  await documents.create(name(key, phase, ref), { at: now().toISOString() });
}

/** Whether this request ever began to change the item. */
export async function isIntended(key: string, phase: IntentPhase, ref: string): Promise<boolean> {
  return (await documents.read(name(key, phase, ref))) !== undefined;
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
