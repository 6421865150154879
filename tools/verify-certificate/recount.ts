import type { Line, Record_ } from './records';

/** What lines come to; the same shape as `results` on a certificate. */
export interface Results {
  items: Record<'export' | 'erase', Record<string, Record<string, number>>>;
  blobs: Record<'export' | 'erase', Record<string, Record<string, { blobs: number; bytes: number }>>>;
  kept: { mark: string; type: string; outcome: string; reason?: string; until?: string }[];
  keptCount: number;
  residual: { mark: string; type: string; outcome: string; blobs: number; bytes: number; until?: string }[];
  residualCount: number;
  outcomes: Record<string, number>;
}

/** A line that counts, with its place. */
export interface Placed {
  line: Line;
  place: string;
}

const gone = new Set(['deleted', 'already_absent', 'exported']);

/** The lines that count: the last one about a thing. */
export function lastLines(records: readonly Record_[]): Placed[] {
  const last = new Map<string, Placed>();
  for (const { blob, lines } of records) {
    lines.forEach((text, index) => {
      const line = JSON.parse(text) as Line;
      const thing = line.kind === 'item' ? line.ref : `${line.ref} ${line.id}`;
      last.set(`${line.step} ${line.kind} ${thing}`, { line, place: `${blob}, line ${index + 1}` });
    });
  }
  return [...last.values()];
}

/** Counts lines as a certificate does. Marks of items are taken from any line about them. */
export function recount(counting: readonly Placed[]): Results {
  const results: Results = {
    ...{ items: { export: {}, erase: {} }, blobs: { export: {}, erase: {} }, kept: [], keptCount: 0 },
    ...{ residual: [], residualCount: 0, outcomes: {} },
  };
  const marks = new Map<string, string>();
  const left = new Map<string, Line[]>();
  for (const { line } of counting) {
    const { step, kind, type, outcome, ref, mark, reason, until, bytes = 0 } = line;
    results.outcomes[outcome] = (results.outcomes[outcome] ?? 0) + 1;
    const open = step === 'erase' && !gone.has(outcome);
    if (kind === 'item') {
      marks.set(ref, mark);
      const counts = (results.items[step][type] ??= {});
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (open) results.kept.push({ mark, type, outcome, reason, until });
      continue;
    }
    const count = ((results.blobs[step][type] ??= {})[outcome] ??= { blobs: 0, bytes: 0 });
    count.blobs += 1;
    count.bytes += bytes;
    if (!open) continue;
    const others = left.get(`${ref} ${outcome}`);
    if (others) others.push(line);
    else left.set(`${ref} ${outcome}`, [line]);
  }
  for (const lines of left.values()) {
    const [first] = lines;
    if (!first) continue;
    const dates = lines.flatMap(({ until }) => until ?? []).sort();
    results.residual.push({
      ...{ mark: marks.get(first.ref) ?? '', type: first.type, outcome: first.outcome, blobs: lines.length },
      bytes: lines.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
      ...(dates.length === lines.length ? { until: dates.at(-1) } : {}),
    });
  }
  results.keptCount = results.kept.length;
  results.residualCount = results.residual.length;
  return results;
}
