import { createHash } from 'node:crypto';
import type { Place } from '../bicep/model';
import { idOf } from './ids';
import { environment, subscriptionId } from './surroundings';
import { dataOf, itemsOf, jsonOf, known, later, textOf, valueOf, type Entry, type Value } from './value';

/** A function of Bicep. `scope` is the id of the group or subscription that the file is deployed to. */
export type Call = (given: Value[], at: Place, scope?: string) => Value;

const hash = (given: Value[]) =>
  createHash('sha256')
    .update(JSON.stringify(given.map(jsonOf)))
    .digest('hex');

/** The text of an argument; empty where it has none. */
export const text = (value: Value | undefined) => (value ? (textOf(value) ?? '') : '');
/** The number that an argument is. */
export const count = (value: Value | undefined) => Number(dataOf(value) ?? 0);

/** As Azure's: 13 letters and digits that depend on the arguments alone. */
export const uniqueString: Call = (given) =>
  known(
    BigInt(`0x${hash(given)}`)
      .toString(36)
      .slice(0, 13),
  );

/** As Azure's: an id that depends on the arguments alone. */
export const guid: Call = (given) => {
  const digits = hash(given);
  return known([8, 4, 4, 4, 12].map((length, index) => digits.slice(index * 13, index * 13 + length)).join('-'));
};

/** Objects merged, the later over the earlier, or arrays without what is there twice. */
export const union: Call = (given, place) => {
  if (given.every((value) => value.kind === 'object')) {
    return { kind: 'object', entries: given.reduce(merged, new Map<string, Entry>()) };
  }
  if (given.every((value) => value.kind === 'array')) {
    const seen = new Map(given.flatMap((list) => list.items.map((item) => [JSON.stringify(jsonOf(item.value)), item])));
    return { kind: 'array', items: [...seen.values()] };
  }
  return later(`<union at ${place.file}:${place.line}>`);
};

function merged(into: ReadonlyMap<string, Entry>, from: Value): ReadonlyMap<string, Entry> {
  const all = new Map(into);
  if (from.kind !== 'object') return all;
  for (const [key, entry] of from.entries) {
    const both = [all.get(key)?.value, entry.value];
    const deep = both.every((value) => value?.kind === 'object') ? both.map((value) => value as Value) : undefined;
    all.set(key, deep ? { at: entry.at, value: union(deep, entry.at) } : entry);
  }
  return all;
}

/** Letters of a text, items of an array, properties of an object. */
export const size = (value: Value | undefined): number => {
  if (value?.kind === 'array') return value.items.length;
  if (value?.kind === 'object') return value.entries.size;
  return text(value).length;
};

/** Whether a text, array or object has something. */
export const contains: Call = ([where, what]) => {
  if (where?.kind === 'object') return known(where.entries.has(text(what)));
  if (where?.kind === 'array') {
    const wanted = JSON.stringify(what && jsonOf(what));
    return known(where.items.some((item) => JSON.stringify(jsonOf(item.value)) === wanted));
  }
  return known(text(where).includes(text(what)));
};

/** Values as an array. */
export const list = (values: Value[], at: Place): Value => ({
  kind: 'array',
  items: values.map((value) => ({ at, value })),
});

/** A text with `{0}` and so on replaced. */
export const format: Call = ([pattern, ...rest]) =>
  known(text(pattern).replace(/\{(\d+)\}/g, (_all, index: string) => text(rest[Number(index)])));

/** An id that the plan doesn't work out. */
export const resourceId: Call = ([type, ...names], at, scope = '') => {
  const kind = text(type);
  // With a group or a subscription in front there are more names than the type has parts.
  const own = kind.split('/').length - 1 === names.length && scope !== '';
  return own
    ? known(idOf(scope, kind, names.map(text).join('/')))
    : later(`<resourceId ${[type, ...names].map(text).join(' ')} at ${at.file}:${at.line}>`);
};

const lambdaCall = (value: Value | undefined, ...given: Value[]) =>
  value?.kind === 'lambda' ? value.call(...given) : later('<no lambda>');

/** What a lambda makes of each item. */
export const mapped: Call = ([values, each], at) =>
  list(
    itemsOf(values).map((item) => lambdaCall(each, item)),
    at,
  );

/** The items that a lambda keeps. */
export const filtered: Call = ([values, keep], at) =>
  list(
    itemsOf(values).filter((item) => dataOf(lambdaCall(keep, item)) !== false),
    at,
  );

/** An object of the items of an array, by a lambda that names them. */
export const toObject: Call = ([values, key, value], at) => ({
  kind: 'object',
  entries: new Map(
    itemsOf(values).map((item) => [text(lambdaCall(key, item)), { at, value: value ? lambdaCall(value, item) : item }]),
  ),
});

/** The properties of an object as an array of keys and values. */
export const items: Call = ([object], at) =>
  object?.kind === 'object'
    ? list(
        [...object.entries].map(([key, entry]) => ({
          kind: 'object' as const,
          entries: new Map<string, Entry>([
            ['key', { at, value: known(key) }],
            ['value', entry],
          ]),
        })),
        at,
      )
    : later('<items>');

/** Numbers in a row. */
export const range: Call = ([from, length], at) =>
  list(
    Array.from({ length: count(length) }, (_item, index) => known(count(from) + index)),
    at,
  );

/** The subscription of a scope's id. */
export const subscriptionOf = (scope = '') => scope.split('/')[2] ?? subscriptionId;

/** The group that is deployed to, or another one by its name. */
export const group: Call = ([first, second], place, scope = '') => {
  const [, , subscription = '', , current = ''] = scope.split('/');
  const [within, name] = second ? [text(first), text(second)] : [subscription, first ? text(first) : current];
  return valueOf({ id: `/subscriptions/${within}/resourceGroups/${name}`, name, location: 'northeurope' }, place);
};

/** The subscription that is deployed to, or another one by its id. */
export const subscription: Call = ([named], place, scope) => {
  const id = named ? text(named) : subscriptionOf(scope);
  return valueOf({ id: `/subscriptions/${id}`, subscriptionId: id, tenantId: environment.tenantId }, place);
};

/** The nth network of a prefix length inside a network of IPv4. */
export const cidrSubnet: Call = ([network, length, index]) => {
  const [address = '', prefix] = text(network).split('/');
  const start = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = start + count(index) * 2 ** (32 - count(length));
  if (count(length) < Number(prefix) || first >= start + 2 ** (32 - Number(prefix))) return later('<no such subnet>');
  const parts = [24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256);
  return known(`${parts.join('.')}/${count(length)}`);
};
