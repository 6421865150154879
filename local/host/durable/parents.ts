import { subOrchestrationCompleted, subOrchestrationFailed } from './history-events';
import type { HistoryEvent, Message, Parent } from './model';
import type { Ending } from './episode';

function toParent(parent: Parent, event: HistoryEvent): Message {
  return { kind: 'event', executionId: parent.executionId, event };
}

/** What a parent is told when its sub-orchestration completed or failed. */
export function endingForParent(
  parent: Parent,
  ending: Exclude<Ending, { kind: 'continuedAsNew' }>,
  now: Date,
): Message {
  if (ending.kind === 'completed')
    return toParent(parent, subOrchestrationCompleted(now, parent.taskId, ending.output));
  return failureForParent(parent, ending.reason, ending.details, now);
}

/** What a parent is told when its sub-orchestration failed, was terminated, or could not be started. */
export function failureForParent(parent: Parent, reason: string, details: string, now: Date): Message {
  return toParent(parent, subOrchestrationFailed(now, parent.taskId, { reason, details }));
}
