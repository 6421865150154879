import type { OrchestrationContext, Task } from 'durable-functions';
import type { CompareResult } from '../activities/compare-with-plan';
import type { FrozenPlan } from '../activities/freeze-plan';
import type { OpenedRequest } from '../activities/open-request';
import type { SealStep } from '../activities/seal-package';
import type { CertificateInput } from '../requests/certificate/certificate-input';
import type { Milestone } from '../requests/milestones';
import type { SealedPackage } from '../requests/package/sealed-package';
import type { Gap } from '../resources/resource-type';
import type { Call } from './call';
import { enter } from './enter';
import { takeInventory } from './inventory';
import { activities, orchestrators } from './names';
import type { PhaseDone, PhaseInput } from './phase';
import { retry } from './retry';
import type { PhaseName } from './shard';
import { wait } from './wait';

type Steps<T> = Generator<Task, T, unknown>;

/** A request whose plan is approved. */
export interface Approved {
  context: OrchestrationContext;
  call: Call;
  /** What the certificate will be made from: each step adds to it. */
  end: CertificateInput;
  opened: OpenedRequest;
  plan: FrozenPlan;
  /** Last pages of the job inventories behind the plan. */
  jobPages: string[];
}

/** Exports, erases and verifies what a plan holds, as far as that was not done by an orchestration that is lost. */
export function* carryOut(approved: Approved): Steps<void> {
  const { end, opened } = approved;
  const before = opened.resume?.milestone;
  if (before) Object.assign(end, snapshot(before.end));
  const reached = before ?? (yield* prepare(approved));
  if (!reached) return;
  if (reached.erased) return yield* verify(approved, { ...reached, erased: reached.erased });
  const state = { key: end.key, state: 'erasing', milestone: reached } as const;
  const cancelled = yield* enter(approved.context, approved.call, state);
  // What is lost may have erased already, and then nobody may call it untouched.
  if (cancelled && !before) return void (end.state = 'cancelled');
  const sharing = yield* lookForSharing(approved);
  const erased = yield* run(approved, 'erase', {
    ...{ skip: leftOut(reached), prepared: reached.prepared.link, quiesced: reached.quiesced?.link },
    ...{ sharing, history: [...end.phases], ...(before ? { resumed: true } : {}) },
  });
  if (erased.link) end.phases.push(erased.link);
  if (erased.cancelled) end.state = 'cancelled';
  yield* verify(approved, { ...reached, erased, end: snapshot(end) }, sharing);
}

/** Brings to rest, lists again and exports. Undefined where nothing comes after it. */
function* prepare(approved: Approved): Steps<Milestone | undefined> {
  const { context, call, end, opened, plan } = approved;
  const state = opened.exports ? 'exporting' : 'erasing';
  if (yield* enter(context, call, { key: end.key, state })) return void (end.state = 'cancelled');
  const restless = plan.stages.filter((stage) => stage.quiesces);
  const quiesced = opened.erases ? yield* run(approved, 'quiesce', { stages: restless }) : undefined;
  if (quiesced?.cancelled) return void (end.state = 'cancelled');
  const prepared = yield* run(approved, 'prepare', { stages: together(plan), skip: quiesced?.failed ?? [] });
  if (prepared.link) end.phases.push(prepared.link);
  if (prepared.cancelled) return void (end.state = 'cancelled');
  if (opened.exports && prepared.link) end.package = yield* seal(call, end.key, prepared.link);
  return opened.erases && prepared.link ? { end: snapshot(end), quiesced, prepared } : undefined;
}

/** Looks whether all is gone, erases what is not once more, and compares with a second inventory. */
function* verify(approved: Approved, reached: Milestone & { erased: PhaseDone }, known?: string): Steps<void> {
  const { context, call, end, opened, plan, jobPages } = approved;
  const { erased, quiesced } = reached;
  let sharing = known;
  yield* enter(context, call, { key: end.key, state: 'verifying', milestone: reached });
  for (let round = 1; erased.link; round += 1) {
    const skip = [...leftOut(reached), ...erased.failed];
    const verified = yield* run(approved, 'verify', { stages: together(plan), history: [...end.phases], skip });
    if (!verified.link) break;
    end.phases.push(verified.link);
    // Who asked to stop still gets proof of what was done until then, but nothing is erased any more.
    if (erased.cancelled) return;
    if (verified.remaining.length === 0 || round > opened.verifyRounds) break;
    // What is still there is erased again, as the verification listed it.
    const stages = verified.remaining.map((shard) => ({ from: shard, to: shard + 1 }));
    const from = { prepared: verified.link, again: verified.link, history: [...end.phases] };
    sharing ??= yield* lookForSharing(approved);
    const again = yield* run(approved, 'erase', { stages, ...from, quiesced: quiesced?.link, sharing });
    if (!again.link) break;
    end.phases.push(again.link);
    if (again.cancelled) return void (end.state = 'cancelled');
  }
  const second = yield* takeInventory(context, end.key, 'verify-1', opened, jobPages);
  end.gaps.push(...second.gaps);
  end.compared = yield* call<CompareResult>(activities.compareWithPlan, retry(), {
    ...{ key: end.key, plan: plan.blob, pages: second.pages },
  });
}

function* lookForSharing({ call, end }: Approved): Steps<string> {
  const { key, plan, decision } = end;
  const found = yield* call<{ sharing: string; gaps: Gap[] }>(activities.rebuildSharing, retry(), {
    ...{ key, plan, decision },
  });
  end.gaps.push(...found.gaps);
  return found.sharing;
}

/** Seals the package, which for a large one takes many steps. */
function* seal(call: Call, key: string, prepared: string): Steps<SealedPackage> {
  let at: { contents: string; at: number } | undefined;
  for (;;) {
    const step: SealStep = yield* call<SealStep>(activities.sealPackage, retry(), { key, prepared, ...at });
    if ('package' in step) return step.package;
    at = step;
  }
}

/** Runs a phase over all of the plan, or over what is told. */
function* run({ context, end, opened, plan }: Approved, phase: PhaseName, more: Partial<PhaseInput>): Steps<PhaseDone> {
  const work = { key: end.key, plan: plan.blob, decision: end.decision, export: opened.exports };
  const input: PhaseInput = { ...work, phase, stages: plan.stages, skip: [], ...more };
  const done = yield* wait<PhaseDone>(context.df.callSubOrchestrator(orchestrators.phase, input));
  for (const shard of done.failed) end.gaps.push({ code: 'step_failed', type: phase, detail: `shard ${shard}` });
  return done;
}

/** Only what changes something has an order; looking and copying may go on everywhere at once. */
function together({ stages }: FrozenPlan): PhaseInput['stages'] {
  return [{ from: stages[0]?.from ?? 0, to: stages.at(-1)?.to ?? 0 }];
}

/** Shards that an earlier phase failed on. */
function leftOut({ quiesced, prepared }: Milestone): number[] {
  return [...(quiesced?.failed ?? []), ...prepared.failed];
}

/** What is known by now: later steps add to the lists of the original. */
function snapshot(end: CertificateInput): CertificateInput {
  return { ...end, phases: [...end.phases], gaps: [...end.gaps] };
}
