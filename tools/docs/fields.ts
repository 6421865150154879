import { code, table } from './markdown';
import type { JsonSchema } from './schemas';

/** A table with every field of a schema, nested ones by their path. */
export function fieldTable(schema: JsonSchema): string {
  return table(['Field', 'Type', 'Required', 'Meaning'], fields(schema, ''));
}

function fields(schema: JsonSchema, prefix: string): string[][] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const row = [code(path), typeOf(field), required.has(name) ? 'yes' : '', field.description ?? ''];
    const inner = field.type === 'array' ? field.items : field;
    return [row, ...(inner?.properties ? fields(inner, field.type === 'array' ? `${path}[].` : `${path}.`) : [])];
  });
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.type === 'array') {
    return `${limits(schema.minItems, schema.maxItems)} of: ${schema.items ? typeOf(schema.items) : 'anything'}`;
  }
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') return 'object of strings';
  if (schema.format === 'date-time') return 'RFC 3339 date and time with its offset';
  if (schema.type === 'string' && schema.maxLength !== undefined) return `string, at most ${schema.maxLength}`;
  if (schema.type === 'integer') return `whole number, ${schema.minimum} to ${schema.maximum}`;
  return schema.type ?? 'any';
}

function limits(min: number | undefined, max: number | undefined): string {
  if (max === undefined) return min === undefined ? 'list' : `list of at least ${min}`;
  return `list of ${min ?? 0} to ${max}`;
}
