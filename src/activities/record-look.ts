import { dayToLook, postpone } from '../requests/due-dates';
import { latest } from '../requests/reverification';
import { updateSecondStage } from '../requests/second-stage';
import type { PhaseDone } from '../orchestrators/phase';
import type { CheckFollowUpsInput } from './check-follow-ups';

/** Input of the activity: what a look came to, and whether what could not be looked at is given up now. */
export interface RecordLookInput
  extends CheckFollowUpsInput, Pick<PhaseDone, 'link' | 'failed' | 'remaining' | 'until'> {
  last: boolean;
}

/** Writes down what another look at an ended request came to, and has the rest looked at on a later day. */
export async function recordLook(input: RecordLookInput): Promise<{ open: number }> {
  const { key, day, link, failed, remaining, until, last } = input;
  const shards = [...new Set([...remaining, ...(last ? [] : failed)])].sort((a, b) => a - b);
  const nextCheck = shards.length > 0 ? dayToLook(until) : undefined;
  await updateSecondStage(key, (stage) => ({
    ...{ nextCheck, shards, until: latest([stage.until, until]) },
    // A step that runs twice must not count twice.
    looks: link && !stage.looks.includes(link) ? [...stage.looks, link] : stage.looks,
    givenUp: last ? [...new Set([...stage.givenUp, ...failed])] : stage.givenUp,
  }));
  if (nextCheck) await postpone(key, day, nextCheck);
  return { open: shards.length };
}
