import type { BicepFile, Decorator, Expression, Parameter } from '../../bicep/model';
import { findings, type Finding } from '../../finding';
import { kindOf, literalKind } from './literal';

const description = findings('description');
const parameterType = findings('parameter-type');
const parameterDefault = findings('parameter-default');

/** The plain types; anything else would be a type of its own, which the style of the folder doesn't use. */
const types = new Set(['string', 'int', 'bool', 'object', 'array']);

/** Decorators of parameters and outputs, with the types that they fit. */
const decorators: Record<string, readonly string[]> = {
  description: [...types],
  metadata: [...types],
  allowed: [...types],
  secure: ['string', 'object'],
  minLength: ['string', 'array'],
  maxLength: ['string', 'array'],
  minValue: ['int'],
  maxValue: ['int'],
};

/** The first argument of a decorator. */
export function decoratorValue(of: { decorators: Decorator[] }, name: string): Expression | undefined {
  return of.decorators.find((decorator) => decorator.name === name)?.arguments[0];
}

/** The values that a parameter may have, where it names them. */
export function allowedOf(parameter: Parameter): unknown[] | undefined {
  const list = decoratorValue(parameter, 'allowed');
  return list?.kind === 'array'
    ? list.items.map((item) => (item.kind === 'literal' ? item.value : undefined))
    : undefined;
}

/** A number that a decorator gives: `minValue`, `maxLength` and so on. */
export function limitOf(parameter: Parameter, name: string): number | undefined {
  const value = decoratorValue(parameter, name);
  return value?.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined;
}

/** What is wrong with a value for a parameter; undefined when it fits. */
export function refusal(parameter: Parameter, value: unknown): string | undefined {
  const allowed = allowedOf(parameter);
  if (allowed && !allowed.includes(value)) return `may be ${allowed.join(', ')}`;
  const size = typeof value === 'number' ? value : Array.isArray(value) || typeof value === 'string' ? value.length : 0;
  const [least, most] = typeof value === 'number' ? ['minValue', 'maxValue'] : ['minLength', 'maxLength'];
  const [lower, upper] = [limitOf(parameter, least), limitOf(parameter, most)];
  if (lower !== undefined && size < lower) return `must have ${least} ${lower}`;
  return upper !== undefined && size > upper ? `must have ${most} ${upper}` : undefined;
}

function described(of: { name: string; at: Parameter['at']; decorators: Decorator[] }, what: string): Finding[] {
  const text = decoratorValue(of, 'description');
  const said = text?.kind === 'literal' && typeof text.value === 'string' && text.value.trim().length > 0;
  return said ? [] : [description(of.at, `${what} ${of.name} has no @description: say what it is`)];
}

function decorated(of: Parameter): Finding[] {
  return of.decorators.flatMap(({ name, at }) => {
    const fitting = decorators[name];
    if (!fitting) return [parameterType(at, `there is no decorator @${name} for a parameter`)];
    return fitting.includes(kindOf(of.type)) ? [] : [parameterType(at, `@${name} doesn't fit type ${of.type}`)];
  });
}

/** What azd makes of a parameter by `@metadata({ azd: { type: … } })` (azd: pkg/azure/arm_template.go). */
const azdTypes = ['location', 'generate', 'generateOrManual', 'resourceGroup'];

function azdType(of: Parameter): Finding[] {
  const metadata = decoratorValue(of, 'metadata');
  const member = (object: Expression | undefined, name: string) =>
    object?.kind === 'object' ? object.properties.find((one) => one.name === name)?.value : undefined;
  const type = member(member(metadata, 'azd'), 'type');
  if (!metadata || (type?.kind === 'literal' && azdTypes.includes(String(type.value)))) return [];
  return [parameterType(metadata.at, `azd.type of ${of.name} must be one of ${azdTypes.join(', ')}`)];
}

function byDefault(of: Parameter): Finding[] {
  if (!of.default) return [];
  const kind = literalKind(of.default);
  if (kind && kind !== kindOf(of.type)) {
    return [parameterDefault(of.default.at, `the default of ${of.name} is of type ${kind}, not ${of.type}`)];
  }
  if (of.default.kind !== 'literal' && of.default.kind !== 'array') return [];
  const value = of.default.kind === 'literal' ? of.default.value : of.default.items;
  const refused = refusal(of, value);
  return refused ? [parameterDefault(of.default.at, `the default of ${of.name} ${refused}`)] : [];
}

/** Parameters and outputs that say what they are, of plain types, with defaults that fit. */
export function parameterRules(file: BicepFile): Finding[] {
  const odd = [...file.parameters, ...file.outputs].filter(({ type }) => !types.has(type));
  return [
    ...odd.map(({ name, type, at }) => parameterType(at, `${name} is of type ${type}: use ${[...types].join(', ')}`)),
    ...file.parameters.flatMap((parameter) => described(parameter, 'parameter')),
    ...file.outputs.flatMap((output) => described(output, 'output')),
    ...file.outputs.flatMap(({ name, type, value, at }) => {
      const kind = literalKind(value);
      return kind && kind !== kindOf(type)
        ? [parameterType(at, `the output ${name} is of type ${type}, not ${kind}`)]
        : [];
    }),
    ...file.parameters.flatMap(decorated),
    ...file.parameters.flatMap(azdType),
    ...file.parameters.flatMap(byDefault),
  ];
}
