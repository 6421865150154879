import type { Expression, Place } from '../bicep/model';
import { functions } from './functions';
import { access } from './access';
import { operate } from './operate';
import type { Cloud } from './clouds';
import { dataOf, known, later, textOf, valueOf, type Entry, type Value } from './value';

/** What an expression may refer to. */
export interface Surroundings {
  /** The value of a parameter, variable, resource or module of the file; undefined where there is none. */
  look: (name: string) => Value | undefined;
  /** The content of a JSON file, by its path from the file. */
  json: (path: string, at: Place) => Value;
  fault: (at: Place, message: string) => void;
  /** Id of the group or subscription that the file is deployed to. */
  scope: string;
  /** What `environment()` gives. */
  cloud: Cloud;
}

type Locals = ReadonlyMap<string, Value>;

function loop(loop: Extract<Expression, { kind: 'for' }>, here: Surroundings, locals: Locals): Value {
  const values = evaluate(loop.list, here, locals);
  if (values.kind === 'later') return later(`<loop over ${values.text}>`);
  if (values.kind !== 'array') {
    here.fault(loop.list.at, 'the loop runs over something that is no array: use items() for an object');
    return later('<loop>');
  }
  return {
    kind: 'array',
    items: values.items.map(({ value }, index) => {
      const inner = new Map(locals);
      if (loop.item) inner.set(loop.item, value);
      if (loop.index) inner.set(loop.index, known(index));
      return { at: loop.body.at, value: evaluate(loop.body, here, inner) };
    }),
  };
}

function object(of: Extract<Expression, { kind: 'object' }>, here: Surroundings, locals: Locals): Value {
  const entries = new Map<string, Entry>();
  for (const { key, value, at } of of.properties) {
    const name = textOf(evaluate(key, here, locals));
    if (name === undefined) here.fault(at, 'the name of this property is no text');
    else if (entries.has(name)) here.fault(at, `the property ${name} is set twice: remove one`);
    else entries.set(name, { at, value: evaluate(value, here, locals) });
  }
  return { kind: 'object', entries };
}

function call(of: Extract<Expression, { kind: 'call' }>, here: Surroundings, locals: Locals): Value {
  // `az.` and `sys.` only say which namespace a function is of.
  const inNamespace = of.on?.kind === 'name' && ['az', 'sys'].includes(of.on.name);
  if (of.on && !inNamespace) {
    evaluate(of.on, here, locals);
    return later(`<${of.name}() at ${of.at.file}:${of.at.line}>`);
  }
  const given = of.arguments.map((argument) => evaluate(argument, here, locals));
  if (of.name === 'loadJsonContent') return here.json(given[0] ? (textOf(given[0]) ?? '') : '', of.at);
  if (of.name === 'environment') return valueOf(here.cloud, of.at);
  const called = functions[of.name];
  // That the function exists and takes so many arguments is a rule's business.
  if (!called || given.length < called.least) return later(`<${of.name}()>`);
  return called.call(given, of.at, here.scope);
}

/** What an expression comes to. */
export function evaluate(of: Expression, here: Surroundings, locals: Locals = new Map()): Value {
  const inner = (part: Expression) => evaluate(part, here, locals);
  switch (of.kind) {
    case 'literal':
      return known(of.value);
    case 'text': {
      const parts = of.parts.map((part) => (typeof part === 'string' ? known(part) : inner(part)));
      const texts = parts.map(textOf);
      if (texts.includes(undefined)) here.fault(of.at, 'an object or array stands in a text: use string() or join()');
      const text = texts.join('');
      return parts.some((part) => part.kind === 'later') ? later(text) : known(text);
    }
    case 'name':
      return locals.get(of.name) ?? here.look(of.name) ?? later(`<${of.name}>`);
    case 'object':
      return object(of, here, locals);
    case 'array':
      return { kind: 'array', items: of.items.map((item) => ({ at: item.at, value: inner(item) })) };
    case 'for':
      return loop(of, here, locals);
    case 'if':
      return inner(of.body);
    case 'choice': {
      const condition = inner(of.condition);
      if (dataOf(condition) === undefined) return later(`<choice at ${of.at.file}:${of.at.line}>`);
      return inner(dataOf(condition) === true ? of.yes : of.no);
    }
    case 'operation':
      return operate(of.operator, of.operands, inner);
    case 'member':
      return access(inner(of.of), of.name, of.lenient, of.at, here.fault);
    case 'index': {
      const key = dataOf(inner(of.index));
      const from = inner(of.of);
      if (typeof key !== 'string' && typeof key !== 'number') return later(`<item of ${textOf(from) ?? of.at.line}>`);
      return access(from, key, of.lenient, of.at, here.fault);
    }
    case 'child':
      return later(`<${of.name}>`);
    case 'call':
      return call(of, here, locals);
    case 'lambda':
      return {
        kind: 'lambda',
        call: (...given) => {
          const bound = of.parameters.map((name, index) => [name, given[index] ?? known(null)] as const);
          return evaluate(of.body, here, new Map([...locals, ...bound]));
        },
      };
    case 'unread':
      return later(`<${of.text.slice(0, 40)}>`);
  }
}
