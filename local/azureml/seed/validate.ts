import Ajv from 'ajv';
import type { ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import schema from '../seed.schema.json';
import { checkReferences } from './references';
import type { SeedFile } from './seed-file';

/** A seed that cannot be used; the message lists every fault, one a line. */
export class SeedError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The seed has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.join('\n')}`);
  }
}

const formats = new Ajv();
addFormats(formats);
const isRfc3339 = formats.compile({ type: 'string', format: 'date-time' });

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
addFormats(ajv);
// RFC 3339 knows instants that no clock here has, such as leap seconds.
ajv.addFormat('date-time', (text: string) => isRfc3339(text) && !Number.isNaN(Date.parse(text)));
const validate = ajv.compile<SeedFile>(schema);

/** Faults of the schema that leave a seed in a shape in which its references can be followed. */
const harmless = new Set(['additionalProperties', 'enum', 'pattern']);

/**
 * Checks a seed against the schema, and its references where its shape allows that. Throws SeedError with every fault
 * found.
 */
export function validateSeed(value: unknown): SeedFile {
  const errors = validate(value) ? [] : (validate.errors ?? []);
  const followed = errors.every(({ keyword }) => harmless.has(keyword));
  const faults = [...errors.map(describe), ...(followed ? checkReferences(value as SeedFile) : [])];
  if (faults.length > 0) throw new SeedError(faults);
  return value as SeedFile;
}

function describe(error: ErrorObject): string {
  const place = error.instancePath === '' ? '/' : error.instancePath;
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties')
    return `${place}: unknown member "${String(params.additionalProperty)}".`;
  if (error.keyword === 'required') return `${place}: the member "${String(params.missingProperty)}" is missing.`;
  if (error.keyword === 'enum') return `${place}: must be one of ${(params.allowedValues as unknown[]).join(', ')}.`;
  if (error.keyword === 'format') return `${place}: is no instant (RFC 3339, such as 2026-01-31T12:00:00Z).`;
  return `${place}: ${error.message ?? 'is not valid'}.`;
}
