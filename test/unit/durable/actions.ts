import { ActionType, type Action } from '../../../local/host/durable/actions';
import { walkActions, type Walked } from '../../../local/host/durable/action-walk';
import { EventType, type EventTypeNumber, type HistoryEvent } from '../../../local/host/durable/model';

const start = Date.parse('2030-01-01T00:00:00.000Z');

/** A time so many milliseconds after the start of every test's history. */
export const after = (ms: number): string => new Date(start + ms).toISOString();

export const event = (type: EventTypeNumber, fields: Partial<HistoryEvent> = {}, ms = 0): HistoryEvent => ({
  EventType: type,
  EventId: -1,
  IsPlayed: true,
  Timestamp: after(ms),
  ...fields,
});

/** The start of an episode. */
export const episode = (ms = 0): HistoryEvent => event(EventType.OrchestratorStarted, {}, ms);
export const started = [episode(), event(EventType.ExecutionStarted, { Name: 'test' })];
export const scheduled = (id: number, name = 'a'): HistoryEvent =>
  event(EventType.TaskScheduled, { EventId: id, Name: name });
export const completed = (id: number): HistoryEvent =>
  event(EventType.TaskCompleted, { TaskScheduledId: id, Result: 'null' });
export const failed = (id: number, fields: Partial<HistoryEvent> = {}): HistoryEvent =>
  event(EventType.TaskFailed, { TaskScheduledId: id, Reason: 'r', Details: 'd', ...fields });
export const timerCreated = (id: number): HistoryEvent => event(EventType.TimerCreated, { EventId: id });
export const timerFired = (id: number): HistoryEvent => event(EventType.TimerFired, { TimerId: id });
export const raised = (name: string): HistoryEvent => event(EventType.EventRaised, { Name: name, Input: 'null' });

export const activity = (functionName = 'a', input?: unknown): Action => ({
  actionType: ActionType.CallActivity,
  functionName,
  input,
});
export const timer = (ms: number, isCanceled = false): Action => ({
  actionType: ActionType.CreateTimer,
  fireAt: after(ms),
  isCanceled,
});
export const waitFor = (externalEventName: string): Action => ({
  actionType: ActionType.WaitForExternalEvent,
  externalEventName,
});
export const all = (...compoundActions: Action[]): Action => ({ actionType: ActionType.WhenAll, compoundActions });
export const any = (...compoundActions: Action[]): Action => ({ actionType: ActionType.WhenAny, compoundActions });

/** Walks with every function known. */
export const walk = (actions: Action[], history: HistoryEvent[]): Walked =>
  walkActions(actions, history, { executionId: 'exec', requireFunction: () => undefined });

/** What is new, in short: kind and id. */
export const fresh = (walked: Walked): string[] => walked.scheduled.map(({ kind, id }) => `${kind} ${id}`);
