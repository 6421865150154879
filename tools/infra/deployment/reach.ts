import { itemsOf, known, type Value } from './value';

/**
 * Every value at a path of a resource's object: `*` stands for each item of an array, a number for one of them, and
 * `keys` for the keys of an object.
 */
export function reach(value: Value | undefined, path: readonly string[]): Value[] {
  const [key, ...rest] = path;
  if (value === undefined || (value.kind === 'known' && value.data === null)) return [];
  if (key === undefined) return [value];
  if (key === '*') return itemsOf(value).flatMap((item) => reach(item, rest));
  if (value.kind === 'array') return reach(itemsOf(value)[Number(key)], rest);
  if (value.kind !== 'object') return [];
  if (key === 'keys') return [...value.entries.keys()].map(known);
  return reach(value.entries.get(key)?.value, rest);
}
