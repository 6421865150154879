import type { OrchestrationContext, Task } from 'durable-functions';
import type { CheckDecisionInput, CheckedDecision } from '../activities/check-decision';
import type { FrozenPlan } from '../activities/freeze-plan';
import type { OpenedRequest } from '../activities/open-request';
import type { Call } from './call';
import { earlier, secondsAfter } from './dates';
import { activities, decisionEvent } from './names';
import { retry } from './retry';
import { wait } from './wait';

/**
 * The engine splits timers of more than six days into pieces; one that is cancelled after its first piece fired makes
 * the history and the replay disagree, and the instance fails. So no timer here is that long.
 */
const longestTimerSeconds = 5 * 86_400;

/** How waiting for an approval ended. */
export type Approval =
  { state: 'approved'; decision: string } | { state: 'rejected' | 'expired' | 'cancelled'; decision?: undefined };

/**
 * Waits for a decision about exactly this plan, until it expires. Each round has a fresh event task and a fresh timer;
 * a timer left open would keep the instance running.
 */
export function* awaitDecision(
  context: OrchestrationContext,
  call: Call,
  key: string,
  plan: FrozenPlan,
  opened: OpenedRequest,
): Generator<Task, Approval, unknown> {
  const check = (decision: Pick<CheckDecisionInput, 'blob' | 'automatic'>) =>
    call<CheckedDecision>(activities.checkDecision, retry(), { key, planHash: plan.hash, ...decision });
  const { resume } = opened;
  if (resume?.decision) {
    const known = yield* check(resume.decision);
    if (known.verdict === 'approve') return { state: 'approved', decision: known.blob };
    if (known.verdict === 'reject') return { state: 'rejected' };
  }
  // Who waited for somebody's decision goes on waiting, whatever the settings say by now.
  if (!plan.needsApproval && !resume?.waitingSince) {
    const automatic = yield* check({ automatic: true });
    return { state: 'approved', decision: automatic.blob };
  }
  context.df.setCustomStatus({ stage: 'awaiting_approval' });
  const entered = { key, state: 'awaiting_approval' };
  const { cancelled } = yield* call<{ cancelled: boolean }>(activities.recordStage, retry(), entered);
  if (cancelled) return { state: 'cancelled' };
  const since = resume?.waitingSince ? new Date(resume.waitingSince) : context.df.currentUtcDateTime;
  const expiry = secondsAfter(since, opened.approvalExpiryDays * 86_400);
  for (;;) {
    const event = context.df.waitForExternalEvent(decisionEvent);
    const wake = earlier(expiry, secondsAfter(context.df.currentUtcDateTime, longestTimerSeconds));
    const timer = context.df.createTimer(wake);
    const winner = yield* wait<Task>(context.df.Task.any([event, timer]));
    if (winner === timer) {
      if (context.df.currentUtcDateTime >= expiry) return { state: 'expired' };
      continue;
    }
    timer.cancel();
    // Whoever holds a key of the host can raise anything. Without a document there is no decision.
    const received = event.result as { kind?: unknown; blob?: unknown } | null;
    if (received?.kind === 'cancel') return { state: 'cancelled' };
    if (received?.kind !== 'decision' || typeof received.blob !== 'string') continue;
    const checked = yield* check({ blob: received.blob });
    if (checked.verdict === 'approve') return { state: 'approved', decision: checked.blob };
    if (checked.verdict === 'reject') return { state: 'rejected' };
    // Somebody raised an event that the HTTP route would have refused: it changes nothing.
  }
}
