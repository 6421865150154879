import type { BicepFile } from '../bicep/model';
import type { Plan, PlannedResource } from '../deployment/planned';
import { findings, type Finding } from '../finding';
import { nearest } from '../nearest';
import { Fitting } from '../schemas/conforms';
import type { Schema, Schemas } from '../schemas/schema';

const resourceType = findings('resource-type');
const property = findings('property');

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

/** What is wrong with the properties of a resource. Of one that exists only its name matters. */
export function misfitsOf(resource: PlannedResource, schema: Schema, visited?: (shape: string) => void): Finding[] {
  if (resource.existing) return [];
  const misfits = new Fitting(schema, visited).resource(resource.body, resource.at);
  return misfits.map(({ at, message }) => property(at, `${resource.symbol}: ${message}`));
}

/** Every property of every resource that is planned is one that its type has, with a value that fits. */
export function propertyRules(plan: Plan, schemas: Schemas): Finding[] {
  return plan.resources.flatMap((resource) => {
    const schema = schemas.get(resource.type);
    return schema ? misfitsOf(resource, schema) : [];
  });
}
