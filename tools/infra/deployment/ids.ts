import { at as member, dataOf, textOf, type Value } from './value';

/** The id of a value that can be a scope: a resource, or what `resourceGroup()` and `subscription()` give. */
export function scopeId(value: Value): string | undefined {
  if (value.kind === 'resource') return value.resource.id;
  const id = member(value, 'id');
  const data = dataOf(id);
  return typeof data === 'string' ? data : id && textOf(id);
}

/** The id of a resource by its type and whole name, in a group or subscription or as an extension of a resource. */
export function idOf(scope: string, type: string, name: string): string {
  if (type === 'Microsoft.Resources/resourceGroups') return `${scope}/resourceGroups/${name}`;
  const [provider = '', ...kinds] = type.split('/');
  const names = name.split('/');
  const segments = kinds.map((kind, index) => `${kind}/${names[index] ?? ''}`);
  return `${scope}/providers/${provider}/${segments.join('/')}`;
}
