import { containerKey, type ByteRange } from './uri';

/** Ranges with what belongs to them, to ask which of them share bytes with another one. */
export class RangeIndex<T> {
  private readonly places = new Map<string, { path: string; kind: ByteRange['kind']; value: T }[]>();
  private readonly paths = new Map<string, string[]>();
  private readonly inOrder = new Set<string>();

  /** Adds a range. */
  add(range: ByteRange, value: T): void {
    const key = `${containerKey(range)}/${range.path}`;
    this.places.set(key, [...(this.places.get(key) ?? []), { path: range.path, kind: range.kind, value }]);
    const container = containerKey(range);
    const paths = this.paths.get(container) ?? [];
    paths.push(range.path);
    this.paths.set(container, paths);
    this.inOrder.delete(container);
  }

  /** Everything whose range contains this one (or is the same). */
  containing(range: ByteRange): T[] {
    const found: T[] = [];
    const take = (path: string) => {
      for (const place of this.places.get(`${containerKey(range)}/${path}`) ?? []) {
        if (place.kind === 'prefix' || path === range.path) found.push(place.value);
      }
    };
    // What contains it is the whole container, ends at one of its slashes, or is it.
    if (range.path !== '') take('');
    for (let slash = range.path.indexOf('/'); slash >= 0; slash = range.path.indexOf('/', slash + 1)) {
      take(range.path.slice(0, slash + 1));
    }
    if (!range.path.endsWith('/')) take(range.path);
    return found;
  }

  /** Everything whose range contains this one, or is contained in it. */
  overlapping(range: ByteRange): T[] {
    const found = new Set(this.containing(range));
    if (range.kind === 'prefix') {
      const container = containerKey(range);
      const paths = this.sorted(container);
      for (let at = lowerBound(paths, range.path); paths[at]?.startsWith(range.path); at += 1) {
        for (const place of this.places.get(`${container}/${paths[at]}`) ?? []) found.add(place.value);
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
