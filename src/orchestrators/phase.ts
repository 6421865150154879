import type { OrchestrationContext, OrchestrationHandler } from 'durable-functions';
import { calling } from './call';
import { activities, orchestrators } from './names';
import { retry } from './retry';
import type { PhaseWork, ShardDone } from './shard';
import { wait } from './wait';

/** A phase over all stages of the plan, or over some of its shards. */
export interface PhaseInput extends PhaseWork {
  /** Shards that may be worked on side by side, stage after stage: what uses something goes before what it uses. */
  stages: { from: number; to: number }[];
  /** Shards that are left out, because an earlier phase failed on them. */
  skip: number[];
  /** Where an instance that started anew goes on. */
  at?: { stage: number; shard: number; done: PhaseDone };
}

/** What a phase came to. */
export interface PhaseDone {
  /** Last link of the chain of results; none when there was nothing to do. */
  link?: string;
  cancelled: boolean;
  /** Shards on which the phase failed for good. */
  failed: number[];
  /** Shards on which something is still there that should be gone. */
  remaining: number[];
  /** The last date until which something can be restored, where shards were looked at again. */
  until?: string;
}

/** Shards worked on at once. */
const width = 8;
/** Chunks per instance before it starts anew. */
const chunksPerInstance = 25;

/** Works through the shards in the order of the plan, a chunk at a time. */
export const phase: OrchestrationHandler = function* (context: OrchestrationContext) {
  const input = context.df.getInput<PhaseInput>();
  const done: PhaseDone = input.at?.done ?? { cancelled: false, failed: [], remaining: [] };
  const call = calling(context);
  let chunks = 0;
  for (let stage = input.at?.stage ?? 0; stage < input.stages.length; stage += 1) {
    const { from, to } = input.stages[stage] ?? { from: 0, to: 0 };
    const start = stage === input.at?.stage ? input.at.shard : from;
    for (let first = start; first < to; first += width) {
      if (chunks === chunksPerInstance) {
        context.df.continueAsNew({ ...input, at: { stage, shard: first, done } });
        return undefined;
      }
      chunks += 1;
      const shards = range(first, Math.min(to, first + width)).filter((index) => !input.skip.includes(index));
      if (shards.length === 0) continue;
      const { stages: _stages, skip: _skip, at: _at, ...work } = input;
      const results = yield* wait<ShardDone[]>(
        context.df.Task.all(
          shards.map((index) =>
            context.df.callSubOrchestrator(orchestrators.shard, { ...work, soFar: done.link, shard: index }),
          ),
        ),
      );
      done.failed.push(...results.filter((result) => !result.result).map((result) => result.shard));
      done.remaining.push(...results.filter((result) => result.remaining > 0).map((result) => result.shard));
      for (const { until } of results) if (until && !(done.until && done.until >= until)) done.until = until;
      done.cancelled ||= results.some((result) => result.cancelled);
      done.link = yield* call<string>(activities.linkResults, retry(), {
        ...{ key: input.key, phase: input.phase, plan: input.plan, previous: done.link, watched: isWatched(input) },
        entries: results.flatMap(({ shard, result }) => (result ? [{ shard, result }] : [])),
      });
      // What a lost run of this phase had begun can lie in any shard, and wants its end.
      if (done.cancelled && !input.resumed) return done;
    }
  }
  return done;
};

/** Bars fill once per state: with the export, the erasure, the verification; not with what goes before or after them. */
function isWatched({ phase: name, export: exports, again }: PhaseInput): boolean {
  if (again !== undefined) return false;
  return name === 'prepare' ? exports : name !== 'quiesce' && name !== 'reverify';
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
