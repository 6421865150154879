import type { OrchestrationContext, Task } from 'durable-functions';
import type { StageInput } from '../activities/record-stage';
import type { Call } from './call';
import { activities } from './names';
import { retry } from './retry';

/** Enters a state; true when somebody asked to stop. */
export function* enter(
  context: OrchestrationContext,
  call: Call,
  stage: StageInput,
): Generator<Task, boolean, unknown> {
  context.df.setCustomStatus({ stage: stage.state });
  const { cancelled } = yield* call<{ cancelled: boolean }>(activities.recordStage, retry(), stage);
  return cancelled;
}
