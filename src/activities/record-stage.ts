import { markStarted, updateStatus } from '../requests/request-store';
import type { RequestState } from '../requests/states';

/** Input of the activity. */
export interface StageInput {
  key: string;
  state: RequestState;
}

/** Enters a state. The first call also tells the reconciler that the request runs. Returns whether to stop. */
export async function recordStage(input: StageInput): Promise<{ cancelled: boolean }> {
  const status = await updateStatus(input.key, () => ({ state: input.state }));
  if (!status.started) await markStarted(input.key);
  return { cancelled: status.cancelRequested === true };
}
