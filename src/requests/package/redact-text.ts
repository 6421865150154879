import { normaliseIdentity } from '../../subjects/subject';
import { addressesIn, invisible, type Span } from './redact-addresses';

/** What stands where something was taken out. */
export const placeholder = '[redacted]';

/** Values by which people are known, in the form in which identities are compared. */
export interface KnownValues {
  /** The subject's: they stay. */
  own: ReadonlySet<string>;
  /** Other people's. */
  others: ReadonlySet<string>;
  /** Of applications, which are not people: they stay where they stand. */
  applications: ReadonlySet<string>;
}

/** Whether an address is the subject's, also with something before or after it, as in `_anna@x.org.csv`. */
function isOwnAddress(address: string, own: ReadonlySet<string>): boolean {
  const bare = address.replace(/^[^\p{L}\p{N}]+/u, '');
  // A mailbox also takes what comes for `name+anything`.
  if ([address, bare, bare.replace(/\+[^@]*(?=@)/, '')].some((each) => own.has(each))) return true;
  const at = bare.indexOf('@');
  return [...bare.matchAll(/[.-]/g)].some(({ index }) => index > at && own.has(bare.slice(0, index)));
}

/**
 * Makes a function that takes other people out of a text: every address that isn't the subject's, and every occurrence
 * of the values known as other people's. Where the two meet, the subject's longer or earlier value stays.
 */
export function textRedactor({ own, others }: Omit<KnownValues, 'applications'>): (text: string) => string {
  const known = knownPattern(own, others);
  return (text) => {
    const addresses = addressesIn(text);
    const kept = addresses.filter(({ address }) => isOwnAddress(address, own));
    const taken: Span[] = addresses.filter((span) => !kept.includes(span));
    for (const found of known ? text.matchAll(known) : []) {
      // Only other people's values are in groups.
      if (found.slice(1).every((group) => group === undefined)) continue;
      taken.push(...without({ from: found.index, to: found.index + found[0].length }, kept));
    }
    return replace(text, taken);
  };
}

/** Whether a text is the subject's name with something in brackets after it, or holds an address of theirs. */
export function isOwnText(text: string, own: ReadonlySet<string>): boolean {
  if (addressesIn(text).some(({ address }) => isOwnAddress(address, own))) return true;
  return own.has(normaliseIdentity(text.replace(/\s*[(<[][^()<>[\]]*[)>\]]\s*$/, '')));
}

/** One pattern for all values, longest first, so that `Ann` does not cut `Ann Lee` in two. Others' are in groups. */
function knownPattern(own: ReadonlySet<string>, others: ReadonlySet<string>): RegExp | undefined {
  const taken = [...others].filter((value) => !own.has(value) && [...value].length > 1);
  if (taken.length === 0) return undefined;
  const names = [...new Set([...own, ...taken])].sort((a, b) => b.length - a.length);
  const parts = names.map((name) => (own.has(name) ? bounded(literal(name)) : `(${bounded(literal(name))})`));
  // People's own folders are named after the first part of their address.
  const ownParts = new Set([...own].map((value) => localPart(value)));
  const folders = taken
    .flatMap((value) => localPart(value) ?? [])
    .filter((part) => !own.has(part) && !ownParts.has(part));
  const inFolder = folders.map((part) => `((?<=\\b(?:users|home)${folderEnd})${bounded(literal(part))})`);
  return new RegExp(['\\[redacted\\]', ...parts, ...inFolder].join('|'), 'giu');
}

const objectId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What stands between the folder of all people and that of one: a slash or a backslash, however it is escaped. */
const folderEnd = '(?:\\\\{0,8}/|%(?:25){0,3}2f|\\\\{1,8})';

function localPart(value: string): string | undefined {
  return /^([^@\s]{2,})@[^@\s]+$/.exec(value)?.[1];
}

/** A pattern for a value, in whatever case, composed or not, percent-encoded or not, with invisible characters in it. */
function literal(value: string): string {
  if (objectId.test(value)) return value.replaceAll('-', '[-_]?');
  return [...value].map(characterPattern).join(`[${invisible}]*`);
}

function characterPattern(character: string): string {
  // Names are also written as `ben.okri` and `ben-okri`.
  if (character === ' ') return '(?:[\\s+_.-]|%20){1,3}';
  const cases = [character, character.toUpperCase()];
  const forms = cases.flatMap((form) => [form, form.normalize('NFD')]);
  const encoded = /^[A-Za-z0-9]$/.test(character) ? [] : forms.flatMap((form) => [encode(form), inUrl(form)]);
  const escapes = /^[A-Za-z0-9]$/.test(character) ? [] : forms.map(inJson);
  return `(?:${[...new Set([...[...forms, ...encoded].map(plainly), ...escapes])].join('|')})`;
}

/** A text as a pattern for itself. */
function plainly(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** As `encode`, but of a letter with an accent apart only the accent. */
function inUrl(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** As JSON within a text may have it: a backslash for each time that it was escaped, and four digits. */
function inJson(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return units
    .map((unit) =>
      /[A-Za-z0-9]/.test(String.fromCharCode(unit))
        ? String.fromCharCode(unit)
        : `\\\\{1,7}u${unit.toString(16).padStart(4, '0')}`,
    )
    .join('');
}

function encode(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function bounded(pattern: string): string {
  return `(?:(?<![\\p{L}\\p{N}])|(?<=%(?:25){0,3}[0-9a-f]{2}|\\\\[nrtbf]))${pattern}(?![\\p{L}\\p{N}])`;
}

/** What is left of a span outside of others. */
function without(span: Span, kept: readonly Span[]): Span[] {
  let rest = [span];
  for (const { from, to } of kept) {
    rest = rest.flatMap((part) =>
      to <= part.from || from >= part.to
        ? [part]
        : [
            { from: part.from, to: from },
            { from: to, to: part.to },
          ].filter((piece) => piece.from < piece.to),
    );
  }
  return rest;
}

function replace(text: string, taken: Span[]): string {
  let result = '';
  let at = 0;
  for (const { from, to } of taken.sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (to <= at) continue;
    if (from >= at) result += text.slice(at, from) + placeholder;
    at = to;
  }
  return result + text.slice(at);
}
