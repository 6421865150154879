import type { Outcome, OutcomeLine } from '../outcomes';

/** Counts of items by outcome, per type and step. */
export type Counts = Record<string, Partial<Record<Outcome, number>>>;

/** Counts and bytes of blobs by outcome, per type and step. */
export type BlobCounts = Record<string, Partial<Record<Outcome, { blobs: number; bytes: number }>>>;

/** What the outcome lines of a whole request come to. */
export interface Tally {
  items: { export: Counts; erase: Counts };
  blobs: { export: BlobCounts; erase: BlobCounts };
  /** Items that are still there, with what became of them; the first thousand. */
  kept: { ref: string; type: string; outcome: Outcome; reason?: string }[];
  /** Everything in `kept` and beyond it. */
  keptCount: number;
  /** Every outcome, of items and blobs, counted. */
  outcomes: Partial<Record<Outcome, number>>;
}

const done: ReadonlySet<Outcome> = new Set(['deleted', 'already_absent', 'exported']);
const keptLimit = 1_000;

/**
 * Adds up outcome lines. Lines must come latest first: the first one seen for a thing is what finally became of it.
 * `remember` is set for lines that earlier ones may repeat; the bulk, which nothing precedes, is not kept in memory.
 */
export class Tallying {
  readonly tally: Tally = {
    items: { export: {}, erase: {} },
    blobs: { export: {}, erase: {} },
    kept: [],
    keptCount: 0,
    outcomes: {},
  };
  private readonly seen = new Set<string>();

  /** Adds a line, unless a later one of the same thing was added before. */
  add(line: OutcomeLine, remember: boolean): void {
    const key = `${line.step} ${line.kind} ${line.kind === 'item' ? line.ref : line.id}`;
    if (this.seen.has(key)) return;
    if (remember || line.kind === 'item') this.seen.add(key);
    const { tally } = this;
    tally.outcomes[line.outcome] = (tally.outcomes[line.outcome] ?? 0) + 1;
    if (line.kind === 'blob') {
      const byType = (tally.blobs[line.step][line.type] ??= {});
      const count = (byType[line.outcome] ??= { blobs: 0, bytes: 0 });
      count.blobs += 1;
      count.bytes += line.bytes ?? 0;
      return;
    }
    const byType = (tally.items[line.step][line.type] ??= {});
    byType[line.outcome] = (byType[line.outcome] ?? 0) + 1;
    if (line.step === 'export' || done.has(line.outcome)) return;
    tally.keptCount += 1;
    if (tally.kept.length < keptLimit) {
      tally.kept.push({ ref: line.ref, type: line.type, outcome: line.outcome, reason: line.reason });
    }
  }

  /** Whether an item has an outcome already. */
  has(step: OutcomeLine['step'], ref: string): boolean {
    return this.seen.has(`${step} item ${ref}`);
  }
}
