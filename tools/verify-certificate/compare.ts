import { canonical, type JsonObject } from './canonical';
import { dateFaults } from './dates';
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
  const places = placesOf(lines);
  const { kept, residual, ...numbers } = said;
  const { kept: keptLines, residual: residualLines, ...countedNumbers } = counted;
  report.all('results', [
    ...differences(numbers, countedNumbers, '/results'),
    ...listFaults(kept, keptLines, '/results/kept', places),
    ...listFaults(residual, residualLines, '/results/residual', places),
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
  placeOf: (mark: string) => string,
): string[] {
  const key = (entry: T) => canonical(JSON.parse(JSON.stringify(entry)) as never);
  // Entries that look alike are told apart by how often they are there.
  const left = new Map<string, number>();
  for (const entry of counted) left.set(key(entry), (left.get(key(entry)) ?? 0) + 1);
  const extra: string[] = [];
  for (const [index, entry] of said.entries()) {
    const times = left.get(key(entry)) ?? 0;
    left.set(key(entry), times - 1);
    if (times < 1 || index >= listed)
      extra.push(`${pointer}/${index}: not what the lines say (${placeOf(entry.mark)})`);
  }
  // Of what goes on behind the end of a list any part may stand in it.
  const cut = counted.length > listed && said.length >= listed;
  const missing = cut ? [] : counted.filter((entry) => take(left, key(entry)));
  return [...extra, ...missing.map(({ mark }) => `${pointer}: lacks what ${placeOf(mark)} says`)];
}

/** Takes one of what is left; false when there is none. */
function take(left: Map<string, number>, key: string): boolean {
  const times = left.get(key) ?? 0;
  if (times > 0) left.set(key, times - 1);
  return times > 0;
}

/** Where a thing's last line is, by its mark. */
function placesOf(lines: readonly Placed[]): (mark: string) => string {
  let places: Map<string, string> | undefined;
  return (mark) => (places ??= new Map(lines.map(({ line, place }) => [line.mark, place]))).get(mark) ?? 'no line';
}
