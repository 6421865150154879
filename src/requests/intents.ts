import { randomUUID } from 'node:crypto';
import { now } from '../config/clock';
import { Documents } from '../storage/documents';
import { Remembered } from '../storage/remembered';
import type { UseView } from '../resources/resource-type';
import { refOf } from './keys';
import type { Plan } from './plan/plan';

/** What an intent is about: bringing to rest, erasing bytes, erasing the record. */
export type IntentPhase = 'quiesce' | 'bytes' | 'record';

const documents = new Documents();
/** Intents that are on record: they are never taken back, and each is asked for several times. */
const known = new Remembered(2_000_000);
const folder = (key: string, phase: IntentPhase) => `requests/${key}/intents/${phase}/`;
const name = (key: string, phase: IntentPhase, ref: string) => `${folder(key, phase)}${ref}.json`;
/** As many intents as are worth reading at once. */
const few = 1_000;

/**
 * Writes that a change of this item is about to be made. Must be stored before the change is sent. Returns whether an
 * earlier call had written it: asking and writing are one.
 */
export async function intend(key: string, phase: IntentPhase, ref: string): Promise<boolean> {
  const intent = name(key, phase, ref);
  if (known.get(intent) !== undefined) return true;
  const by = randomUUID();
  const first = await documents.create(intent, { at: now().toISOString(), by });
  // Where the answer to the first try was lost, the second one finds what that wrote.
  const earlier = !first && (await documents.read<{ by?: string }>(intent))?.value.by !== by;
  known.keep(intent, true, intent.length);
  return earlier;
}

/** The references of all items with an intent, where those are few; undefined where each is to be asked for. */
export async function intendedRefs(key: string, phase: IntentPhase): Promise<ReadonlySet<string> | undefined> {
  const refs = new Set<string>();
  for await (const intent of documents.names(folder(key, phase))) {
    if (refs.size === few) return undefined;
    refs.add(intent.slice(folder(key, phase).length, -'.json'.length));
  }
  return refs;
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

/** What looking for use may ask about a request. */
export function useView(key: string, { workspaces }: Pick<Plan, 'workspaces'>): UseView {
  return { scope: workspaces, begun: (id) => isIntended(key, 'record', refOf(id)) };
}
