import { ArmError } from '../../arm-error';
import type { Json, JsonObject } from '../../json';
import { asObject, asString } from '../../json';

type Test = (value: Json | undefined, wanted: Json) => boolean;

const text = (value: Json | undefined): string =>
  typeof value === 'object' ? JSON.stringify(value) : value === undefined ? '' : String(value);
const lower = (value: Json | undefined): string => text(value).toLowerCase();
const members = (value: Json): Json[] => (Array.isArray(value) ? value : [value]);
const order = (value: Json | undefined, wanted: Json): number => {
  if (typeof value === 'number') return value - Number(wanted);
  return Date.parse(text(value)) - Date.parse(text(wanted));
};

const OPERATORS: Record<string, Test> = {
  '==': (value, wanted) => text(value) === text(wanted),
  '=~': (value, wanted) => lower(value) === lower(wanted),
  in: (value, wanted) => members(wanted).some((one) => text(one) === text(value)),
  'in~': (value, wanted) => members(wanted).some((one) => lower(one) === lower(value)),
  '>': (value, wanted) => order(value, wanted) > 0,
  '>=': (value, wanted) => order(value, wanted) >= 0,
  '<': (value, wanted) => order(value, wanted) < 0,
  '<=': (value, wanted) => order(value, wanted) <= 0,
};

/**
 * A test of a row, made of the filters of a purge request (`{ column, operator, value, key? }`), all of which must
 * hold. `key` looks into a column that holds an object. Throws 400 for what is no filter.
 */
export function rowFilter(filters: readonly Json[]): (row: JsonObject) => boolean {
  const tests = filters.map((filter) => {
    const { column, operator, value, key } = asObject(filter);
    const test = OPERATORS[asString(operator) ?? ''];
    const name = asString(column);
    if (name === undefined || test === undefined || value === undefined) {
      const known = Object.keys(OPERATORS).join(', ');
      throw new ArmError(400, 'InvalidArgument', `A filter needs column, operator (one of ${known}) and value.`);
    }
    const inner = asString(key);
    return (row: JsonObject) => test(inner === undefined ? row[name] : asObject(row[name])[inner], value);
  });
  return (row) => tests.every((test) => test(row));
}
