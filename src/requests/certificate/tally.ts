import type { Outcome, OutcomeLine } from '../outcomes';
import type { StoredLine } from './marks';

/** Counts of items by outcome, per type. */
export type Counts = Record<string, Partial<Record<Outcome, number>>>;

/** Counts and bytes of blobs by outcome, per type. */
export type BlobCounts = Record<string, Partial<Record<Outcome, { blobs: number; bytes: number }>>>;

/** An item that is still there or can be restored. */
export interface KeptItem {
  mark: string;
  type: string;
  outcome: Outcome;
  reason?: string;
  until?: string;
}

/** Blobs of one item that share an outcome by which they are still there or can be restored. */
export interface ResidualBlobs {
  /** Of the item. */
  mark: string;
  type: string;
  outcome: Outcome;
  blobs: number;
  bytes: number;
  /** The latest date of them; missing when one of them has none. */
  until?: string;
}

/** What the outcome lines of a whole request come to. */
export interface Tally {
  items: { export: Counts; erase: Counts };
  blobs: { export: BlobCounts; erase: BlobCounts };
  kept: KeptItem[];
  /** Everything in `kept` and beyond it. */
  keptCount: number;
  residual: ResidualBlobs[];
  /** Everything in `residual` and beyond it. */
  residualCount: number;
  /** Every outcome, of items and blobs, counted. */
  outcomes: Partial<Record<Outcome, number>>;
}

const done: ReadonlySet<Outcome> = new Set(['deleted', 'already_absent', 'exported']);
/** Entries of a list on a certificate; the outcome documents have all. */
const listLimit = 10_000;

/**
 * Adds up outcome lines. Lines must come latest first: the first one seen for a thing is what finally became of it.
 * `remember` is set for lines that earlier ones may repeat; the bulk, which nothing precedes, is not kept in memory.
 */
export class Tallying {
  private readonly counted: Omit<Tally, 'residual' | 'residualCount'> = {
    items: { export: {}, erase: {} },
    blobs: { export: {}, erase: {} },
    kept: [],
    keptCount: 0,
    outcomes: {},
  };
  private readonly blobs = new Set<string>();
  private readonly items = { export: new Map<string, Outcome>(), erase: new Map<string, Outcome>() };
  private readonly marks = new Map<string, string>();
  private readonly residual = new Map<string, Omit<ResidualBlobs, 'mark'> & { ref: string; dated: boolean }>();

  /** Adds a line, unless a later one of the same thing was added before. True when it counted. */
  add(line: StoredLine, remember: boolean): boolean {
    const { step, kind, ref, outcome } = line;
    if (kind === 'item') this.marks.set(ref, line.mark);
    // A blob of several items counts for each: each of them had to have it exported, or gone.
    const key = `${step} ${ref} ${line.id}`;
    if (kind === 'item' ? this.items[step].has(ref) : this.blobs.has(key)) return false;
    if (kind === 'item') this.items[step].set(ref, outcome);
    else if (remember) this.blobs.add(key);
    const { outcomes } = this.counted;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (kind === 'blob') this.addBlob(line);
    else this.addItem(line);
    return true;
  }

  /** What finally became of an item, as far as its lines were added; undefined without any. */
  outcomeOf(step: OutcomeLine['step'], ref: string): Outcome | undefined {
    return this.items[step].get(ref);
  }

  /** What it comes to. Throws when of an item of whose blobs something is left no line was added. */
  get tally(): Tally {
    const residual = [...this.residual.values()].slice(0, listLimit).map(({ ref, dated, until, ...counts }) => {
      const mark = this.marks.get(ref);
      if (mark === undefined) throw new Error('An item of whose blobs something is left has no line.');
      return { mark, ...counts, ...(dated ? { until } : {}) };
    });
    return { ...this.counted, residual, residualCount: this.residual.size };
  }

  private addItem({ step, type, outcome, mark, reason, until }: StoredLine): void {
    const byType = (this.counted.items[step][type] ??= {});
    byType[outcome] = (byType[outcome] ?? 0) + 1;
    if (step === 'export' || done.has(outcome)) return;
    this.counted.keptCount += 1;
    if (this.counted.kept.length < listLimit) this.counted.kept.push({ mark, type, outcome, reason, until });
  }

  private addBlob({ step, type, outcome, ref, bytes = 0, until }: StoredLine): void {
    const byType = (this.counted.blobs[step][type] ??= {});
    const count = (byType[outcome] ??= { blobs: 0, bytes: 0 });
    count.blobs += 1;
    count.bytes += bytes;
    if (step === 'export' || done.has(outcome)) return;
    const key = `${ref} ${outcome}`;
    const entry = this.residual.get(key) ?? { ref, type, outcome, blobs: 0, bytes: 0, dated: true };
    entry.blobs += 1;
    entry.bytes += bytes;
    if (until === undefined) entry.dated = false;
    else if (entry.until === undefined || until > entry.until) entry.until = until;
    this.residual.set(key, entry);
  }
}
