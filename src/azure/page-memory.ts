/** One page of a list and the link to the next. */
export interface ArmPage {
  value: Record<string, unknown>[];
  next?: string;
}

/** Milliseconds for which an answer is given again. */
const keepsMs = 60_000;
/** Records that are kept at most, over all looks; an answer without any counts as one. */
const limit = 20_000;

interface Kept {
  answer: Promise<unknown>;
  /** By `performance.now()`: a clock that is set back would make answers young again. */
  readAt: number;
  records: number;
}

const kept = new Map<string, Kept>();
let records = 0;

/**
 * Asks once for everybody who takes the same look at a workspace: many types need the same lists (all jobs, all
 * deployments) and the budget of reads is 25 a second. A look begins with its name, so an answer is never older than
 * it; what must know how things are right now reads without one. What failed is asked anew. `count`: records in it.
 */
export function remembered<T>(
  look: string,
  url: string,
  read: () => Promise<T>,
  count: (answer: T) => number = () => 1,
): Promise<T> {
  const name = `${look} ${url}`;
  const known = kept.get(name);
  // The name tells what was read, so it is a T again.
  if (known && performance.now() - known.readAt < keepsMs) return known.answer as Promise<T>;
  if (known) forget(name, known);
  const answer = read();
  const entry: Kept = { answer, readAt: performance.now(), records: 1 };
  kept.set(name, entry);
  records += 1;
  answer.then(
    (value) => {
      if (kept.get(name) !== entry) return;
      const more = Math.max(1, count(value)) - entry.records;
      entry.records += more;
      records += more;
      dropOldest();
    },
    () => {
      if (kept.get(name) === entry) forget(name, entry);
    },
  );
  dropOldest();
  return answer;
}

/** A page of a list, as `remembered` has it. */
export function rememberedPage(look: string, url: string, read: () => Promise<ArmPage>): Promise<ArmPage> {
  return remembered(look, url, read, (page) => page.value.length);
}

function forget(name: string, entry: Kept): void {
  kept.delete(name);
  records -= entry.records;
}

/** Drops what is too old to be given again (it may name people), and the oldest while there is too much. */
function dropOldest(): void {
  const now = performance.now();
  for (const [name, entry] of kept) {
    if (records <= limit && now - entry.readAt < keepsMs) return;
    forget(name, entry);
  }
}
