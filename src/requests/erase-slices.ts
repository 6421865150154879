import type { Ended } from './expected-end';
import type { WorkBlob } from './shard-results';

/** Blobs that are erased together: some twenty batches. */
const sliceSize = 5_000;

/**
 * Cuts an item's blobs, always in the same way, into what can be erased one after the other: of one account, with all
 * copies of a name together, and markers of directories after all that may be in them.
 */
export function slicesOf(blobs: readonly WorkBlob[]): [WorkBlob, ...WorkBlob[]][] {
  const slices: [WorkBlob, ...WorkBlob[]][] = [];
  for (const blob of [...blobs.filter((one) => !isMarker(one)), ...deepestFirst(blobs.filter(isMarker))]) {
    const last = slices.at(-1);
    const [first] = last ?? [];
    const isNear = first?.account === blob.account && first.store === blob.store;
    if (last && isNear && (last.length < sliceSize || last.at(-1)?.name === blob.name)) last.push(blob);
    else slices.push([blob]);
  }
  return slices;
}

/** Takes in what became of one more blob. */
export function addEnd(ends: Ended[], { outcome, until }: Ended): void {
  const known = ends.find((one) => one.outcome === outcome);
  if (!known) ends.push({ outcome, until });
  else if (until === undefined || known.until === undefined) known.until = undefined;
  else if (until > known.until) known.until = until;
}

function isMarker({ state }: WorkBlob): boolean {
  return state === 'directory';
}

function deepestFirst(markers: readonly WorkBlob[]): WorkBlob[] {
  const depths = new Map(markers.map((marker) => [marker, marker.name.split('/').length]));
  return [...markers].sort((a, b) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0));
}
