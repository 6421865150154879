import type { OrchestrationContext, OrchestrationHandler } from 'durable-functions';
import type { CheckFollowUpsInput } from '../activities/check-follow-ups';
import { activities } from './names';
import { patientRetry, retry } from './retry';
import { wait } from './wait';

/** A day's look at what Azure still carries out for an ended request; the last one tells whoever asked. */
export const followUp: OrchestrationHandler = function* (context: OrchestrationContext) {
  const input = context.df.getInput<CheckFollowUpsInput>();
  const { open } = yield* wait<{ open: number }>(
    context.df.callActivityWithRetry(activities.checkFollowUps, retry(), input),
  );
  if (open > 0) return;
  yield* wait(context.df.callActivityWithRetry(activities.notify, patientRetry(), { key: input.key, followUps: true }));
  // Last, so that a day on which this stops half-way is followed by another one.
  yield* wait(context.df.callActivityWithRetry(activities.settleFollowUps, patientRetry(), input));
};
