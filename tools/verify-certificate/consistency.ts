import type { JsonObject } from './canonical';
import type { Results } from './recount';
import type { Report } from './report';

/** Outcomes that leave a gap, as docs/outcomes.md lists them. */
const gaps = new Set([
  'pending',
  'blocked',
  'in_use',
  'weak_match',
  'drifted',
  'new_since_plan',
  'cancelled',
  'failed',
]);
const listed = 10_000;

/** Holds what one field says against what another does. */
export function checkConsistency(certificate: JsonObject, report: Report): void {
  const results = certificate.results as unknown as Results;
  report.all('state', [...stateFaults(certificate, results), ...timelineFaults(certificate)]);
  report.all('stage', stageFaults(certificate, results));
  report.all('sums', [...sumFaults(results), ...listFaults(results), ...leafFaults(certificate)]);
}

function stateFaults({ state, gaps: named, stage, issue }: JsonObject, { outcomes }: Results): string[] {
  const open = Object.keys(outcomes).filter((outcome) => gaps.has(outcome) && (outcomes[outcome] ?? 0) > 0);
  const hasGaps = (named as unknown[]).length > 0 || open.length > 0;
  // What was found later, when something had been restored, doesn't change how a request ended.
  if (issue === 2 && stage === undefined) return [];
  if (state === 'completed' && hasGaps)
    return [`/state: completed, although there are gaps (${open.join(', ') || '/gaps'})`];
  if (state === 'completed_with_gaps' && !hasGaps && issue === 1)
    return ['/state: completed with gaps, but there is none'];
  return [];
}

function timelineFaults({ state, timeline }: JsonObject): string[] {
  const name = state as string;
  return name in (timeline as object) ? [] : [`/state: ${name}, but /timeline does not say when`];
}

function stageFaults({ stage, irrecoverableOn, issue, previous }: JsonObject, { items, blobs }: Results): string[] {
  // Only what was erased: copies that were soft-deleted before can't be exported, which doesn't change later.
  const erased = [...Object.values(items.erase), ...Object.values(blobs.erase)];
  const open = ['soft_deleted', 'pending'].filter((outcome) => erased.some((counts) => outcome in counts));
  return [
    ...(stage === 'irrecoverable' && open.length > 0 ? [`/stage: irrecoverable, although some is ${open.join()}`] : []),
    ...(stage !== 'inaccessible' && irrecoverableOn !== undefined ? ['/irrecoverableOn: only with inaccessible'] : []),
    ...((issue === 2) !== (previous !== undefined) ? ['/previous: the final certificate has one, the first none'] : []),
  ];
}

/** Items and blobs, counted by type, are all outcomes that there are. */
function sumFaults({ items, blobs, outcomes }: Results): string[] {
  const sums: Record<string, number> = {};
  for (const step of ['export', 'erase'] as const) {
    for (const counts of Object.values(items[step]))
      for (const [outcome, count] of Object.entries(counts)) sums[outcome] = (sums[outcome] ?? 0) + count;
    for (const counts of Object.values(blobs[step]))
      for (const [outcome, count] of Object.entries(counts)) sums[outcome] = (sums[outcome] ?? 0) + count.blobs;
  }
  return [...new Set([...Object.keys(sums), ...Object.keys(outcomes)])]
    .filter((outcome) => (sums[outcome] ?? 0) !== (outcomes[outcome] ?? 0))
    .map((outcome) => `/results/outcomes/${outcome}: ${outcomes[outcome] ?? 0}, by type ${sums[outcome] ?? 0}`);
}

function listFaults({ kept, keptCount, residual, residualCount }: Results): string[] {
  const complete = (list: readonly unknown[], count: number) => list.length === Math.min(count, listed);
  return [
    ...(complete(kept, keptCount) ? [] : [`/results/keptCount: ${keptCount}, but ${kept.length} are listed`]),
    ...(complete(residual, residualCount)
      ? []
      : [`/results/residualCount: ${residualCount}, but ${residual.length} are listed`]),
  ];
}

function leafFaults({ outcomeShards, outcomeTree }: JsonObject): string[] {
  const lines = (outcomeShards as unknown as { count: number }[]).reduce((sum, { count }) => sum + count, 0);
  const { leaves } = (outcomeTree ?? {}) as { leaves?: number };
  return leaves === lines ? [] : [`/outcomeTree/leaves: ${leaves ?? 'none'}, but the documents have ${lines} lines`];
}
