import {
  text,
  count,
  uniqueString,
  guid,
  union,
  size,
  contains,
  list,
  format,
  resourceId,
  mapped,
  filtered,
  toObject,
  items,
  range,
  subscriptionOf,
  group,
  subscription,
  cidrSubnet,
  type Call,
} from './calls';
import { clouds } from './clouds';
import { environment } from './surroundings';
import { isOpen, itemsOf, jsonOf, known, later, textOf, valueOf } from './value';

/** A function with the least and most arguments that it takes. */
export interface BicepFunction {
  least: number;
  most: number;
  call: Call;
}

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
  // The plan has its cloud (evaluate.ts).
  environment: fn(0, 0, (_given, at) => valueOf(clouds.AzureCloud, at)),
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
