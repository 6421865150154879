import { ArmError } from '../arm-error';
import type { Json, JsonObject } from '../json';
import { asObject } from '../json';

const CONDITION = /^\s*\(?\s*([A-Za-z][\w./]*)\s+(eq|ne|gt|ge|lt|le)\s+('(?:[^']|'')*'|\S+?)\s*\)?\s*$/i;

/** A test of a run, made from a filter such as `status eq 'Failed' and createdUtc ge 2024-01-01T00:00:00Z`. */
export function parseFilter(filter: string | undefined): (run: JsonObject) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const conditions = filter.split(/\s+and\s+/i).map(parseCondition);
  return (run) => conditions.every((condition) => condition(run));
}

function parseCondition(text: string): (run: JsonObject) => boolean {
  const match = CONDITION.exec(text);
  if (match === null) {
    throw new ArmError(400, 'UserError', `This emulator cannot read the filter "${text.trim()}".`, {
      fact: "Filters are comparisons of one field with one value, joined by 'and'.",
    });
  }
  const [, field = '', operator = '', literal = ''] = match;
  const wanted = literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
  return (run) => compare(valueAt(run, field), operator.toLowerCase(), wanted);
}

function valueAt(run: JsonObject, field: string): string {
  let value: Json | undefined = run;
  for (const part of field.split(/[./]/)) value = asObject(value)[part];
  return value === undefined || value === null
    ? 'null'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}

function compare(value: string, operator: string, wanted: string): boolean {
  if (operator === 'eq') return value === wanted;
  if (operator === 'ne') return value !== wanted;
  const [a, b] = [Date.parse(value), Date.parse(wanted)];
  if (Number.isNaN(a) || Number.isNaN(b)) return false;
  if (operator === 'gt') return a > b;
  if (operator === 'ge') return a >= b;
  return operator === 'lt' ? a < b : a <= b;
}
