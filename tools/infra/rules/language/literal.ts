import type { Expression } from '../../bicep/model';

/** The plain type behind a declared one: `string[]` is an array, `secureString` a string. */
export function kindOf(type: string): string {
  if (type.endsWith('[]')) return 'array';
  if (type === 'secureString') return 'string';
  return type === 'secureObject' ? 'object' : type;
}

/** The type of a value that shows it; undefined where that depends on what is referred to. */
export function literalKind(of: Expression): string | undefined {
  switch (of.kind) {
    case 'text':
      return 'string';
    case 'object':
      return 'object';
    case 'array':
    case 'for':
      return 'array';
    case 'literal':
      if (typeof of.value === 'number') return 'int';
      if (typeof of.value === 'boolean') return 'bool';
      return typeof of.value === 'string' ? 'string' : undefined;
    default:
      return undefined;
  }
}

/** The type of a value in JSON. */
export function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return 'int';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'object' : 'string';
}
