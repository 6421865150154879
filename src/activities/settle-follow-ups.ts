import { settle } from '../requests/follow-ups';
import type { CheckFollowUpsInput } from './check-follow-ups';

/** Takes a request out of the due-date index: nothing of it is open any more, and whoever asked was told. */
export async function settleFollowUps({ key, day }: CheckFollowUpsInput): Promise<void> {
  await settle(key, day);
}
