import type { BicepFile, Expression } from './model';

/** Names that an expression brings with it: of loops and lambdas. */
type Locals = ReadonlySet<string>;

/** Is told each expression, from the outside in, with the local names that hold there. */
export type Visit = (of: Expression, locals: Locals) => void;

function withNames(locals: Locals, names: readonly (string | undefined)[]): Locals {
  return new Set([...locals, ...names.filter((name) => name !== undefined)]);
}

/** Visits an expression and all that is in it. */
export function walk(of: Expression, visit: Visit, locals: Locals = new Set()): void {
  visit(of, locals);
  const on = (...parts: (Expression | undefined)[]) => parts.forEach((part) => part && walk(part, visit, locals));
  switch (of.kind) {
    case 'text':
      return on(...of.parts.filter((part) => typeof part !== 'string'));
    case 'object':
      return of.properties.forEach(({ key, value }) => on(key, value));
    case 'array':
      return on(...of.items);
    case 'for':
      on(of.list);
      return walk(of.body, visit, withNames(locals, [of.item, of.index]));
    case 'if':
      return on(of.condition, of.body);
    case 'choice':
      return on(of.condition, of.yes, of.no);
    case 'operation':
      return on(...of.operands);
    case 'member':
    case 'child':
      return on(of.of);
    case 'index':
      return on(of.of, of.index);
    case 'call':
      return on(of.on, ...of.arguments);
    case 'lambda':
      return walk(of.body, visit, withNames(locals, of.parameters));
    case 'literal':
    case 'name':
    case 'unread':
      return;
  }
}

/** All expressions of a file that stand by themselves, with the declaration's name they belong to. */
export function expressionsOf(file: BicepFile): { of: string; expression: Expression }[] {
  const { parameters, variables, resources, modules, outputs } = file;
  const decorators = [...parameters, ...variables, ...resources, ...modules, ...outputs].flatMap(
    ({ name, decorators }) =>
      decorators.flatMap((decorator) => decorator.arguments.map((expression) => ({ of: name, expression }))),
  );
  return [
    ...decorators,
    ...parameters.flatMap(({ name, default: expression }) => (expression ? [{ of: name, expression }] : [])),
    ...variables.map(({ name, value }) => ({ of: name, expression: value })),
    ...resources.map(({ name, body }) => ({ of: name, expression: body })),
    ...modules.map(({ name, body }) => ({ of: name, expression: body })),
    ...outputs.map(({ name, value }) => ({ of: `output ${name}`, expression: value })),
  ];
}

/** Takes the loop and the condition off a body: the object itself, where there is one. */
export function objectIn(body: Expression): Extract<Expression, { kind: 'object' }> | undefined {
  if (body.kind === 'object') return body;
  return body.kind === 'for' || body.kind === 'if' ? objectIn(body.body) : undefined;
}
