import type { Node } from 'web-tree-sitter';
import { expressionOf, partsOf, placeOf, type Source } from './expression';
import type { Decorator, Expression, Module, Output, Parameter, Resource, Variable } from './model';

/** The decorators that stand before a declaration. */
export function decoratorsOf(node: Node, file: Source): Decorator[] {
  return partsOf(node).flatMap((decorator) => {
    const [call] = partsOf(decorator).map((part) => expressionOf(part, file));
    return call?.kind === 'call' ? [{ name: call.name, arguments: call.arguments, at: call.at }] : [];
  });
}

/** Name and value of a declaration: its first part, and its last one. */
function ends(node: Node, file: Source): { name: string; last: Expression } {
  const parts = partsOf(node);
  const last = parts.at(-1);
  if (!parts[0] || !last) throw new Error(`${file.path}: a declaration without parts`);
  return { name: parts[0].text, last: expressionOf(last, file) };
}

/** `param name type = default` */
export function parameterOf(node: Node, decorators: Decorator[], file: Source): Parameter {
  const [name, type, value] = partsOf(node);
  return {
    name: name?.text ?? '',
    type: type?.text ?? '',
    default: value && expressionOf(value, file),
    decorators,
    at: placeOf(node, file),
  };
}

/** `var name = value` */
export function variableOf(node: Node, decorators: Decorator[], file: Source): Variable {
  const { name, last } = ends(node, file);
  return { name, value: last, decorators, at: placeOf(node, file) };
}

/** `output name type = value` */
export function outputOf(node: Node, decorators: Decorator[], file: Source): Output {
  const { name, last } = ends(node, file);
  return { name, type: partsOf(node)[1]?.text ?? '', value: last, decorators, at: placeOf(node, file) };
}

function quotedText(node: Node | undefined): string {
  return node?.text.replace(/^'|'$/g, '') ?? '';
}

/** `resource name 'type@version' = body` */
export function resourceOf(node: Node, decorators: Decorator[], file: Source): Resource {
  const { name, last } = ends(node, file);
  const [type = '', version = ''] = quotedText(partsOf(node)[1]).split('@');
  const existing = node.children.some((child) => child.type === 'existing');
  return { name, type, version, existing, body: last, decorators, at: placeOf(node, file) };
}

/** `module name 'path' = body` */
export function moduleOf(node: Node, decorators: Decorator[], file: Source): Module {
  const { name, last } = ends(node, file);
  return { name, path: quotedText(partsOf(node)[1]), body: last, decorators, at: placeOf(node, file) };
}
