import { keyOf, type ResourceRecord } from './records';

/**
 * The records of one type below one scope. Lists are sorted when somebody asks, and stay so while records only go: a
 * workspace of a hundred thousand jobs is listed in a thousand pages, and its children are asked for run by run.
 */
export class RecordList {
  private readonly records = new Map<string, ResourceRecord>();
  private sorted: ResourceRecord[] | undefined;
  private below: Map<string, Set<string>> | undefined;
  private dropped = false;

  get(key: string): ResourceRecord | undefined {
    return this.records.get(key);
  }

  put(key: string, record: ResourceRecord): void {
    const before = this.records.get(key);
    if (before?.parentRun !== undefined || record.parentRun !== undefined) this.below = undefined;
    this.records.set(key, record);
    this.sorted = undefined;
  }

  drop(key: string): void {
    if (this.records.get(key)?.parentRun !== undefined) this.below = undefined;
    this.dropped = this.records.delete(key) || this.dropped;
  }

  /** All of them, newest first. The caller must not change the list. */
  all(): readonly ResourceRecord[] {
    this.sorted ??= [...this.records.values()].sort(newestFirst);
    if (this.dropped) this.sorted = this.sorted.filter((record) => this.records.get(keyOf(record)) === record);
    this.dropped = false;
    return this.sorted;
  }

  /** Those right below a run, newest first. */
  childrenOf(run: string): ResourceRecord[] {
    if (this.below === undefined) {
      this.below = new Map();
      for (const [key, { parentRun }] of this.records) {
        if (parentRun === undefined) continue;
        this.below.set(parentRun, (this.below.get(parentRun) ?? new Set()).add(key));
      }
    }
    const keys = [...(this.below.get(run) ?? [])];
    return keys.flatMap((key) => this.records.get(key) ?? []).sort(newestFirst);
  }
}

/** The position of a record in lists: lists are newest first, then by key. */
export function newestFirst(a: ResourceRecord, b: ResourceRecord): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
