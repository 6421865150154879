/** The states of a request, in the order in which it can pass them. */
export const requestStates = [
  'received',
  'inventorying',
  'awaiting_approval',
  'exporting',
  'erasing',
  'verifying',
  'completed',
  'completed_with_gaps',
  'rejected',
  'expired',
  'cancelled',
  'failed',
] as const;

/** A state of a request. */
export type RequestState = (typeof requestStates)[number];

const terminal = new Set<RequestState>([
  'completed',
  'completed_with_gaps',
  'rejected',
  'expired',
  'cancelled',
  'failed',
]);

/** Whether a request in this state never changes again. */
export function isTerminal(state: RequestState): boolean {
  return terminal.has(state);
}

/**
 * Whether a request may go from one state to the other. Stages that a request doesn't need are skipped, none is
 * repeated, and a terminal state is never left: an activity that runs a second time, late, can't undo its successor.
 */
export function isValidTransition(from: RequestState, to: RequestState): boolean {
  if (from === to) return true;
  if (isTerminal(from)) return false;
  return isTerminal(to) || requestStates.indexOf(to) > requestStates.indexOf(from);
}
