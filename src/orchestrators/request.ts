import type { OrchestrationContext, OrchestrationHandler, Task } from 'durable-functions';
import type { CompareResult } from '../activities/compare-with-plan';
import type { FrozenPlan } from '../activities/freeze-plan';
import type { OpenedRequest } from '../activities/open-request';
import type { SealStep } from '../activities/seal-package';
import type { CertificateInput } from '../requests/certificate/certificate-input';
import type { SealedPackage } from '../requests/package/sealed-package';
import type { RequestState } from '../requests/states';
import type { Gap } from '../resources/resource-type';
import { awaitDecision } from './approval';
import { calling, type Call } from './call';
import { takeInventory } from './inventory';
import { activities, orchestrators } from './names';
import type { PhaseDone, PhaseInput } from './phase';
import { patientRetry, retry } from './retry';
import type { PhaseWork } from './shard';
import { wait } from './wait';

type Steps<T> = Generator<Task, T, unknown>;

/** The whole way of a request: inventory, plan, approval, export, erasure, verification, certificate, notification. */
export const request: OrchestrationHandler = function* (context: OrchestrationContext) {
  const { key } = context.df.getInput<{ key: string }>();
  const call = calling(context);
  const end: CertificateInput = { key, phases: [], gaps: [] };
  try {
    yield* walk(context, call, key, end);
  } catch {
    // The reason stands in the log of the activity that failed; messages may name people, so none is kept here.
    end.state = 'failed';
    end.failure = 'A step failed for good. The log of the function app has the reason, by the instance id.';
  }
  yield* call(activities.issueCertificate, patientRetry(), end);
  yield* call(activities.notify, patientRetry(), { key });
};

function* walk(context: OrchestrationContext, call: Call, key: string, end: CertificateInput): Steps<void> {
  const opened = yield* call<OpenedRequest>(activities.openRequest, retry(), { key });

  if (yield* enter(context, call, key, 'inventorying')) return void (end.state = 'cancelled');
  const inventory = yield* takeInventory(context, key, 'plan-1', opened);
  const plan = yield* call<FrozenPlan>(activities.freezePlan, retry(), {
    ...{
      key,
      pass: 'plan-1',
      version: 1,
      jobPages: inventory.jobPages,
      pages: inventory.pages,
      gaps: inventory.gaps,
    },
  });
  end.plan = plan.blob;
  if (opened.dryRun) return;

  const approval = yield* awaitDecision(context, call, key, plan, opened);
  if (approval.state !== 'approved') return void (end.state = approval.state);
  end.decision = approval.decision;

  const work: Omit<PhaseWork, 'phase'> = { key, plan: plan.blob, decision: approval.decision, export: opened.exports };
  const run = (phase: PhaseWork['phase'], more: Partial<PhaseInput> = {}): Steps<PhaseDone> =>
    runPhase(context, end, { ...work, phase, stages: plan.stages, skip: [], ...more });
  // Only what changes something has an order; looking and copying may go on everywhere at once.
  const together = [{ from: plan.stages[0]?.from ?? 0, to: plan.stages.at(-1)?.to ?? 0 }];
  const restless = plan.stages.filter((stage) => stage.quiesces);

  if (yield* enter(context, call, key, opened.exports ? 'exporting' : 'erasing')) return void (end.state = 'cancelled');
  const quiesced: PhaseDone | undefined = opened.erases ? yield* run('quiesce', { stages: restless }) : undefined;
  if (quiesced?.cancelled) return void (end.state = 'cancelled');
  const prepared = yield* run('prepare', { stages: together, skip: quiesced?.failed ?? [] });
  if (prepared.link) end.phases.push(prepared.link);
  if (prepared.cancelled) return void (end.state = 'cancelled');
  if (opened.exports && prepared.link) {
    end.package = yield* seal(call, key, prepared.link);
  }
  if (!opened.erases || !prepared.link) return;

  if (yield* enter(context, call, key, 'erasing')) return void (end.state = 'cancelled');
  const { sharing, gaps } = yield* call<{ sharing: string; gaps: Gap[] }>(activities.rebuildSharing, retry(), {
    ...{ key, plan: plan.blob, decision: approval.decision },
  });
  end.gaps.push(...gaps);
  const skip = [...(quiesced?.failed ?? []), ...prepared.failed];
  const erasing = { skip, prepared: prepared.link, quiesced: quiesced?.link, sharing, history: [...end.phases] };
  const erased = yield* run('erase', erasing);
  if (erased.link) end.phases.push(erased.link);
  if (erased.cancelled) end.state = 'cancelled';

  yield* enter(context, call, key, 'verifying');
  for (let round = 1; erased.link; round += 1) {
    const proven = { stages: together, history: [...end.phases], skip: [...skip, ...erased.failed] };
    const verified = yield* run('verify', proven);
    if (!verified.link) break;
    end.phases.push(verified.link);
    // Who asked to stop still gets proof of what was done until then, but nothing is erased any more.
    if (erased.cancelled) return;
    if (verified.remaining.length === 0 || round > opened.verifyRounds) break;
    // What is still there is erased again, as the verification listed it.
    const stages = verified.remaining.map((shard) => ({ from: shard, to: shard + 1 }));
    const from = { prepared: verified.link, again: verified.link, history: [...end.phases] };
    const again = yield* run('erase', { stages, ...from, quiesced: quiesced?.link, sharing });
    if (!again.link) break;
    end.phases.push(again.link);
    if (again.cancelled) return void (end.state = 'cancelled');
  }
  const second = yield* takeInventory(context, key, 'verify-1', opened, inventory.jobPages);
  end.gaps.push(...second.gaps);
  const compared = yield* call<CompareResult>(activities.compareWithPlan, retry(), {
    ...{ key, plan: plan.blob, pages: second.pages },
  });
  end.compared = compared;
}

/** Enters a state; true when somebody asked to stop. */
function* enter(context: OrchestrationContext, call: Call, key: string, state: RequestState): Steps<boolean> {
  context.df.setCustomStatus({ stage: state });
  const { cancelled } = yield* call<{ cancelled: boolean }>(activities.recordStage, retry(), {
    ...{ key, state },
  });
  return cancelled;
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

function* runPhase(context: OrchestrationContext, end: CertificateInput, input: PhaseInput): Steps<PhaseDone> {
  const done = yield* wait<PhaseDone>(context.df.callSubOrchestrator(orchestrators.phase, input));
  for (const shard of done.failed) end.gaps.push({ code: 'step_failed', type: input.phase, detail: `shard ${shard}` });
  return done;
}
