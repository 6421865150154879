import type { OrchestrationContext, OrchestrationHandler, Task } from 'durable-functions';
import type { EraseBytesResult } from '../activities/erase-bytes';
import type { PrepareResult } from '../activities/prepare-shard';
import type { ReverifyResult } from '../activities/reverify-shard';
import type { StepResult } from '../activities/step-records';
import type { VerifyResult } from '../activities/verify-shard';
import { calling, type Call } from './call';
import { secondsAfter } from './dates';
import { activities } from './names';
import { retry } from './retry';
import { wait } from './wait';

/** The parts of the work that go over every shard of the plan. */
export type PhaseName = 'quiesce' | 'prepare' | 'erase' | 'verify' | 'reverify';

/** What a phase needs; only references. */
export interface PhaseWork {
  key: string;
  phase: PhaseName;
  plan: string;
  decision?: string;
  /** Whether the package gets what is prepared. */
  export: boolean;
  /** Last links of earlier phases. */
  quiesced?: string;
  prepared?: string;
  /** Links of all phases before this one, first to last. */
  history?: string[];
  /** Last link of this phase so far: what became of the stages before. */
  soFar?: string;
  /** Last link of the verification whose findings are worked on again. */
  again?: string;
  sharing?: string;
  /** Whether what can't be looked at again is not waited for any longer. */
  last?: boolean;
  /** Whether a lost orchestration may have begun this phase: its results are unknown, its intents are on record. */
  resumed?: true;
}

/** One shard's part of a phase. */
export interface ShardWork extends PhaseWork {
  shard: number;
}

/** What a shard's part came to. `result` is missing when it failed for good. */
export interface ShardDone {
  shard: number;
  result?: string;
  cancelled: boolean;
  remaining: number;
  /** Until when something of it can be restored, where it was looked at again. */
  until?: string;
}

/** Works one phase on one shard to its end, waiting for Azure by timers. */
export const shard: OrchestrationHandler = function* (context: OrchestrationContext) {
  const work = context.df.getInput<ShardWork>();
  const call = calling(context);
  const done: ShardDone = { shard: work.shard, cancelled: false, remaining: 0 };
  try {
    if (work.phase === 'quiesce') return { ...done, ...(yield* records(context, call, work, activities.quiesceShard)) };
    if (work.phase === 'verify') {
      const verified = yield* call<VerifyResult>(activities.verifyShard, retry(), work);
      return { ...done, ...verified };
    }
    if (work.phase === 'reverify') {
      const { result, remaining, until } = yield* pages<ReverifyResult>(call, work, activities.reverifyShard);
      return { ...done, result, remaining, until };
    }
    const bytes = yield* pages<PrepareResult | EraseBytesResult>(
      call,
      work,
      work.phase === 'prepare' ? activities.prepareShard : activities.eraseBytes,
    );
    const { result, cancelled } = bytes;
    if (work.phase === 'prepare' || cancelled) return { ...done, result, cancelled };
    return { ...done, ...(yield* records(context, call, { ...work, bytes: result }, activities.eraseRecords)) };
  } catch {
    return done;
  }
};

type Part = { result: string; cancelled: boolean };

/** Calls an activity until it has come to the end of the shard. */
function* pages<P extends Part & { done: boolean }>(
  call: Call,
  work: ShardWork,
  activity: string,
): Generator<Task, P, unknown> {
  let previous: string | undefined;
  for (;;) {
    const page: P = yield* call<P>(activity, retry(), { ...work, previous });
    if (page.done || page.cancelled) return page;
    previous = page.result;
  }
}

/** Takes all records of the shard step by step: one activity looks at all of them, one timer per round. */
function* records(
  context: OrchestrationContext,
  call: Call,
  work: ShardWork & { bytes?: string },
  activity: string,
): Generator<Task, Part, unknown> {
  let previous: string | undefined;
  for (let round = 1; ; round += 1) {
    const step: StepResult = yield* call<StepResult>(activity, retry(), { ...work, previous, round });
    if (step.pending === 0 || step.cancelled) return { result: step.result, cancelled: step.cancelled };
    previous = step.result;
    yield* wait(context.df.createTimer(secondsAfter(context.df.currentUtcDateTime, step.retryAfterSeconds)));
  }
}
