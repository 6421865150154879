import { Arm } from '../azure/arm';
import { asAzureError } from '../azure/azure-error';
import { now } from '../config/clock';
import { followUpsOf, postpone, updateFollowUp, type FollowUp } from '../requests/follow-ups';
import { resourceType } from '../resources/registry';

/** Input of the activity: the request, and the day of its row in the due-date index. */
export interface CheckFollowUpsInput {
  key: string;
  day: string;
}

/** Asks how the things go that Azure carries out in its own time. With some still open, they are due again tomorrow. */
export async function checkFollowUps({ key, day }: CheckFollowUpsInput): Promise<{ open: number }> {
  const arm = new Arm('reader');
  let open = 0;
  for (const followUp of await followUpsOf(key)) {
    if (followUp.outcome !== 'pending') continue;
    const checked = await check(arm, followUp);
    await updateFollowUp(key, checked);
    if (checked.outcome === 'pending') open += 1;
  }
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
    if (error.transient) throw error;
    return overdue({ ...at, reason: error.code });
  }
  return overdue(at);
}

/** What is not done by the promised day is said to have failed: somebody has to ask Azure about it. */
function overdue(followUp: FollowUp): FollowUp {
  if (now().toISOString() <= followUp.dueBy) return followUp;
  return { ...followUp, outcome: 'failed', reason: followUp.reason ?? 'overdue' };
}
