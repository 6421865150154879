import { countsOf, type Action, type Counts } from './counts';
import type { Prices } from './prices';

/** What to estimate. */
export interface Workload {
  action: Action;
  items: number;
  /** In how many requests; as few as plans allow unless told. */
  requests?: number;
  backend: 'durableTaskScheduler' | 'azureStorage';
  /** Memory of an instance, GB. */
  memoryGb: number;
}

/** One thing that is billed. */
export interface CostRow {
  what: string;
  /** How many, and how that comes about. */
  quantity: number;
  how: string;
  /** For how many the price is. */
  per: number;
  price?: number;
  /** Undefined without a price. */
  cost?: number;
}

/** What a workload comes to. */
export interface Estimate {
  requests: number;
  /** Seconds for which an instance is at work at least. */
  activeSeconds: number;
  rows: CostRow[];
  /** Of the rows that have a price. */
  total: number;
  counts: Counts;
}

/** Items that one plan may hold (`PLAN_ITEM_LIMIT` by default). */
const planLimit = 75_000;
/** Calls per second that Resource Manager lets through in the long run (docs/performance.md). */
const armReadsPerSecond = 25;
const armDeletesPerSecond = 10;

/** Estimates what is billed for the work itself; what runs all the time is not in it. */
export function estimate(workload: Workload, prices: Prices): Estimate {
  const { action, items, backend, memoryGb } = workload;
  const requests = Math.max(1, workload.requests ?? Math.ceil(items / planLimit));
  const counts = countsOf(action, items, requests);
  const { activities, instances, episodes, timers } = counts;
  // Bills run while any function runs: the slowest of the three, on one instance.
  const activeSeconds = Math.max(
    counts.armReads / armReadsPerSecond,
    counts.armDeletes / armDeletesPerSecond,
    counts.cpuSeconds,
  );
  const row = (what: string, quantity: number, how: string, per: number, price?: number): CostRow => ({
    ...{ what, quantity, how, per, price },
    cost: price === undefined ? undefined : (quantity / per) * price,
  });
  const durable =
    backend === 'durableTaskScheduler'
      ? [
          row(
            'scheduler: actions',
            2 * activities + 2 * instances - requests + timers,
            '2 × activities + 2 × orchestrations (1 of a request’s own) + timers',
            1_000_000,
            prices.schedulerMillionActions,
          ),
        ]
      : [
          row(
            'task hub: queue operations',
            6 * (activities + instances) + 3 * timers,
            'put, get and delete of two messages for each activity and orchestration, of one for each timer',
            10_000,
            prices.queueTenThousand,
          ),
          row(
            'task hub: table operations',
            3 * episodes,
            'read and write of the history and the instance, each episode',
            10_000,
            prices.tableTenThousand,
          ),
        ];
  const rows = [
    row('Functions: GB-s', activeSeconds * memoryGb, `active seconds × ${memoryGb} GB`, 1, prices.functionsGbSecond),
    row(
      'Functions: executions',
      activities + episodes,
      'activities + episodes',
      1_000_000,
      prices.functionsMillionExecutions,
    ),
    ...durable,
    row('requests account: writes', counts.ownWrites, 'counted', 10_000, prices.blobTenThousandWrites),
    row('requests account: reads', counts.ownReads, 'counted', 10_000, prices.blobTenThousandReads),
    row('requests account: lists', counts.ownLists, 'counted', 10_000, prices.blobTenThousandLists),
    row('workspace accounts: lists', counts.theirLists, 'counted', 10_000, prices.blobTenThousandLists),
    row('workspace accounts: reads', counts.theirReads, 'counted', 10_000, prices.blobTenThousandReads),
  ];
  return { requests, activeSeconds, rows, total: rows.reduce((sum, { cost = 0 }) => sum + cost, 0), counts };
}
