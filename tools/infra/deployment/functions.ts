import { createHash } from 'node:crypto';
import type { Place } from '../bicep/model';
import { environment, subscriptionId } from './surroundings';
import { dataOf, isOpen, itemsOf, jsonOf, known, later, textOf, valueOf, type Entry, type Value } from './value';

/** A function of Bicep. `scope` is the id of the group or subscription that the file is deployed to. */
type Call = (given: Value[], at: Place, scope?: string) => Value;

/** A function with the least and most arguments that it takes. */
export interface BicepFunction {
  least: number;
  most: number;
  call: Call;
}

const hash = (given: Value[]) =>
  createHash('sha256')
    .update(JSON.stringify(given.map(jsonOf)))
    .digest('hex');

const text = (value: Value | undefined) => (value ? (textOf(value) ?? '') : '');
const count = (value: Value | undefined) => Number(dataOf(value) ?? 0);

/** As Azure's: 13 letters and digits that depend on the arguments alone. */
const uniqueString: Call = (given) =>
  known(
    BigInt(`0x${hash(given)}`)
      .toString(36)
      .slice(0, 13),
  );

const guid: Call = (given) => {
  const digits = hash(given);
  return known([8, 4, 4, 4, 12].map((length, index) => digits.slice(index * 13, index * 13 + length)).join('-'));
};

/** Objects merged, the later over the earlier, or arrays without what is there twice. */
const union: Call = (given, place) => {
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

const size = (value: Value | undefined): number => {
  if (value?.kind === 'array') return value.items.length;
  if (value?.kind === 'object') return value.entries.size;
  return text(value).length;
};

const contains: Call = ([where, what]) => {
  if (where?.kind === 'object') return known(where.entries.has(text(what)));
  if (where?.kind === 'array') {
    const wanted = JSON.stringify(what && jsonOf(what));
    return known(where.items.some((item) => JSON.stringify(jsonOf(item.value)) === wanted));
  }
  return known(text(where).includes(text(what)));
};

const list = (values: Value[], at: Place): Value => ({ kind: 'array', items: values.map((value) => ({ at, value })) });

const format: Call = ([pattern, ...rest]) =>
  known(text(pattern).replace(/\{(\d+)\}/g, (_all, index: string) => text(rest[Number(index)])));

const resourceId: Call = (given, at) => later(`<resourceId ${given.map(text).join(' ')} at ${at.file}:${at.line}>`);

const lambdaCall = (value: Value | undefined, ...given: Value[]) =>
  value?.kind === 'lambda' ? value.call(...given) : later('<no lambda>');

const mapped: Call = ([values, each], at) =>
  list(
    itemsOf(values).map((item) => lambdaCall(each, item)),
    at,
  );

const filtered: Call = ([values, keep], at) =>
  list(
    itemsOf(values).filter((item) => dataOf(lambdaCall(keep, item)) !== false),
    at,
  );

const toObject: Call = ([values, key, value], at) => ({
  kind: 'object',
  entries: new Map(
    itemsOf(values).map((item) => [text(lambdaCall(key, item)), { at, value: value ? lambdaCall(value, item) : item }]),
  ),
});

const items: Call = ([object], at) =>
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

const range: Call = ([from, length], at) =>
  list(
    Array.from({ length: count(length) }, (_item, index) => known(count(from) + index)),
    at,
  );

/** The subscription of a scope's id. */
const subscriptionOf = (scope = '') => scope.split('/')[2] ?? subscriptionId;

const group: Call = ([first, second], place, scope = '') => {
  const [, , subscription = '', , current = ''] = scope.split('/');
  const [within, name] = second ? [text(first), text(second)] : [subscription, first ? text(first) : current];
  return valueOf({ id: `/subscriptions/${within}/resourceGroups/${name}`, name, location: 'northeurope' }, place);
};

const subscription: Call = ([named], place, scope) => {
  const id = named ? text(named) : subscriptionOf(scope);
  return valueOf({ id: `/subscriptions/${id}`, subscriptionId: id, tenantId: environment.tenantId }, place);
};

/** The nth network of a prefix length inside a network of IPv4. */
const cidrSubnet: Call = ([network, length, index]) => {
  const [address = '', prefix] = text(network).split('/');
  const start = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = start + count(index) * 2 ** (32 - count(length));
  if (count(length) < Number(prefix) || first >= start + 2 ** (32 - Number(prefix))) return later('<no such subnet>');
  const parts = [24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256);
  return known(`${parts.join('.')}/${count(length)}`);
};

const fn = (least: number, most: number, call: Call): BicepFunction => ({ least, most, call });
const whenKnown =
  (call: Call): Call =>
  (given, at) =>
    given.some((value) => value.kind === 'later') ? later(`<${given.map(text).join(', ')}>`) : call(given, at);

/** Functions that the folder may use; any other is a finding until it is added here. */
export const functions: Record<string, BicepFunction> = {
  any: fn(1, 1, ([value]) => value ?? known(null)),
  array: fn(1, 1, ([value], at) => (value?.kind === 'array' ? value : list(value ? [value] : [], at))),
  bool: fn(1, 1, ([value]) => known(text(value).toLowerCase() === 'true')),
  cidrSubnet: fn(3, 3, whenKnown(cidrSubnet)),
  concat: fn(1, 99, (given, at) =>
    given.every((value) => value.kind === 'array') ? list(given.flatMap(itemsOf), at) : known(given.map(text).join('')),
  ),
  contains: fn(2, 2, whenKnown(contains)),
  deployer: fn(0, 0, (_given, at) => valueOf(environment.deployer, at)),
  deployment: fn(0, 0, (_given, at) => valueOf({ name: 'deployment', location: 'northeurope' }, at)),
  // What Azure gives (an endpoint, an id) isn't empty.
  empty: fn(1, 1, ([value]) => known(value?.kind !== 'later' && size(value) === 0)),
  endsWith: fn(
    2,
    2,
    whenKnown(([whole, end]) => known(text(whole).endsWith(text(end)))),
  ),
  environment: fn(0, 0, (_given, at) => valueOf(environment.cloud, at)),
  filter: fn(2, 2, filtered),
  first: fn(1, 1, ([value]) =>
    value?.kind === 'array' ? (itemsOf(value)[0] ?? known(null)) : known(text(value)[0] ?? ''),
  ),
  flatten: fn(1, 1, ([value], at) => list(itemsOf(value).flatMap(itemsOf), at)),
  format: fn(2, 99, format),
  guid: fn(1, 99, guid),
  int: fn(
    1,
    1,
    whenKnown(([value]) => known(Number(text(value)))),
  ),
  items: fn(1, 1, items),
  join: fn(2, 2, ([values, by]) => known(itemsOf(values).map(text).join(text(by)))),
  json: fn(
    1,
    1,
    whenKnown(([value], at) => valueOf(JSON.parse(text(value)), at)),
  ),
  last: fn(1, 1, ([value]) =>
    value?.kind === 'array' ? (itemsOf(value).at(-1) ?? known(null)) : known(text(value).at(-1) ?? ''),
  ),
  length: fn(
    1,
    1,
    whenKnown(([value]) => known(size(value))),
  ),
  map: fn(2, 2, mapped),
  max: fn(1, 99, (given) => known(Math.max(...given.map(count)))),
  min: fn(1, 99, (given) => known(Math.min(...given.map(count)))),
  objectKeys: fn(1, 1, ([value], at) =>
    value?.kind === 'object' ? list([...value.entries.keys()].map(known), at) : later('<keys>'),
  ),
  padLeft: fn(2, 3, ([value, width, fill]) => known(text(value).padStart(count(width), text(fill) || ' '))),
  range: fn(2, 2, range),
  replace: fn(3, 3, ([value, from, to]) => known(text(value).replaceAll(text(from), text(to)))),
  resourceGroup: fn(0, 2, group),
  resourceId: fn(2, 9, resourceId),
  shallowMerge: fn(1, 1, ([value], at) => union(itemsOf(value), at)),
  skip: fn(2, 2, ([value, n], at) =>
    value?.kind === 'array' ? list(itemsOf(value).slice(count(n)), at) : known(text(value).slice(count(n))),
  ),
  split: fn(
    2,
    2,
    whenKnown(([value, by], at) => list(text(value).split(text(by)).map(known), at)),
  ),
  startsWith: fn(
    2,
    2,
    whenKnown(([whole, start]) => known(text(whole).startsWith(text(start)))),
  ),
  string: fn(1, 1, ([value]) =>
    known(value && !isOpen(value) ? (textOf(value) ?? JSON.stringify(jsonOf(value))) : text(value)),
  ),
  subscription: fn(0, 1, subscription),
  subscriptionResourceId: fn(2, 4, ([type, name], _at, scope) =>
    known(`/subscriptions/${subscriptionOf(scope)}/providers/${text(type)}/${text(name)}`),
  ),
  substring: fn(2, 3, ([value, from, length]) =>
    known(text(value).substring(count(from), length ? count(from) + count(length) : undefined)),
  ),
  take: fn(2, 2, ([value, n], at) =>
    value?.kind === 'array' ? list(itemsOf(value).slice(0, count(n)), at) : known(text(value).slice(0, count(n))),
  ),
  tenant: fn(0, 0, (_given, at) => valueOf({ tenantId: environment.tenantId }, at)),
  toLower: fn(1, 1, ([value]) => known(text(value).toLowerCase())),
  toObject: fn(2, 3, toObject),
  toUpper: fn(1, 1, ([value]) => known(text(value).toUpperCase())),
  trim: fn(1, 1, ([value]) => known(text(value).trim())),
  union: fn(2, 99, union),
  uniqueString: fn(1, 99, uniqueString),
  uri: fn(
    2,
    2,
    whenKnown(([base, rest]) => known(new URL(text(rest), text(base)).href)),
  ),
};
