import type { Node, Tree } from 'web-tree-sitter';
import type { Expression, Place, Property } from './model';
import { resourceOf } from './declarations';
import { itemsIn } from './items';

/** The file that is read: its path, and the parser, for what has to be parsed again. */
export interface Source {
  path: string;
  parse: (text: string) => Tree;
}

/** The place of a node in a file. */
export function placeOf(node: Node, { path }: Pick<Source, 'path'>): Place {
  return { file: path, line: node.startPosition.row + 1 };
}

/** The children that mean something: no comments. */
export function partsOf(node: Node): Node[] {
  return node.namedChildren.filter((child) => child.type !== 'comment' && child.type !== 'diagnostic_comment');
}

/** Escapes of Bicep's strings, by the letter after the backslash. */
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', "'": "'", '\\': '\\', $: '$' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u\{([0-9a-fA-F]+)\}|(.))/gs, (_all, code: string | undefined, letter: string) =>
    code ? String.fromCodePoint(parseInt(code, 16)) : (escapes[letter] ?? letter),
  );
}

/** A string: literal where nothing is interpolated. The text between interpolations is taken from the source. */
function stringOf(node: Node, file: Source): Expression {
  const at = placeOf(node, file);
  const { text } = node;
  if (text.startsWith("'''")) {
    return { kind: 'literal', value: text.slice(3, -3).replace(/^\r?\n/, ''), at };
  }
  const parts: (string | Expression)[] = [];
  let from = node.startIndex + 1;
  const upTo = (end: number) => unescaped(text.slice(from - node.startIndex, end - node.startIndex));
  for (const part of node.namedChildren.filter((child) => child.type === 'interpolation')) {
    parts.push(upTo(part.startIndex), ...partsOf(part).map((inner) => expressionOf(inner, file)));
    from = part.endIndex;
  }
  parts.push(upTo(node.endIndex - 1));
  const [only] = parts;
  return parts.length === 1 && typeof only === 'string'
    ? { kind: 'literal', value: only, at }
    : { kind: 'text', parts: parts.filter((part) => part !== ''), at };
}

/** The items of an array, each parsed for itself at its line. */
function arrayItems(node: Node, file: Source): Expression[] {
  return itemsIn(node.text).map(({ text, row }) => {
    const line = node.startPosition.row + row;
    const tree = file.parse(`${'\n'.repeat(line)}var item = ${text}`);
    const [declaration, ...more] = partsOf(tree.rootNode);
    const value = declaration && partsOf(declaration).at(-1);
    const clean = value && more.length === 0 && !tree.rootNode.hasError;
    return clean ? expressionOf(value, file) : { kind: 'unread', text, at: { file: file.path, line: line + 1 } };
  });
}

function propertyOf(node: Node, file: Source): Property | undefined {
  const [key, value] = partsOf(node);
  if (!key || !value) return undefined;
  const at = placeOf(node, file);
  const keyExpression: Expression =
    key.type === 'string' ? stringOf(key, file) : { kind: 'literal', value: key.text, at };
  const name = keyExpression.kind === 'literal' ? String(keyExpression.value) : undefined;
  return { key: keyExpression, name, value: expressionOf(value, file), at };
}

function objectOf(node: Node, file: Source): Expression {
  const properties: Property[] = [];
  const resources = [];
  for (const child of partsOf(node)) {
    if (child.type !== 'object_property') continue;
    const [first] = partsOf(child);
    if (first?.type === 'resource_declaration') resources.push(resourceOf(first, [], file));
    else {
      const property = propertyOf(child, file);
      if (property) properties.push(property);
    }
  }
  return { kind: 'object', properties, resources, at: placeOf(node, file) };
}

function loopOf(node: Node, file: Source): Expression {
  const parts = partsOf(node);
  const body = node.childForFieldName('body') ?? undefined;
  const names = parts[0]?.type === 'for_loop_parameters' ? partsOf(parts[0]).map(({ text }) => text) : undefined;
  const single = node.childForFieldName('initializer')?.text;
  const [list] = parts.filter((part) => part.id !== body?.id).slice(-1);
  if (!body || !list) return { kind: 'unread', text: node.text, at: placeOf(node, file) };
  return {
    kind: 'for',
    item: names?.[0] ?? single,
    index: names?.[1],
    list: expressionOf(list, file),
    body: expressionOf(body, file),
    at: placeOf(node, file),
  };
}

/**
 * What is done with an expression that stands before a `.name`, `[index]`, `::child` or call. The grammar binds these
 * weaker than operators and reads `a && b.c` as `(a && b).c`: they are handed down to the operand they belong to.
 */
type Suffix = (of: Expression) => Expression;

function callOf(node: Node, file: Source, then: Suffix): Expression {
  const at = placeOf(node, file);
  const called = node.childForFieldName('function');
  const list = node.childForFieldName('arguments');
  const given = list ? partsOf(list).map((part) => expressionOf(part, file)) : [];
  if (called?.type === 'identifier') return then({ kind: 'call', name: called.text, arguments: given, at });
  const object = called?.childForFieldName('object');
  const name = called?.childForFieldName('property')?.text;
  if (!object || !name) return { kind: 'unread', text: node.text, at };
  return expressionOf(object, file, (on) => then({ kind: 'call', name, on, arguments: given, at }));
}

function lambdaOf(node: Node, file: Source, then: Suffix): Expression {
  const [parameters, body] = partsOf(node);
  const at = placeOf(node, file);
  if (!parameters || !body) return { kind: 'unread', text: node.text, at };
  const names = parameters.type === 'identifier' ? [parameters] : partsOf(parameters);
  return { kind: 'lambda', parameters: names.map(({ text }) => text), body: expressionOf(body, file, then), at };
}

/** The operator's text of a member or index access says whether an absent member is null: `.?` and `[?`. */
function isLenient(node: Node): boolean {
  return node.children.some(({ type }) => type === '.?' || type === '?');
}

/** Operators and what else ends with an operand: suffixes belong to that operand. */
function operationOf(node: Node, file: Source, then: Suffix): Expression {
  const at = placeOf(node, file);
  const parts = partsOf(node);
  const operands = parts.map((part, index) =>
    index === parts.length - 1 ? expressionOf(part, file, then) : expressionOf(part, file),
  );
  const [first, ...rest] = operands;
  // The grammar reads `one => one.a < 2` as `(one => one.a) < 2`: what follows belongs to the body.
  if (first?.kind === 'lambda') return { ...first, body: operated(node, [first.body, ...rest], at) };
  return operated(node, operands, at);
}

function operated(node: Node, operands: Expression[], at: Place): Expression {
  const [condition, yes, no] = operands;
  if (node.type !== 'ternary_expression') {
    return { kind: 'operation', operator: node.childForFieldName('operator')?.text ?? '', operands, at };
  }
  return condition && yes && no ? { kind: 'choice', condition, yes, no, at } : { kind: 'unread', text: node.text, at };
}

/** `a.b`, `a[b]` and `a::b` */
function accessOf(node: Node, file: Source, then: Suffix): Expression {
  const at = placeOf(node, file);
  const [of, to] = partsOf(node);
  if (!of || !to) return { kind: 'unread', text: node.text, at };
  if (node.type === 'resource_expression') {
    return expressionOf(of, file, (from) => then({ kind: 'child', of: from, name: to.text, at }));
  }
  const lenient = isLenient(node);
  if (node.type === 'member_expression') {
    return expressionOf(of, file, (from) => then({ kind: 'member', of: from, name: to.text, lenient, at }));
  }
  const index = expressionOf(to, file);
  return expressionOf(of, file, (from) => then({ kind: 'index', of: from, index, lenient, at }));
}

/** A value that stands alone. */
function simpleOf(node: Node, file: Source): Expression {
  const at = placeOf(node, file);
  const parts = partsOf(node);
  const [first, second] = parts;
  switch (node.type) {
    case 'string':
      return stringOf(node, file);
    case 'number':
      return { kind: 'literal', value: Number(node.text), at };
    case 'boolean':
      return { kind: 'literal', value: node.text === 'true', at };
    case 'null':
      return { kind: 'literal', value: null, at };
    case 'identifier':
      return { kind: 'name', name: node.text, at };
    case 'object':
      return objectOf(node, file);
    case 'array':
      return { kind: 'array', items: arrayItems(node, file), at };
    case 'for_statement':
      return loopOf(node, file);
    case 'parenthesized_expression':
      if (first && parts.length === 1) return expressionOf(first, file);
      break;
    case 'if_statement':
      if (first && second) {
        return { kind: 'if', condition: expressionOf(first, file), body: expressionOf(second, file), at };
      }
      break;
  }
  return { kind: 'unread', text: node.text, at };
}

/** An expression as a plain value. What the reader doesn't know is `unread`, which a rule reports. */
export function expressionOf(node: Node, file: Source, then: Suffix = (of) => of): Expression {
  switch (node.type) {
    case 'call_expression':
      return callOf(node, file, then);
    case 'lambda_expression':
      return lambdaOf(node, file, then);
    case 'ternary_expression':
    case 'binary_expression':
    case 'unary_expression':
      return operationOf(node, file, then);
    case 'member_expression':
    case 'subscript_expression':
    case 'resource_expression':
      return accessOf(node, file, then);
    default:
      return then(simpleOf(node, file));
  }
}
