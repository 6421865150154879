import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Schema, Schemas } from './schema';

/** The schemas in a folder, one file for each resource type. */
export function readSchemas(folder: string): Schemas {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const schemas = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Schema);
  return new Map(schemas.map((schema) => [schema.type, schema]));
}

/** The name of the file with a type's schema. */
export function schemaFile(type: string): string {
  return `${type.replaceAll('/', '.')}.json`;
}
