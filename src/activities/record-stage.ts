import { keepMilestone, type Milestone } from '../requests/milestones';
import { markStarted, updateStatus } from '../requests/request-store';
import type { RequestState } from '../requests/states';

/** Input of the activity. */
export interface StageInput {
  key: string;
  state: RequestState;
  /** What was reached when it is entered, where it can be begun anew from that. */
  milestone?: Milestone;
}

/** Enters a state. The first call also notes that the request runs. Returns whether to stop. */
export async function recordStage(input: StageInput): Promise<{ cancelled: boolean }> {
  if (input.milestone) await keepMilestone(input.key, input.state, input.milestone);
  const status = await updateStatus(input.key, () => ({ state: input.state }));
  if (!status.started) await markStarted(input.key);
  return { cancelled: status.cancelRequested === true };
}
