import type { Place } from '../bicep/model';
import { dataOf, type Entry, type Value } from '../deployment/value';
import type { Schema, Shape } from './schema';
import { nearest } from '../nearest';

/** What is wrong with a value, and where. */
export interface Misfit {
  at: Place;
  message: string;
}

/** Properties of any resource that Bicep itself takes. */
const ofBicep = new Set(['name', 'scope', 'parent', 'dependsOn']);

/** Compares values with one resource type's schema. `visited` is told each shape that a value was compared with. */
export class Fitting {
  constructor(
    private readonly schema: Schema,
    private readonly visited: (shape: string) => void = () => undefined,
  ) {}

  /** What is wrong with the body of a resource. */
  resource(body: Value, at: Place): Misfit[] {
    return body.kind === 'object' ? this.shape(body.entries, this.schema.shape, at, '', ofBicep) : [];
  }

  private shape(
    entries: ReadonlyMap<string, Entry>,
    name: string,
    at: Place,
    path: string,
    free: ReadonlySet<string> = new Set(),
  ): Misfit[] {
    const shape = this.schema.shapes[name];
    if (!shape) return [{ at, message: `${path}: the schema has no ${name}: npm run infra:schema -- --update` }];
    this.visited(name);
    if (shape.discriminator) return this.variant(entries, shape, at, path, free);
    const misfits: Misfit[] = [];
    for (const [key, entry] of entries) misfits.push(...this.property(key, entry, shape, path, free));
    const absent = (shape.required ?? []).filter((key) => !entries.has(key) && !(key === 'name' && free.has(key)));
    for (const key of absent) misfits.push({ at, message: `${path}${key} is missing: Azure wants it` });
    return misfits;
  }

  private variant(
    entries: ReadonlyMap<string, Entry>,
    { discriminator = '', variants = {} }: Shape,
    at: Place,
    path: string,
    free: ReadonlySet<string>,
  ): Misfit[] {
    const entry = entries.get(discriminator);
    const value = dataOf(entry?.value);
    const name = typeof value === 'string' ? variants[value] : undefined;
    if (name) return this.shape(entries, name, at, path, free);
    return [
      { at: entry?.at ?? at, message: `${path}${discriminator} must be one of ${Object.keys(variants).join(', ')}` },
    ];
  }

  private property(key: string, { at, value }: Entry, shape: Shape, path: string, free: ReadonlySet<string>): Misfit[] {
    const here = `${path}${key}`;
    const type = shape.properties?.[key] ?? (free.has(key) ? 'any' : shape.others);
    if (shape.readOnly?.includes(key)) return [{ at, message: `${here} is set by Azure: remove it` }];
    if (!type) {
      const similar = nearest(key, Object.keys(shape.properties ?? {}));
      return [{ at, message: `${this.schema.type} has no ${here}${similar ? `: did you mean ${similar}?` : ''}` }];
    }
    return [...this.value(value, type, at, here), ...limitsOf(value, shape.limits?.[key] ?? '', at, here)];
  }

  private value(value: Value, type: string, at: Place, path: string): Misfit[] {
    if (value.kind === 'later' || value.kind === 'lambda' || type === 'any') return [];
    // An absent value: null leaves the property out.
    if (value.kind === 'known' && value.data === null) return [];
    const wrong = (is: string): Misfit[] => [{ at, message: `${path} must be ${shown(type)}, not ${is}` }];
    const alternatives = type.replace(/\[\]$/, '').split(' | ');
    const isList = type.endsWith('[]');
    if (value.kind === 'array') {
      if (!isList) return wrong('an array');
      const items = alternatives.join(' | ');
      return value.items.flatMap((item, index) => this.value(item.value, items, item.at, `${path}[${index}]`));
    }
    if (isList) return wrong(value.kind === 'object' ? 'an object' : `one value`);
    if (value.kind === 'object') {
      const shapes = alternatives.filter((name) => !primitives.has(name));
      const [name] = shapes;
      if (!name || (shapes.length === alternatives.length && alternatives.length > 1)) return wrong('an object');
      return this.shape(value.entries, name, at, `${path}.`);
    }
    if (value.kind !== 'known') return wrong(`a ${value.kind}`);
    return fits(value.data, alternatives, this.schema) ? [] : wrong(JSON.stringify(value.data));
  }
}

const primitives = new Set(['string', 'int', 'bool', 'any', 'object', 'array', 'null']);

function shown(type: string): string {
  return type.includes(' | ') ? `one of ${type.replace(/ \| string$/, '').replaceAll(' | ', ', ')}` : type;
}

function fits(data: string | number | boolean | null, alternatives: readonly string[], schema: Schema): boolean {
  const named = alternatives.filter((one) => !primitives.has(one));
  // An open list of values names those that exist: another one is a slip until the schema names it.
  if (named.length > 0 && typeof data === 'string') return named.includes(data);
  if (named.some((one) => one in schema.shapes) && alternatives.length === 1) return false;
  const kind = typeof data === 'number' ? 'int' : typeof data === 'boolean' ? 'bool' : 'string';
  return alternatives.includes(kind) || named.includes(String(data));
}

/** What `minLength: 3, pattern: …` and the like find wrong. A text that is known only later isn't looked at. */
function limitsOf(value: Value, limits: string, at: Place, path: string): Misfit[] {
  const data = dataOf(value);
  if (!limits || data === undefined || data === null) return [];
  const size = typeof data === 'string' ? data.length : Number(data);
  const number = (name: string) => Number(new RegExp(`${name}: (-?\\d+)`).exec(limits)?.[1] ?? NaN);
  const pattern = /pattern: (.*)$/.exec(limits)?.[1];
  const [least, most] = typeof data === 'string' ? ['minLength', 'maxLength'] : ['minValue', 'maxValue'];
  const out = size < number(least) || size > number(most) || (pattern && !new RegExp(pattern).test(String(data)));
  return out ? [{ at, message: `${path} is ${JSON.stringify(data)}, outside its limits (${limits})` }] : [];
}
