import type { Place } from '../bicep/model';
import type { PlannedResource } from './planned';

/** A value inside an object or array, with the place where it is written. */
export interface Entry {
  at: Place;
  value: Value;
}

/** What a lambda does with its arguments. */
export type Lambda = (...given: Value[]) => Value;

/**
 * What an expression comes to. What Azure alone knows (a principal id, an endpoint) is `later`, with a text that names
 * it: `<Microsoft.Storage/storageAccounts st….properties.primaryEndpoints.blob>`.
 */
export type Value =
  | { kind: 'known'; data: string | number | boolean | null }
  | { kind: 'object'; entries: ReadonlyMap<string, Entry> }
  | { kind: 'array'; items: readonly Entry[] }
  | { kind: 'later'; text: string }
  | { kind: 'resource'; resource: PlannedResource }
  | { kind: 'module'; name: string; planned: boolean; output: (name: string, at: Place) => Value }
  | { kind: 'outputs'; of: Extract<Value, { kind: 'module' }> }
  | { kind: 'lambda'; call: Lambda };

/** A literal as a value. */
export function known(data: string | number | boolean | null): Value {
  return { kind: 'known', data };
}

/** A value that only Azure knows. */
export function later(text: string): Value {
  return { kind: 'later', text };
}

/** Plain JSON as a value, all of it written at one place. */
export function valueOf(json: unknown, at: Place): Value {
  if (Array.isArray(json)) return { kind: 'array', items: json.map((item) => ({ at, value: valueOf(item, at) })) };
  if (typeof json === 'object' && json !== null) {
    const entries = Object.entries(json).map(([key, item]) => [key, { at, value: valueOf(item, at) }] as const);
    return { kind: 'object', entries: new Map(entries) };
  }
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return known(json);
  return known(null);
}

/** The text of a value inside a string; undefined where it has none (objects, arrays). */
export function textOf(value: Value): string | undefined {
  if (value.kind === 'known') return value.data === null ? '' : String(value.data);
  if (value.kind === 'later') return value.text;
  return undefined;
}

/** The data of a known value. */
export function dataOf(value: Value | undefined): string | number | boolean | null | undefined {
  return value?.kind === 'known' ? value.data : undefined;
}

/** The value at a path of keys in an object; undefined where it is absent. */
export function at(value: Value | undefined, ...path: string[]): Value | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  return value?.kind === 'object' ? at(value.entries.get(key)?.value, ...rest) : undefined;
}

/** The values in an array, none where there is no array. */
export function itemsOf(value: Value | undefined): Value[] {
  return value?.kind === 'array' ? value.items.map((item) => item.value) : [];
}

/** Whether something of the value is known only to Azure. */
export function isOpen(value: Value): boolean {
  if (value.kind === 'object') return [...value.entries.values()].some((entry) => isOpen(entry.value));
  if (value.kind === 'array') return value.items.some((item) => isOpen(item.value));
  return value.kind !== 'known';
}

/** A value as plain JSON, to compare and to show; resources are their ids. */
export function jsonOf(value: Value): unknown {
  switch (value.kind) {
    case 'known':
      return value.data;
    case 'object':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, jsonOf(entry.value)]));
    case 'array':
      return value.items.map((item) => jsonOf(item.value));
    case 'later':
      return value.text;
    case 'resource':
      return value.resource.id;
    case 'module':
      return `<module ${value.name}>`;
    case 'outputs':
      return `<outputs of ${value.of.name}>`;
    case 'lambda':
      return '<lambda>';
  }
}
