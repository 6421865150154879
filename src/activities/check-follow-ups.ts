import { Arm } from '../azure/arm';
import { asAzureError, type AzureError } from '../azure/azure-error';
import { now } from '../config/clock';
import type { PhaseInput } from '../orchestrators/phase';
import type { CertificateInput } from '../requests/certificate/certificate-input';
import { endingName } from '../requests/certificate/issue';
import { dayAfter, dayOf, dayToLook, postpone } from '../requests/due-dates';
import { followUpsOf, updateFollowUp, type FollowUp } from '../requests/follow-ups';
import type { Plan } from '../requests/plan/plan';
import { loadStatus } from '../requests/request-store';
import { isLastLook, secondStageOf, updateSecondStage } from '../requests/second-stage';
import { isTerminal } from '../requests/states';
import { resourceType } from '../resources/registry';
import { Documents } from '../storage/documents';

const documents = new Documents();

/** Input of the steps of a look: the request, and the day of its row in the due-date index. */
export interface CheckFollowUpsInput {
  key: string;
  day: string;
}

/** What the look comes to: to be gone on with on a later day; over already; or what is to be looked at now, if any. */
export type CheckedFollowUps =
  { next: 'later' | 'over' } | { next: 'now'; look?: Pick<PhaseInput, 'plan' | 'stages' | 'history' | 'last'> };

/**
 * Asks how the things go that Azure carries out in its own time. With some still open, they are due again tomorrow; so
 * are those of a request that has not ended: it may note more, and who asked is told once, after its result. Then it is
 * the turn of what could be restored, on the day after the last date.
 */
export async function checkFollowUps({ key, day }: CheckFollowUpsInput): Promise<CheckedFollowUps> {
  const status = await loadStatus(key);
  const open = await checkAll(key);
  const stage = await secondStageOf(key);
  if (stage?.told) return { next: 'over' };
  if (open > 0 || !isTerminal(status.state)) return later(key, day, dayToLook());
  if (!stage?.nextCheck || !status.plan) return { next: 'now' };
  const due = stage.looks.length > 0 ? stage.nextCheck : stage.until && dayAfter(stage.until);
  if (due && due > dayOf(now())) return later(key, day, due);
  const { phases } = await documents.needFixed<CertificateInput>(endingName(key));
  const { shards } = await documents.needFixed<Plan>(status.plan.blob);
  const all = shards.map((_, index) => index);
  const look = { plan: status.plan.blob, stages: stretches(stage.shards ?? all), history: [...phases, ...stage.looks] };
  return { next: 'now', look: { ...look, last: isLastLook(stage) } };
}

async function later(key: string, day: string, to: string): Promise<CheckedFollowUps> {
  await updateSecondStage(key, () => ({ nextCheck: to }));
  await postpone(key, day, to);
  return { next: 'later' };
}

/** How many follow-ups of a request are still open. */
async function checkAll(key: string): Promise<number> {
  const arm = new Arm('reader');
  let open = 0;
  let failure: AzureError | undefined;
  for (const followUp of await followUpsOf(key)) {
    if (followUp.outcome !== 'pending') continue;
    try {
      const checked = await check(arm, followUp);
      await updateFollowUp(key, checked);
      if (checked.outcome === 'pending') open += 1;
    } catch (thrown) {
      // One that can't be asked about now must not keep the others from being looked at.
      failure = asAzureError(thrown);
    }
  }
  if (failure) throw failure;
  return open;
}

async function check(arm: Arm, followUp: FollowUp): Promise<FollowUp> {
  const at = { ...followUp, checkedAt: now().toISOString() };
  const type = resourceType(followUp.type);
  try {
    const state = await type.pendingState?.(arm, followUp.detail, followUp.operation);
    if (state === 'done') return { ...at, outcome: 'deleted' };
    if (state !== 'pending') return { ...at, outcome: 'failed', reason: 'operation_unknown' };
  } catch (thrown) {
    const error = asAzureError(thrown);
    const late = overdue({ ...at, reason: error.code });
    // What can't be asked about for ever must come to an end, too.
    if (error.transient && late.outcome === 'pending') throw error;
    return late;
  }
  return overdue(at);
}

/** What is not done by the promised day is said to have failed: somebody has to ask Azure about it. */
function overdue(followUp: FollowUp): FollowUp {
  if (now().toISOString() <= followUp.dueBy) return followUp;
  return { ...followUp, outcome: 'failed', reason: followUp.reason ?? 'overdue' };
}

/** Shards as stretches of neighbours: what a phase works through. */
function stretches(shards: readonly number[]): PhaseInput['stages'] {
  const found: PhaseInput['stages'] = [];
  for (const shard of shards) {
    const last = found.at(-1);
    if (last?.to === shard) last.to = shard + 1;
    else found.push({ from: shard, to: shard + 1 });
  }
  return found;
}
