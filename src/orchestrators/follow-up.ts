import type { OrchestrationContext, OrchestrationHandler } from 'durable-functions';
import type { CheckedFollowUps, CheckFollowUpsInput } from '../activities/check-follow-ups';
import type { RecordLookInput } from '../activities/record-look';
import { activities, orchestrators } from './names';
import type { PhaseDone, PhaseInput } from './phase';
import { patientRetry, retry } from './retry';
import { wait } from './wait';

/**
 * A day's look at an ended request: at what Azure still carries out, and whether what was erased can still be restored.
 * When nothing is open any more, the final certificate is issued and whoever asked is told.
 */
export const followUp: OrchestrationHandler = function* (context: OrchestrationContext) {
  const input = context.df.getInput<CheckFollowUpsInput>();
  const call = (name: string, more: object = {}) =>
    context.df.callActivityWithRetry(name, patientRetry(), { ...input, ...more });
  const checked = yield* wait<CheckedFollowUps>(
    context.df.callActivityWithRetry(activities.checkFollowUps, retry(), input),
  );
  if (checked.next === 'later') return;
  if (checked.next === 'now') {
    if (checked.look) {
      const work: PhaseInput = { ...checked.look, key: input.key, phase: 'reverify', export: false, skip: [] };
      const { link, failed, remaining, until } = yield* wait<PhaseDone>(
        context.df.callSubOrchestrator(orchestrators.phase, work),
      );
      const look: Omit<RecordLookInput, 'key' | 'day'> = { link, failed, remaining, until, last: work.last === true };
      const { open } = yield* wait<{ open: number }>(call(activities.recordLook, look));
      if (open > 0) return;
    }
    yield* wait(call(activities.issueFinalCertificate));
    yield* wait(call(activities.notify, { final: true }));
  }
  // Last, so that a day on which this stops half-way is followed by another one.
  yield* wait(call(activities.settleFollowUps));
};
