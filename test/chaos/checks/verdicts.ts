import type { Evidence } from '../evidence';
import { wrongAnswers } from './answers';
import { wrongBytes } from './bytes';
import { wrongExports } from './exports';
import { wrongRecords } from './records';
import { wrongStates } from './states';

/** A check by what it shows, with what is wrong: nothing where it holds. */
export interface Verdict {
  check: string;
  wrong: string[];
}

/** Every check of a round. */
export function verdicts(evidence: Evidence): Verdict[] {
  return [
    { check: 'every request ended, in the state that follows from its gaps', wrong: wrongStates(evidence) },
    { check: 'records are what the certificates say', wrong: wrongRecords(evidence) },
    { check: 'bytes are what the certificates say', wrong: wrongBytes(evidence) },
    { check: 'nothing was erased before it was exported, where both were asked', wrong: wrongExports(evidence) },
    { check: 'every message and call was answered once', wrong: wrongAnswers(evidence) },
    { check: 'nothing is left to do in the durable engine', wrong: evidence.running },
    {
      check: 'certificates verify',
      wrong: evidence.requests.flatMap(({ request, refuted }) => refuted.map((line) => `${request.id}: ${line}`)),
    },
    { check: 'nobody is named where no personal data belongs', wrong: evidence.named },
  ];
}
