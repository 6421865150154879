import type { Schema, Shape } from './schema';

interface RawProperty {
  name: string;
  type: string;
  flags?: string;
  modifiers?: string;
}

interface RawObject {
  $type: 'Object';
  name: string;
  properties: RawProperty[];
  additionalPropertiesType?: string;
}

interface RawUnion {
  $type: 'DiscriminatedObject';
  name: string;
  discriminator: string;
  baseProperties: RawProperty[];
  elements: RawObject[];
}

/** One part of the answer of `azmcp bicepschema get`; functions of resources are left aside. */
export type RawPart =
  | RawObject
  | RawUnion
  | { $type: 'Resource'; name: string; bodyType: RawObject | RawUnion }
  | { $type: 'ResourceInstanceFunction' };

function flagged(property: RawProperty, flag: string): boolean {
  return property.flags?.split(', ').includes(flag) ?? false;
}

function shapeOf({ properties, additionalPropertiesType }: RawObject): Shape {
  // Id, type and version of the resource itself.
  const own = properties.filter(
    (property) => !(flagged(property, 'ReadOnly') && flagged(property, 'DeployTimeConstant')),
  );
  const writable = own.filter((property) => !flagged(property, 'ReadOnly'));
  const readOnly = own.filter((property) => flagged(property, 'ReadOnly')).map(({ name }) => name);
  const required = writable.filter((property) => flagged(property, 'Required')).map(({ name }) => name);
  const limits = writable.filter(({ modifiers }) => modifiers && modifiers !== 'sensitive');
  return {
    properties: Object.fromEntries(writable.map(({ name, type }) => [name, type])),
    ...(required.length > 0 && { required }),
    ...(readOnly.length > 0 && { readOnly }),
    ...(additionalPropertiesType && { others: additionalPropertiesType }),
    ...(limits.length > 0 && {
      limits: Object.fromEntries(limits.map(({ name, modifiers }) => [name, modifiers ?? ''])),
    }),
  };
}

/** Shapes of one object, or of one that depends on a property: that one and its variants. */
function shapesOf(part: RawObject | RawUnion, name: string): [string, Shape][] {
  if (part.$type === 'Object') return [[name, shapeOf(part)]];
  const variants = part.elements.map((element) => {
    const value = element.properties.find((property) => property.name === part.discriminator)?.type ?? '';
    const properties = [...part.baseProperties, ...element.properties];
    return { value, name: `${name} ${value}`, shape: shapeOf({ ...element, properties }) };
  });
  const byValue = Object.fromEntries(variants.map((variant) => [variant.value, variant.name]));
  return [
    [name, { discriminator: part.discriminator, variants: byValue }],
    ...variants.map((variant): [string, Shape] => [variant.name, variant.shape]),
  ];
}

/** The schema of a resource type, from what the package says of it. */
export function compact(type: string, source: string, parts: readonly RawPart[]): Schema {
  const resource = parts.find((part) => part.$type === 'Resource');
  if (resource?.$type !== 'Resource') throw new Error(`${source} says nothing of ${type}.`);
  const objects = parts.filter((part) => part.$type === 'Object' || part.$type === 'DiscriminatedObject');
  return {
    type,
    version: resource.name.split('@')[1] ?? '',
    source,
    shape: type,
    shapes: Object.fromEntries([
      ...shapesOf(resource.bodyType, type),
      ...objects.flatMap((object) => shapesOf(object, object.name)),
    ]),
  };
}
