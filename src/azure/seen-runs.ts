/** Names that are kept at most, over all looks: about 20 MB. */
const limit = 200_000;

const seen = new Map<string, Set<string>>();
let names = 0;

/** Notes runs that run history showed to a look (see `remembered`). The look that is oldest is forgotten first. */
export function noteSeen(look: string, runs: readonly string[]): void {
  const known = seen.get(look) ?? new Set<string>();
  // Last in the order of the map: it is the newest.
  seen.delete(look);
  seen.set(look, known);
  const before = known.size;
  for (const run of runs) known.add(run);
  names += known.size - before;
  for (const [oldest, set] of seen) {
    if (names <= limit) return;
    seen.delete(oldest);
    names -= set.size;
  }
}

/** Whether run history is known to have shown a run to this look. False says nothing. */
export function wasSeen(look: string, run: string): boolean {
  return seen.get(look)?.has(run) ?? false;
}
