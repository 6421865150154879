import { comparedPath, containerKey, type ByteRange } from './uri';

interface Place<T> {
  kind: ByteRange['kind'];
  value: T;
}

/** Ranges with what belongs to them, to ask which of them share bytes with another one. */
export class RangeIndex<T> {
  /** By container, then by path: no key is made of both, which for a million ranges would be most of the memory. */
  private readonly places = new Map<string, Map<string, Place<T>[]>>();
  private readonly paths = new Map<string, string[]>();
  private readonly inOrder = new Set<string>();

  /** Adds a range. */
  add(range: ByteRange, value: T): void {
    const path = comparedPath(range);
    const container = containerKey(range);
    const places = this.places.get(container) ?? new Map<string, Place<T>[]>();
    this.places.set(container, places);
    const place: Place<T> = { kind: range.kind, value };
    const known = places.get(path);
    if (known) known.push(place);
    else places.set(path, [place]);
    const paths = this.paths.get(container) ?? [];
    paths.push(path);
    this.paths.set(container, paths);
    this.inOrder.delete(container);
  }

  /** Everything whose range contains this one (or is the same). */
  containing(range: ByteRange): T[] {
    const found: T[] = [];
    const own = comparedPath(range);
    const places = this.places.get(containerKey(range));
    if (!places) return found;
    const take = (path: string) => {
      for (const place of places.get(path) ?? []) {
        if (place.kind === 'prefix' || path === own) found.push(place.value);
      }
    };
    // What contains it is the whole container, ends at one of its slashes, or is it.
    if (own !== '') take('');
    for (let slash = own.indexOf('/'); slash >= 0; slash = own.indexOf('/', slash + 1)) take(own.slice(0, slash + 1));
    if (!own.endsWith('/')) take(own);
    return found;
  }

  /** Everything whose range contains this one, or is contained in it. */
  overlapping(range: ByteRange): T[] {
    const found = new Set(this.containing(range));
    if (range.kind === 'prefix') {
      const container = containerKey(range);
      const paths = this.sorted(container);
      const path = comparedPath(range);
      for (let at = lowerBound(paths, path); paths[at]?.startsWith(path); at += 1) {
        for (const place of this.places.get(container)?.get(paths[at] ?? '') ?? []) found.add(place.value);
      }
    }
    return [...found];
  }

  /** Sorted by code unit when first asked, as `startsWith` compares. */
  private sorted(container: string): string[] {
    const paths = this.paths.get(container) ?? [];
    if (!this.inOrder.has(container)) paths.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    this.inOrder.add(container);
    return paths;
  }
}

function lowerBound(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
