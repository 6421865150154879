import Table from 'cli-table3';
import type { Row } from './model';

const speed = ({ count, seconds }: Row) => count / seconds;
const same = (row: Row, client: string) => (other: Row) =>
  other.client === client &&
  other.service === row.service &&
  other.operation === row.operation &&
  other.count === row.count;

/** The same run of another client; undefined when it was not measured. */
export function besides(rows: readonly Row[], row: Row, client: string): Row | undefined {
  return rows.find(same(row, client));
}

/** How many times as fast as another client. */
export function timesAsFast(row: Row, other: Row): number {
  return speed(row) / speed(other);
}

/** All rows as a table for a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const plain = { head: [], border: [] };
  const table = new Table({
    head: [
      'service',
      'operation',
      'blobs',
      'client',
      's',
      'blobs/s',
      'CPU s',
      'CPU µs/blob',
      'RSS MB',
      '× rclone',
      '× raw',
    ],
    style: plain,
    colAligns: ['left', 'left', 'right', 'left', ...Array.from({ length: 7 }, () => 'right' as const)],
  });
  const ratio = (row: Row, client: string) => {
    const other = besides(rows, row, client);
    return other ? timesAsFast(row, other).toFixed(2) : '';
  };
  for (const row of rows) {
    table.push([
      row.service,
      row.operation,
      row.count,
      row.client,
      row.seconds.toFixed(2),
      Math.round(speed(row)),
      row.cpuSeconds.toFixed(2),
      ((row.cpuSeconds / row.count) * 1e6).toFixed(1),
      Math.round(row.rssBytes / 1e6),
      ratio(row, 'rclone'),
      ratio(row, 'raw'),
    ]);
  }
  return table.toString();
}
