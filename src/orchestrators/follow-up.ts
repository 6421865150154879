import type { OrchestrationContext, OrchestrationHandler } from 'durable-functions';
import type { CheckedFollowUps, CheckFollowUpsInput } from '../activities/check-follow-ups';
import type { RecordLookInput } from '../activities/record-look';
import { calling } from './call';
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
  const call = calling(context);
  const surely = <T = void>(name: string, more: object = {}) => call<T>(name, patientRetry(), { ...input, ...more });
  const checked = yield* call<CheckedFollowUps>(activities.checkFollowUps, retry(), input);
  if (checked.next === 'later') return;
  if (checked.next === 'now') {
    if (checked.look) {
      const work: PhaseInput = { ...checked.look, key: input.key, phase: 'reverify', export: false, skip: [] };
      const { link, failed, remaining, until } = yield* wait<PhaseDone>(
        context.df.callSubOrchestrator(orchestrators.phase, work),
      );
      const look: Omit<RecordLookInput, 'key' | 'day'> = { link, failed, remaining, until, last: work.last === true };
      const { open } = yield* surely<{ open: number }>(activities.recordLook, look);
      if (open > 0) return;
    }
    yield* surely(activities.issueFinalCertificate);
    yield* surely(activities.notify, { final: true });
  }
  // Last, so that a day on which this stops half-way is followed by another one.
  yield* surely(activities.settleFollowUps);
};
