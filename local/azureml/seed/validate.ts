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

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
addFormats(ajv);
const validate = ajv.compile<SeedFile>(schema);

/** Checks a seed against the schema, then its references. Throws SeedError with every fault found. */
export function validateSeed(value: unknown): SeedFile {
  if (!validate(value)) throw new SeedError((validate.errors ?? []).map(describe));
  const faults = checkReferences(value);
  if (faults.length > 0) throw new SeedError(faults);
  return value;
}

function describe(error: ErrorObject): string {
  const place = error.instancePath === '' ? '/' : error.instancePath;
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties')
    return `${place}: unknown member "${String(params.additionalProperty)}".`;
  if (error.keyword === 'required') return `${place}: the member "${String(params.missingProperty)}" is missing.`;
  if (error.keyword === 'enum') return `${place}: must be one of ${(params.allowedValues as unknown[]).join(', ')}.`;
  return `${place}: ${error.message ?? 'is not valid'}.`;
}
