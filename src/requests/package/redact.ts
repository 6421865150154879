import { normaliseIdentity, type Subject } from '../../subjects/subject';
import { isSubject, peopleIn, type PersonPlace } from './redact-people';
import { isOwnText, placeholder, textRedactor, type KnownValues } from './redact-text';

/** A record without other people, and where something was taken out: JSON pointers into what is left. */
export interface Redacted {
  body: unknown;
  redacted: string[];
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Takes the identifiers of people other than the subject out of an item's records, which are looked at together: who
 * is named with an address in one may be named without in another. First the places whose meaning is known, then every
 * occurrence of what stood there, then every e-mail address that isn't the subject's. Applications are not people.
 */
export function redactOthers(records: readonly unknown[], subject: Subject): Redacted[] {
  const found = records.flatMap((record) => [...placesIn(record, '')]);
  const known = knownValues(found, subject);
  const takeOut = textRedactor(known);
  const isOther = (place: PersonPlace, value: string) =>
    !place.application &&
    !isSubject(subject, place.person) &&
    !known.own.has(normaliseIdentity(value)) &&
    !known.applications.has(normaliseIdentity(value)) &&
    !isOwnText(value, known.own);
  return records.map((record) => {
    const redacted = new Set<string>();
    const body = rewrite(record, '', '', { takeOut, isOther, redacted });
    return { body, redacted: [...redacted] };
  });
}

function* placesIn(value: unknown, name: string): Generator<PersonPlace> {
  if (Array.isArray(value)) for (const entry of value) yield* placesIn(entry, name);
  else if (value !== null && typeof value === 'object') {
    yield* peopleIn(value as Members, name);
    for (const [key, entry] of Object.entries(value)) yield* placesIn(entry, key);
  }
}

/** Which values in these records are the subject's, and which are other people's. */
function knownValues(places: readonly PersonPlace[], subject: Subject): KnownValues {
  const own = new Set([...subject.objectIds, ...subject.principals, ...subject.displayNames, ...subject.aliases]);
  const others = new Set<string>();
  const applications = new Set<string>();
  for (const { person, application } of places) {
    const values = person.values.filter((value) => !value.includes(placeholder)).map(normaliseIdentity);
    if (application) for (const value of values) applications.add(value);
    else if (!isSubject(subject, person)) for (const value of values) others.add(value);
    // Only the object id is sure enough to learn their other names from.
    else if (person.objectId !== undefined && subject.objectIds.size > 0) for (const value of values) own.add(value);
  }
  for (const names of [own, others]) for (const name of [...names]) names.add(turned(name));
  for (const value of [...own, ...applications]) others.delete(value);
  return { own, others, applications };
}

/** `Okri, Ben` for `Ben Okri`, and the other way round; what isn't such a name as it is. */
function turned(name: string): string {
  const [, last, first] = /^([\p{L}\p{M}'’-]+), ([\p{L}\p{M}'’. -]+)$/u.exec(name) ?? [];
  if (last && first) return `${first} ${last}`;
  return name.replace(/^([\p{L}\p{M}'’. -]+) ([\p{L}\p{M}'’-]+)$/u, '$2, $1');
}

interface Rewriting {
  takeOut: (text: string) => string;
  isOther: (place: PersonPlace, value: string) => boolean;
  redacted: Set<string>;
}

function rewrite(value: unknown, pointer: string, name: string, work: Rewriting): unknown {
  if (typeof value === 'string') {
    const text = work.takeOut(value);
    if (text !== value) work.redacted.add(pointer);
    return text;
  }
  if (Array.isArray(value)) return value.map((entry, index) => rewrite(entry, `${pointer}/${index}`, name, work));
  if (value === null || typeof value !== 'object') return value;
  const places = new Map(
    peopleIn(value as Members, name).flatMap((place) => place.keys.map((key) => [key, place] as const)),
  );
  const entries = new Map<string, unknown>();
  for (const [key, entry] of Object.entries(value)) {
    const kept = work.takeOut(key);
    let member = kept;
    for (let count = 2; entries.has(member) || (member !== key && Object.hasOwn(value, member)); count += 1) {
      member = `${kept} ${count}`;
    }
    const at = `${pointer}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const place = places.get(key);
    const other = place && typeof entry === 'string' && entry !== placeholder && work.isOther(place, entry);
    if (member !== key || other) work.redacted.add(at);
    if (other) entries.set(member, placeholder);
    else entries.set(member, rewrite(entry, at, key, work));
  }
  return Object.fromEntries(entries);
}
