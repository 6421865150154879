import { canonical, type JsonObject } from './canonical';
import { lastLines, recount, type Placed, type Results } from './recount';
import type { Record_ } from './records';
import type { Report } from './report';

/** Entries of a list on a certificate. */
const listed = 10_000;

/** Counts all lines again and holds the result against the certificate, dates included. */
export function checkCounts(certificate: JsonObject, records: readonly Record_[], report: Report): void {
  const said = certificate.results as unknown as Results;
  const lines = lastLines(records);
  const counted = recount(lines);
  const { kept, residual, ...numbers } = said;
  const { kept: keptLines, residual: residualLines, ...countedNumbers } = counted;
  report.all('results', [
    ...differences(numbers, countedNumbers, '/results'),
    ...listFaults(kept, keptLines, '/results/kept', lines),
    ...listFaults(residual, residualLines, '/results/residual', lines),
  ]);
  report.all('dates', dateFaults(certificate, lines));
}

/** JSON pointers of what differs. */
function differences(said: unknown, counted: unknown, pointer: string): string[] {
  if (isObject(said) && isObject(counted)) {
    const names = [...new Set([...Object.keys(said), ...Object.keys(counted)])];
    return names.flatMap((name) => differences(said[name], counted[name], `${pointer}/${name}`));
  }
  // What is counted as none may as well be left out.
  if (canonical((said ?? 0) as never) === canonical((counted ?? 0) as never) || isEmpty(said, counted)) return [];
  return [`${pointer}: the certificate says ${JSON.stringify(said)}, the lines ${JSON.stringify(counted)}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isEmpty(said: unknown, counted: unknown): boolean {
  const empty = (value: unknown) => value === undefined || (isObject(value) && Object.keys(value).length === 0);
  return empty(said) && empty(counted);
}

function listFaults<T extends { mark: string }>(
  said: readonly T[],
  counted: readonly T[],
  pointer: string,
  lines: readonly Placed[],
): string[] {
  const key = (entry: T) => canonical(JSON.parse(JSON.stringify(entry)) as never);
  const wanted = new Set(counted.map(key));
  const known = new Set(said.map(key));
  const placeOf = ({ mark }: T) => lines.find(({ line }) => line.mark === mark)?.place ?? 'no line';
  const extra = said.flatMap((entry, index) =>
    wanted.has(key(entry)) ? [] : [`${pointer}/${index}: not what the lines say (${placeOf(entry)})`],
  );
  const missing =
    said.length < Math.min(listed, counted.length) ? counted.filter((entry) => !known.has(key(entry))) : [];
  return [...extra, ...missing.map((entry) => `${pointer}: lacks what ${placeOf(entry)} says`)];
}

/** The stage and its date follow from what can still be restored. */
function dateFaults({ stage, irrecoverableOn }: JsonObject, lines: readonly Placed[]): string[] {
  const erased = lines.filter(({ line }) => line.step === 'erase');
  const open = erased.filter(({ line }) => line.outcome === 'soft_deleted' || line.outcome === 'pending');
  if (stage === 'irrecoverable')
    return open.map(({ place, line }) => `/stage: irrecoverable, but ${place} says ${line.outcome}`);
  const until = typeof irrecoverableOn === 'string' ? Date.parse(irrecoverableOn) : NaN;
  return erased.flatMap(({ line, place }) =>
    line.outcome === 'soft_deleted' && line.until !== undefined && Date.parse(line.until) > until
      ? [`/irrecoverableOn: earlier than what ${place} says`]
      : [],
  );
}
