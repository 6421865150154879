import { EventType, type EventTypeNumber, type FailureDetails, type HistoryEvent, type StartRequest } from './model';
import type { Scheduled } from './scheduled-tasks';

function event(type: EventTypeNumber, at: Date, fields: Partial<HistoryEvent> = {}): HistoryEvent {
  return { EventType: type, EventId: -1, IsPlayed: false, Timestamp: at.toISOString(), ...fields };
}

/** The first event of an episode. The SDK takes the time of the orchestration from it. */
export const orchestratorStarted = (at: Date): HistoryEvent => event(EventType.OrchestratorStarted, at);

/** The last event of an episode. */
export const orchestratorCompleted = (at: Date): HistoryEvent => event(EventType.OrchestratorCompleted, at);

/** The start of an execution. Without a version the field is left out: the SDK's `context.df.version` is undefined then. */
export function executionStarted(at: Date, start: StartRequest): HistoryEvent {
  const version = start.version === undefined ? {} : { Version: start.version };
  return event(EventType.ExecutionStarted, at, { Name: start.name, ...version });
}

/** An activity's result; `result` is JSON text. Null is the text `null`, for the SDK can't read a missing result. */
export const taskCompleted = (at: Date, taskId: number, result: string | null): HistoryEvent =>
  event(EventType.TaskCompleted, at, { TaskScheduledId: taskId, Result: result ?? 'null' });

/** Why a task failed, in both forms that the SDK reads. */
export interface TaskFailure {
  reason: string;
  details: string;
  failureDetails?: FailureDetails;
}

function failed(type: EventTypeNumber, at: Date, taskId: number, failure: TaskFailure): HistoryEvent {
  const details = failure.failureDetails === undefined ? {} : { FailureDetails: failure.failureDetails };
  return event(type, at, { TaskScheduledId: taskId, Reason: failure.reason, Details: failure.details, ...details });
}

/** An activity's failure. */
export const taskFailed = (at: Date, taskId: number, failure: TaskFailure): HistoryEvent =>
  failed(EventType.TaskFailed, at, taskId, failure);

/** A sub-orchestration's result; `result` is JSON text. */
export const subOrchestrationCompleted = (at: Date, taskId: number, result: string | null): HistoryEvent =>
  event(EventType.SubOrchestrationInstanceCompleted, at, { TaskScheduledId: taskId, Result: result ?? 'null' });

/** A sub-orchestration's failure or termination. */
export const subOrchestrationFailed = (at: Date, taskId: number, failure: TaskFailure): HistoryEvent =>
  failed(EventType.SubOrchestrationInstanceFailed, at, taskId, failure);

/** A timer is due. `fireAt` is when it was due, not when that was noticed. */
export const timerFired = (at: Date, timerId: number, fireAt: string): HistoryEvent =>
  event(EventType.TimerFired, at, { TimerId: timerId, FireAt: fireAt });

/** An external event; `input` is JSON text. */
export const eventRaised = (at: Date, name: string, input: string): HistoryEvent =>
  event(EventType.EventRaised, at, { Name: name, Input: input });

/** The instance was suspended. */
export const executionSuspended = (at: Date, reason: string): HistoryEvent =>
  event(EventType.ExecutionSuspended, at, { Reason: reason });

/** The instance was resumed. */
export const executionResumed = (at: Date, reason: string): HistoryEvent =>
  event(EventType.ExecutionResumed, at, { Reason: reason });

/** The instance was terminated. */
export const executionTerminated = (at: Date, reason: string): HistoryEvent =>
  event(EventType.ExecutionTerminated, at, { Reason: reason });

/** The instance ended by itself; `result` is JSON text. */
export const executionCompleted = (at: Date, status: 'Completed' | 'Failed', result: string | null): HistoryEvent =>
  event(EventType.ExecutionCompleted, at, { OrchestrationStatus: status, Result: result ?? 'null' });

/** The record that something was scheduled; the inputs are kept with the work itself, for the SDK doesn't read them here. */
export function scheduledEvent(at: Date, scheduled: Scheduled): HistoryEvent {
  switch (scheduled.kind) {
    case 'activity':
      return event(EventType.TaskScheduled, at, { EventId: scheduled.id, Name: scheduled.name });
    case 'timer':
      return event(EventType.TimerCreated, at, { EventId: scheduled.id, FireAt: scheduled.fireAt });
    case 'subOrchestration':
      return event(EventType.SubOrchestrationInstanceCreated, at, {
        EventId: scheduled.id,
        Name: scheduled.name,
        InstanceId: scheduled.instanceId,
      });
  }
}
