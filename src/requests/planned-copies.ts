import { copyQuery, type ListedBlob } from '../storage/byte-store';

/** A listed copy against the plan: as planned, what has taken the place of something planned, or not in the plan. */
export interface ComparedCopy {
  blob: ListedBlob;
  as: 'planned' | 'changed' | 'new';
}

/**
 * The planned copies of one range, to be compared with a new listing. A copy keeps its etag whatever becomes of it: what
 * was current may be a previous version, a snapshot or soft-deleted by now, and is still the plan's.
 */
export class PlannedCopies<T extends ListedBlob> {
  private readonly open = new Map<string, Set<T>>();
  /** Planned ones whose place something else has taken. */
  private readonly replaced = new Set<T>();

  constructor(planned: Iterable<T>) {
    for (const blob of planned) {
      const named = this.open.get(blob.name);
      if (named) named.add(blob);
      else this.open.set(blob.name, new Set([blob]));
    }
  }

  /** Compares the listed copies of one name. */
  compare(copies: readonly ListedBlob[]): ComparedCopy[] {
    const named = this.open.get(copies[0]?.name ?? '') ?? new Set<T>();
    const take = (matches: (planned: T) => boolean): T | undefined => {
      const found = [...named].find((planned) => matches(planned));
      if (found) named.delete(found);
      return found;
    };
    const places = new Map([...named].map((planned) => [copyQuery(planned), planned]));
    // A snapshot of a blob has the blob's etag: whoever is at the planned place comes first.
    const inPlace = new Set(copies.filter((blob) => take((planned) => isSame(planned, blob))));
    return copies.map((blob) => {
      if (inPlace.has(blob) || take(({ etag }) => etag === blob.etag)) return { blob, as: 'planned' };
      const planned = places.get(copyQuery(blob));
      if (!planned) return { blob, as: 'new' };
      this.replaced.add(planned);
      return { blob, as: 'changed' };
    });
  }

  /** Planned ones of which the listing showed nothing. */
  *missing(): Generator<T> {
    for (const named of this.open.values()) for (const planned of named) if (!this.replaced.has(planned)) yield planned;
  }
}

/** Versions and snapshots never change, so their ids say enough. */
function isSame(planned: ListedBlob, blob: ListedBlob): boolean {
  const place = copyQuery(blob);
  return copyQuery(planned) === place && (planned.etag === blob.etag || place !== '');
}
