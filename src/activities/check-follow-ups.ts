import { Arm } from '../azure/arm';
import { asAzureError, type AzureError } from '../azure/azure-error';
import { now } from '../config/clock';
import { followUpsOf, postpone, updateFollowUp, type FollowUp } from '../requests/follow-ups';
import { loadStatus } from '../requests/request-store';
import { isTerminal } from '../requests/states';
import { resourceType } from '../resources/registry';

/** Input of the activity: the request, and the day of its row in the due-date index. */
export interface CheckFollowUpsInput {
  key: string;
  day: string;
}

/**
 * Asks how the things go that Azure carries out in its own time. With some still open, they are due again tomorrow; so
 * are those of a request that has not ended: it may note more, and who asked is told once, after its result.
 */
export async function checkFollowUps({ key, day }: CheckFollowUpsInput): Promise<{ open: number }> {
  const ended = isTerminal((await loadStatus(key)).state);
  const arm = new Arm('reader');
  let open = ended ? 0 : 1;
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
  if (open > 0) await postpone(key, day);
  return { open };
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
