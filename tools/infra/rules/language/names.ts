import type { BicepFile, Expression, Place } from '../../bicep/model';
import { expressionsOf, walk } from '../../bicep/walk';
import { functions } from '../../deployment/functions';
import { findings, type Finding } from '../../finding';
import { nearest } from '../../nearest';

const reference = findings('reference');
const duplicate = findings('duplicate');
const unused = findings('unused');
const wrongCall = findings('function');

/** Namespaces of functions, which stand where a name could. */
const namespaces = new Set(['az', 'sys']);

function declared(file: BicepFile): { name: string; at: Place }[] {
  return [...file.parameters, ...file.variables, ...file.resources, ...file.modules];
}

function names(expression: Expression): { name: string; at: Place }[] {
  const found: { name: string; at: Place }[] = [];
  walk(expression, (of, locals) => {
    if (of.kind === 'name' && !locals.has(of.name) && !namespaces.has(of.name)) found.push(of);
  });
  return found;
}

function unresolved(file: BicepFile): Finding[] {
  const known = declared(file).map(({ name }) => name);
  const wrong = expressionsOf(file)
    .flatMap(({ expression }) => names(expression))
    .filter(({ name }) => !known.includes(name));
  return wrong.map(({ name, at }) => {
    const similar = nearest(name, known);
    return reference(at, `${name} is declared nowhere in this file${similar ? `: did you mean ${similar}?` : ''}`);
  });
}

function twice(all: readonly { name: string; at: Place }[], what: string): Finding[] {
  return all
    .filter(({ name }, index) => all.findIndex((one) => one.name === name) < index)
    .map(({ name, at }) => duplicate(at, `${what} ${name} is declared before in this file: rename one`));
}

/** A loop's or a lambda's name that hides a declaration, and one that is never read. */
function locals(file: BicepFile): Finding[] {
  const known = new Set(declared(file).map(({ name }) => name));
  const found: Finding[] = [];
  for (const { expression } of expressionsOf(file)) {
    walk(expression, (of) => {
      if (of.kind !== 'for' && of.kind !== 'lambda') return;
      const brought = of.kind === 'for' ? [of.item, of.index] : of.parameters;
      const read = names(of.body).map(({ name }) => name);
      for (const name of brought) {
        if (name && known.has(name))
          found.push(duplicate(of.at, `${name} of this loop hides a declaration: rename it`));
        else if (name && !read.includes(name)) found.push(unused(of.at, `${name} of this loop is never read`));
      }
    });
  }
  return found;
}

/** Declarations whose name is read nowhere. Resources that are made and modules that are called have an effect. */
function unread(file: BicepFile): Finding[] {
  const all = expressionsOf(file);
  const isRead = (name: string) =>
    all.some(({ of, expression }) => of !== name && names(expression).some((one) => one.name === name));
  const idle = (kind: string, list: readonly { name: string; at: Place }[]) =>
    list
      .filter(({ name }) => !isRead(name))
      .map(({ name, at }) => unused(at, `${kind} ${name} is never read: remove it`));
  return [
    ...idle('parameter', file.parameters),
    ...idle('variable', file.variables),
    ...idle(
      'existing resource',
      file.resources.filter(({ existing }) => existing),
    ),
  ];
}

function calls(file: BicepFile): Finding[] {
  const found: Finding[] = [];
  for (const { expression } of expressionsOf(file)) {
    walk(expression, (of) => {
      if (of.kind !== 'call' || (of.on && !(of.on.kind === 'name' && namespaces.has(of.on.name)))) return;
      if (of.name === 'loadJsonContent') {
        if (of.arguments.length !== 1) found.push(wrongCall(of.at, 'loadJsonContent takes one path'));
        return;
      }
      const called = functions[of.name];
      const given = of.arguments.length;
      if (!called) {
        const similar = nearest(of.name, Object.keys(functions));
        found.push(
          wrongCall(of.at, `there is no function ${of.name} here${similar ? `: did you mean ${similar}?` : ''}`),
        );
      } else if (given < called.least || given > called.most) {
        const wanted = called.least === called.most ? called.least : `${called.least} to ${called.most}`;
        found.push(wrongCall(of.at, `${of.name} takes ${wanted} arguments, not ${given}`));
      }
    });
  }
  return found;
}

/** Names that mean nothing, mean two things, or that nobody reads; functions that don't exist. */
export function nameRules(file: BicepFile): Finding[] {
  return [
    ...unresolved(file),
    ...twice(declared(file), 'the name'),
    ...twice(file.outputs, 'the output'),
    ...locals(file),
    ...unread(file),
    ...calls(file),
  ];
}
