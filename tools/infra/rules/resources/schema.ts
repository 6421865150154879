import type { BicepFile, Expression, Place } from '../../bicep/model';
import { expressionsOf, walk } from '../../bicep/walk';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { at as valueAt, type Value } from '../../deployment/value';
import { findings, type Finding } from '../../finding';
import { nearest } from '../../nearest';
import { Fitting } from '../../schemas/conforms';
import type { Schema, Schemas } from '../../schemas/schema';

const resourceType = findings('resource-type');
const property = findings('property');
const member = findings('resource-member');

/** Every resource is of a type with a schema, at the version of that schema. */
export function typeRules(file: BicepFile, schemas: Schemas): Finding[] {
  return file.resources.flatMap(({ type, version, at }) => {
    const schema = schemas.get(type);
    if (!schema) {
      const similar = nearest(type, [...schemas.keys()]);
      const meant = similar ? `: did you mean ${similar}?` : '';
      return [resourceType(at, `there is no schema of ${type} in infra/schemas${meant} (docs/infra-checks.md)`)];
    }
    return schema.version === version
      ? []
      : [resourceType(at, `${type} is used at version ${schema.version}, not ${version}`)];
  });
}

/** Members of a resource beside those of its own schema. */
const ofEvery = ['id', 'name', 'type', 'apiVersion', 'properties', 'location', 'tags', 'kind', 'identity', 'sku'];

/** What is read of a resource (`account.properties.primaryEndpoints`) is something that its type has. */
export function memberRules(file: BicepFile, schemas: Schemas): Finding[] {
  const found: Finding[] = [];
  const schemaOf = (of: Expression) => {
    const resource = of.kind === 'name' && file.resources.find(({ name }) => name === of.name);
    return resource && resource.body.kind !== 'for' ? schemas.get(resource.type) : undefined;
  };
  const told = (at: Place, name: string, names: readonly string[]) => {
    const similar = nearest(name, names);
    found.push(member(at, `there is no ${name} to read${similar ? `: did you mean ${similar}?` : ''}`));
  };
  for (const { expression } of expressionsOf(file)) {
    walk(expression, (of) => {
      if (of.kind !== 'member') return;
      if (schemaOf(of.of) && !ofEvery.includes(of.name)) told(of.at, of.name, ofEvery);
      const schema = of.of.kind === 'member' && of.of.name === 'properties' ? schemaOf(of.of.of) : undefined;
      const shape = schema?.shapes[schema.shapes[schema.shape]?.properties?.properties ?? ''];
      // Of a type that is only referred to, the snapshot has no more than its name.
      if (!shape?.properties) return;
      const names = [...Object.keys(shape.properties), ...(shape.readOnly ?? [])];
      if (!names.includes(of.name)) told(of.at, of.name, names);
    });
  }
  return found;
}

/** What Azure may ask for though the published types don't have it; why, is said where it is set. */
const unpublished: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': ['location'],
};

/** The body of a resource, less what the published types can say nothing of. */
function publishedPart({ type, body }: PlannedResource): Value {
  const beside = unpublished[type];
  if (!beside || body.kind !== 'object') return body;
  return { ...body, entries: new Map([...body.entries].filter(([name]) => !beside.includes(name))) };
}

/** What is wrong with the properties of a resource. Of one that exists only its name matters. */
export function misfitsOf(resource: PlannedResource, schema: Schema, visited?: (shape: string) => void): Finding[] {
  if (resource.existing) return [];
  const misfits = new Fitting(schema, visited).resource(publishedPart(resource), resource.at);
  return misfits.map(({ at, message }) => property(at, `${resource.symbol}: ${message}`));
}

/** Published types leave the region open of much that has one, and Azure refuses it without. */
function nowhere(resource: PlannedResource, schema: Schema): Finding[] {
  const known = schema.shapes[schema.shape]?.properties ?? {};
  const wanted = !resource.existing && 'location' in known && 'tags' in known;
  return wanted && !valueAt(resource.body, 'location')
    ? [property(resource.at, `${resource.symbol}: location is missing: Azure wants it`)]
    : [];
}

/** Every property of every resource that is planned is one that its type has, with a value that fits. */
export function propertyRules(plan: Plan, schemas: Schemas): Finding[] {
  return plan.resources.flatMap((resource) => {
    const schema = schemas.get(resource.type);
    return schema ? [...misfitsOf(resource, schema), ...nowhere(resource, schema)] : [];
  });
}
