import type { Expression } from '../bicep/model';
import { dataOf, isOpen, jsonOf, known, later, type Value } from './value';

type Evaluate = (of: Expression) => Value;

const numbers: Record<string, (a: number, b: number) => number | boolean> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => Math.trunc(a / b),
  '%': (a, b) => a % b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function equal(a: Value, b: Value, folded: boolean): Value {
  if (isOpen(a) || isOpen(b)) return later('<comparison>');
  const [left, right] = [a, b].map((value) => JSON.stringify(jsonOf(value)));
  return known(folded ? left?.toLowerCase() === right?.toLowerCase() : left === right);
}

function negated(value: Value): Value {
  const data = dataOf(value);
  return typeof data === 'boolean' ? known(!data) : later('<not>');
}

/** What an operator makes of its operands; the second is looked at only where Bicep does. */
export function operate(operator: string, operands: Expression[], evaluate: Evaluate): Value {
  const [first, second] = operands;
  if (!first) return later('<nothing>');
  const left = evaluate(first);
  if (!second) return operator === '!' ? negated(left) : known(-Number(dataOf(left)));
  if (operator === '??') return left.kind === 'known' && left.data === null ? evaluate(second) : left;
  if (operator === '&&' || operator === '||') {
    const decides = operator === '||';
    if (dataOf(left) === decides) return known(decides);
    const right = evaluate(second);
    return dataOf(left) === undefined && dataOf(right) !== decides ? later('<condition>') : right;
  }
  const right = evaluate(second);
  if (operator === '==' || operator === '=~') return equal(left, right, operator === '=~');
  if (operator === '!=' || operator === '!~') return negated(equal(left, right, operator === '!~'));
  const result = numbers[operator]?.(Number(dataOf(left)), Number(dataOf(right)));
  return result === undefined || Number.isNaN(result) ? later('<calculation>') : known(result);
}
