import { settle } from '../requests/due-dates';
import { updateSecondStage } from '../requests/second-stage';
import type { CheckFollowUpsInput } from './check-follow-ups';

/** Takes a request out of the due-date index: nothing of it is open any more, and whoever asked was told. */
export async function settleFollowUps({ key, day }: CheckFollowUpsInput): Promise<void> {
  await updateSecondStage(key, () => ({ told: true, nextCheck: undefined }));
  await settle(key, day);
}
