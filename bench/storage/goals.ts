import type { Operation, Row } from './model';
import { besides, timesAsFast } from './table';

/** What was wanted of our client, and what it came to. */
export interface Goal {
  goal: string;
  measured: number;
  met: boolean;
}

const MB = 1e6;

/** Ratios in speed that our client should have at least. */
const fast: readonly (readonly [Row['service'], Operation, string, number])[] = [
  ['store', 'erase', 'rclone', 1.25],
  ['store', 'erase', 'raw', 0.95],
  ['store', 'list', 'raw', 0.9],
  ['store', 'copy in the service', 'rclone', 1.2],
  ['null', 'erase', 'rclone', 6],
  ['null', 'list', 'rclone', 8],
  ['null', 'copy in the service', 'rclone', 3],
  ['null', 'copy through the client', 'rclone', 2.5],
];

/** Ratios in the client's CPU time that it should have at most. */
const lean: readonly (readonly [Row['service'], Operation, string, number])[] = [
  ['store', 'erase', 'rclone', 0.15],
  ['store', 'list', 'rclone', 0.25],
  ['store', 'copy in the service', 'rclone', 0.35],
];

/** The goals that these rows can tell about. */
export function goalsOf(rows: readonly Row[]): Goal[] {
  const ours = rows.filter(({ client }) => client === 'ours');
  return [
    ...ours.flatMap((row) => fast.flatMap((goal) => ratioGoal(rows, row, goal, 'speed'))),
    ...ours.flatMap((row) => lean.flatMap((goal) => ratioGoal(rows, row, goal, 'CPU'))),
    ...ours.flatMap((row) => memoryGoal(row)),
    ...ours.flatMap((row) => flatGoals(ours, row)),
  ];
}

function ratioGoal(
  rows: readonly Row[],
  row: Row,
  [service, operation, peer, limit]: (typeof fast)[number],
  what: 'speed' | 'CPU',
): Goal[] {
  const other = besides(rows, row, peer);
  if (!other || row.service !== service || row.operation !== operation) return [];
  const measured = what === 'speed' ? timesAsFast(row, other) : row.cpuSeconds / other.cpuSeconds;
  const goal = `${nameOf(row)}: ${what} ${what === 'speed' ? '≥' : '≤'} ${limit} × ${peer}`;
  return [{ goal, measured, met: what === 'speed' ? measured >= limit : measured <= limit }];
}

function memoryGoal(row: Row): Goal[] {
  const limit = row.count >= 1_000_000 ? 256 : row.count <= 20_000 ? 200 : undefined;
  if (limit === undefined || row.operation.startsWith('copy')) return [];
  const measured = row.rssBytes / MB;
  return [{ goal: `${nameOf(row)}: peak memory ≤ ${limit} MB`, measured, met: measured <= limit }];
}

/** Cost per blob against the next smaller size. */
function flatGoals(ours: readonly Row[], row: Row): Goal[] {
  const smaller = ours
    .filter((other) => other.service === row.service && other.operation === row.operation && other.count < row.count)
    .sort((a, b) => b.count - a.count)[0];
  if (!smaller) return [];
  return (['seconds', 'cpuSeconds'] as const).map((field) => {
    const measured = row[field] / row.count / (smaller[field] / smaller.count);
    const what = field === 'seconds' ? 'time' : 'CPU';
    return { goal: `${nameOf(row)}: ${what} per blob as at ${smaller.count} ± 10 %`, measured, met: measured <= 1.1 };
  });
}

function nameOf({ service, operation, count }: Row): string {
  return `${operation}, ${count} blobs${service === 'null' ? ', null service' : ''}`;
}
