/**
 * Whether a name can be one of a container or share (Azure docs: naming containers). Datastores and URIs may name
 * anything, and `..` would lead a call to another container.
 */
export function isContainerName(name: string): boolean {
  return /^[\w$-]+$/.test(name);
}
