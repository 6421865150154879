import { createHash } from 'node:crypto';

/** A GUID that depends on the text alone, so that a seed means the same on every machine. */
export function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The id of an experiment in a workspace. */
export function experimentIdOf(scope: string, name: string): string {
  return guidOf(`experiment:${scope.toLowerCase()}:${name}`);
}
