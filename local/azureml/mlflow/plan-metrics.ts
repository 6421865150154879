import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import type { SeedMetrics } from '../seed/seed-file';

/** The record with the metrics of a seeded job; bare numbers are steps from 0 on, a minute apart. */
export function planMetrics(scope: string, name: string, createdAt: string, metrics: SeedMetrics): ResourceRecord {
  const start = Date.parse(createdAt);
  // A metric may be called `__proto__`, which an assignment would take for something else.
  const body: JsonObject = Object.fromEntries(
    Object.entries(metrics).map(([key, values]) => [
      key,
      values.map((entry, index) =>
        typeof entry === 'number'
          ? { step: index, value: entry, timestamp: start + index * 60_000 }
          : { step: entry.step, value: entry.value, timestamp: Date.parse(entry.at) },
      ),
    ]),
  );
  return { type: 'runMetrics', scope, name, createdAt, body: { metrics: body } };
}
