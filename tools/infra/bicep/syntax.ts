import type { Node } from 'web-tree-sitter';
import type { BicepFile } from './model';
import { placeOf } from './expression';

type Fault = BicepFile['faults'][number];

/** Pieces that Bicep wants apart: by a line break, properties also by a comma. Items of arrays are read apart. */
const apart: Record<string, string> = { object: 'properties', infrastructure: 'declarations' };

/** What the grammar takes and Bicep doesn't: two properties or declarations on one line. */
function crowded(node: Node, file: string): Fault[] {
  const what = apart[node.type];
  if (!what) return [];
  return node.children.flatMap((child, index): Fault[] => {
    const next = node.children[index + 1];
    const both = next?.isNamed && child.isNamed && !next.isExtra && !child.isExtra;
    if (!both || child.endPosition.row !== next.startPosition.row) return [];
    return [{ at: placeOf(next, { path: file }), message: `two ${what} on one line: begin a line` }];
  });
}

/** Nodes that the grammar reads as something that a deployment can't hold. */
const unknown: Record<string, string> = {
  assignment_expression: 'an assignment inside an expression: write `:` in an object, `==` to compare',
  primitive_type: 'a type where a value belongs',
  array_type: 'a type where a value belongs',
  nullable_type: 'a nullable type: the parser and the style of this folder know none',
  union_type: 'a union of types where a value belongs',
  import_statement: 'an import: the folder uses raw resources only',
  import_functionality: 'an import: the folder uses raw resources only',
  type_declaration: 'a type of its own: use the plain types',
  resource_expression: 'a resource inside a resource: declare it beside it, with `parent`',
  user_defined_function: 'a function of its own: use a variable',
};

/** The types of parameters and outputs are the only ones in their place. */
function isTypeInPlace(node: Node): boolean {
  return node.parent?.type === 'type';
}

/** Errors of syntax below a node, the outermost only. */
export function syntaxFaults(node: Node, file: string): Fault[] {
  const at = placeOf(node, { path: file });
  if (node.isMissing) return [{ at, message: `${node.type || 'something'} is missing here` }];
  if (node.isError) return [{ at, message: `can't be read: ${node.text.split('\n')[0]?.slice(0, 60) ?? ''}` }];
  const odd = unknown[node.type];
  if (odd && !isTypeInPlace(node)) return [{ at, message: odd }];
  if (node.type === 'resource_declaration' && node.parent?.type === 'object_property') {
    return [{ at, message: 'a resource inside a resource: declare it beside it, with `parent`' }];
  }
  return [...crowded(node, file), ...node.children.flatMap((child) => syntaxFaults(child, file))];
}
