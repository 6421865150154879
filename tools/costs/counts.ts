/** What one request did, counted. Storage operations by the classes in which Azure bills them. */
export interface Counts {
  /** Items of the plan. */
  items: number;
  activities: number;
  /** Orchestrations, sub-orchestrations included. */
  instances: number;
  /** Times that an orchestrator ran. */
  episodes: number;
  timers: number;
  /** Operations of blobs in the requests account. Deletions are free. */
  ownWrites: number;
  ownReads: number;
  ownLists: number;
  /** The same in the accounts of the workspaces. */
  theirLists: number;
  theirReads: number;
  /** Calls of Resource Manager. */
  armReads: number;
  armDeletes: number;
  /** Seconds of processor time of the host, start included. */
  cpuSeconds: number;
}

/** What a request asks for. */
export type Action = 'erase' | 'export_and_erase';

/**
 * Two requests each, for everything in a workspace with 100 and 400 jobs of one small blob: a job is two items (its record
 * and its files). Counted on 23 November 2026 with Node 20.20 in the embedded host: its histories, and every HTTP call that
 * left the process. What lies between and beyond is on a line through both.
 */
export const measured: Readonly<Record<Action, readonly [Counts, Counts]>> = {
  erase: [
    {
      ...{ items: 201, activities: 97, instances: 73, episodes: 225, timers: 6 },
      ...{ ownWrites: 336, ownReads: 530, ownLists: 12, theirLists: 2_053, theirReads: 200 },
      ...{ armReads: 304, armDeletes: 100, cpuSeconds: 5.16 },
    },
    {
      ...{ items: 801, activities: 169, instances: 121, episodes: 361, timers: 14 },
      ...{ ownWrites: 1_044, ownReads: 1_675, ownLists: 44, theirLists: 8_059, theirReads: 800 },
      ...{ armReads: 1_000, armDeletes: 400, cpuSeconds: 13.2 },
    },
  ],
  export_and_erase: [
    {
      ...{ items: 201, activities: 101, instances: 73, episodes: 234, timers: 9 },
      ...{ ownWrites: 656, ownReads: 889, ownLists: 14, theirLists: 2_053, theirReads: 300 },
      ...{ armReads: 404, armDeletes: 100, cpuSeconds: 7.22 },
    },
    {
      ...{ items: 801, activities: 169, instances: 121, episodes: 361, timers: 13 },
      ...{ ownWrites: 2_290, ownReads: 2_908, ownLists: 44, theirLists: 8_059, theirReads: 1_200 },
      ...{ armReads: 1_400, armDeletes: 400, cpuSeconds: 15.11 },
    },
  ],
};

/** What requests of one kind come to that have so many items in all. */
export function countsOf(action: Action, items: number, requests: number): Counts {
  const [small, large] = measured[action];
  const at = (name: keyof Counts) => {
    const each = (large[name] - small[name]) / (large.items - small.items);
    const once = small[name] - each * small.items;
    // The line of what only items need meets a request of none a little below zero.
    return Math.max(0, once * requests + each * items);
  };
  return {
    ...{ items, activities: at('activities'), instances: at('instances'), episodes: at('episodes') },
    ...{ timers: at('timers'), ownWrites: at('ownWrites'), ownReads: at('ownReads'), ownLists: at('ownLists') },
    ...{ theirLists: at('theirLists'), theirReads: at('theirReads'), armReads: at('armReads') },
    ...{ armDeletes: at('armDeletes'), cpuSeconds: at('cpuSeconds') },
  };
}
