/**
 * Adds items at the end of an array. `push(...items)` passes each as an argument, and a call takes some 120,000 of those:
 * one item of a plan may have more blobs.
 */
export function append<T>(all: T[], items: Iterable<T>): void {
  for (const item of items) all.push(item);
}
