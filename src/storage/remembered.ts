/**
 * What was read of documents that never change, while there is room: the one that was asked for longest ago goes first.
 * Bounded by the size of the texts, so that a large plan can't fill the memory of a process.
 */
export class Remembered {
  private readonly kept = new Map<string, { value: unknown; size: number }>();
  private size = 0;

  /** `limit`: characters of JSON that are kept at most. */
  constructor(private readonly limit: number) {}

  /** What was kept under a name; undefined when it is not there any more. */
  get(name: string): unknown {
    const found = this.kept.get(name);
    if (!found) return undefined;
    this.kept.delete(name);
    this.kept.set(name, found);
    return found.value;
  }

  /** Keeps a value that was made from so many characters. */
  keep(name: string, value: unknown, size: number): void {
    if (size > this.limit / 4 || this.kept.has(name)) return;
    this.kept.set(name, { value, size });
    this.size += size;
    for (const [oldest, entry] of this.kept) {
      if (this.size <= this.limit) return;
      this.kept.delete(oldest);
      this.size -= entry.size;
    }
  }
}
