import { normaliseIdentity } from '../../subjects/subject';

/** A part of a text, from one index to before another. */
export interface Span {
  from: number;
  to: number;
}

/** An e-mail address in a text, in the form in which identities are compared. */
export interface AddressSpan extends Span {
  address: string;
}

/** Characters that are there and can't be seen, or turn the direction of writing; they would hide an address. */
export const invisible =
  '\\ufe00-\\ufe0f\\u0000\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff';
const atSign = /@|\uff20|\ufe6b|%(?:25){0,3}40|&commat;|&#64;|&#x40;|\\u0040/gi;
const localCharacter = new RegExp(`[\\p{L}\\p{N}\\p{M}._+'’~!$*^#-]|[${invisible}]`, 'u');
const domainCharacter = new RegExp(`[\\p{L}\\p{N}\\p{M}.-]|[${invisible}]`, 'u');
/** Escapes of those characters in URLs; the bytes from 80 on are letters of other alphabets. */
const localEscape = /^%(2[3b-e7]|5f|7e|[89a-f][0-9a-f])$/i;
const domainEscape = /^%(2[de]|[89a-f][0-9a-f])$/i;

/** The e-mail addresses in a text, also percent-encoded ones in URLs. What only looks like one is left out. */
export function addressesIn(text: string): AddressSpan[] {
  const spans: AddressSpan[] = [];
  let floor = 0;
  for (const found of text.matchAll(atSign)) {
    const from = leftEnd(text, found.index, floor);
    const after = found.index + found[0].length;
    const to = rightEnd(text, after);
    floor = Math.max(floor, after);
    const address = canonical(`${text.slice(from, found.index)}@${text.slice(after, to)}`);
    if (!looksLikeAddress(address)) continue;
    if (isOtherThanAddress(text, from, to)) continue;
    spans.push({ from, to, address });
    floor = to;
  }
  return spans;
}

/** Something with a letter or a digit, an at sign, and two names with a dot, of which the last isn't a number. */
function looksLikeAddress(address: string): boolean {
  const [local = '', domain = ''] = address.split('@');
  const names = domain.split('.');
  const complete = names.length > 1 && names.every((name) => name !== '');
  return /[\p{L}\p{N}]/u.test(local) && complete && /\p{L}/u.test(names.at(-1) ?? '');
}

// Characters outside the basic plane are two units of a string.
function characterBefore(text: string, at: number): string {
  const pair = text.slice(at - 2, at);
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) ? pair : text.slice(at - 1, at);
}

function leftEnd(text: string, end: number, floor: number): number {
  let at = end;
  while (at > floor) {
    const escape = text.slice(Math.max(floor, at - 3), at);
    if (/^%[0-9a-f]{2}$/i.test(escape)) {
      if (!localEscape.test(escape)) break;
      at -= 3;
      continue;
    }
    // An escape that was escaped again, such as the slash before an address in a URL within a URL.
    if (/^%25[0-9a-f]{2}$/i.test(text.slice(Math.max(floor, at - 5), at))) break;
    // A line end or a tab that is written out, in JSON within a text.
    if (/^\\[nrtbf]$/.test(text.slice(Math.max(floor, at - 2), at))) break;
    const character = characterBefore(text, at);
    if (!localCharacter.test(character)) break;
    at -= character.length;
  }
  return at;
}

function rightEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const escape = text.slice(at, at + 3);
    if (/^%[0-9a-f]{2}$/i.test(escape)) {
      if (!domainEscape.test(escape)) break;
      at += 3;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (!domainCharacter.test(character)) break;
    at += character.length;
  }
  // A full stop or a dash after an address belongs to the sentence.
  while (at > start && /[.-]/.test(text.slice(at - 1, at))) at -= 1;
  return at;
}

/** The form in which addresses are compared: decoded, without what can't be seen, without case. */
function canonical(address: string): string {
  let plain = address;
  try {
    plain = decodeURIComponent(address);
  } catch {
    // Not an encoded text: it is compared as it is.
  }
  return normaliseIdentity(plain.replace(new RegExp(`[${invisible}]`, 'g'), '').replace(/^[.'’]+/, ''));
}

/** `container@account` of storage URIs, `git@host:` of remotes and the `@2x` of pictures are no addresses. */
function isOtherThanAddress(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - 10), from);
  const token = text.slice(from, to);
  if (/(wasbs?|abfss?):\/\/$/i.test(before) && /\.(blob|dfs)\./i.test(token)) return true;
  if (/^git@/i.test(token) && (text[to] === ':' || /ssh:\/\/$/i.test(before))) return true;
  return /@[1-4]x\.\w+$/i.test(token);
}
