import { walkActions, type WalkContext } from './action-walk';
import type { Answer } from './answer';
import type { HistoryEvent } from './model';
import { NonDeterminismError, type Scheduled } from './scheduled-tasks';

/** How an instance ended; texts as status queries show them. `output` is JSON text. */
export type Ending =
  | { kind: 'completed'; output: string | null }
  | { kind: 'failed'; reason: string; details: string }
  | { kind: 'continuedAsNew'; input?: string; carried: HistoryEvent[] };

/** What one episode decided. */
export interface Decision {
  scheduled: Scheduled[];
  cancelledTimers: { id: number; fireAt: string }[];
  customStatus: string | null;
  ending?: Ending;
}

/** Custom status may have 16 KB, counted in UTF-16 (Durable extension: SetCustomStatus). */
const maxCustomStatusBytes = 16 * 1024;

/**
 * Turns the SDK's answer into what to do, given the whole history including this episode's events. Whatever the
 * orchestrator did wrong becomes a failed ending, never an exception.
 */
export function decide(name: string, history: HistoryEvent[], answer: Answer, context: WalkContext): Decision {
  const { customStatus, failure } = answer;
  const fail = (message: string, details = message): Decision => {
    const reason = `Orchestrator function '${name}' failed: ${message}`;
    return { scheduled: [], cancelledTimers: [], customStatus, ending: { kind: 'failed', reason, details } };
  };
  if (customStatus !== null && customStatus.length * 2 > maxCustomStatusBytes) {
    return { ...fail('The custom status is larger than 16 KB.'), customStatus: null };
  }
  if (failure?.brokeOff) return fail(failure.message, failure.details);
  try {
    const walked = walkActions(answer.actions, history, context);
    return { ...walked, customStatus, ending: walked.ended ? ending(name, answer, walked.continueAsNew) : undefined };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!(error instanceof NonDeterminismError)) return fail(message);
    const ending: Ending = { kind: 'failed', reason: message, details: message };
    return { scheduled: [], cancelledTimers: [], customStatus, ending };
  }
}

function ending(
  name: string,
  answer: Answer,
  continueAsNew: { input?: string; carried: HistoryEvent[] } | undefined,
): Ending | undefined {
  if (answer.failure !== undefined) {
    const { message, details } = answer.failure;
    return { kind: 'failed', reason: `Orchestrator function '${name}' failed: ${message}`, details };
  }
  // The SDK reports isDone together with a continue-as-new action: that means continue.
  if (continueAsNew !== undefined) return { kind: 'continuedAsNew', ...continueAsNew };
  return answer.isDone ? { kind: 'completed', output: answer.output } : undefined;
}
