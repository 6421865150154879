import { EventType, type HistoryEvent } from './model';

const typeNames = new Map<number, string>(Object.entries(EventType).map(([name, number]) => [number, name]));

/** Kinds of events that clients don't see: what was scheduled is shown with its answer. */
const hidden = new Set<number>([
  EventType.OrchestratorStarted,
  EventType.OrchestratorCompleted,
  EventType.TaskScheduled,
  EventType.TimerCreated,
  EventType.SubOrchestrationInstanceCreated,
]);

/**
 * The history as status queries show it (Durable extension: showHistory): kinds by name, an answer together with the
 * name and time of what it answers, results only if asked for. What was scheduled and isn't answered is shown as such.
 */
export function historyForClients(history: HistoryEvent[], showOutput: boolean): object[] {
  const scheduled = new Map(history.filter((event) => event.EventId >= 0).map((event) => [event.EventId, event]));
  const answered = new Set(history.map((event) => event.TaskScheduledId ?? event.TimerId));
  return history
    .filter((event) => !hidden.has(event.EventType) || (event.EventId >= 0 && !answered.has(event.EventId)))
    .map((event) => view(event, scheduled.get(event.TaskScheduledId ?? event.TimerId ?? -1), showOutput));
}

function view(event: HistoryEvent, cause: HistoryEvent | undefined, showOutput: boolean): object {
  const { EventType: type, Timestamp, Name, Result, Input, OrchestrationStatus, Reason, Details, FireAt } = event;
  const started = type === EventType.ExecutionStarted;
  return {
    EventType: typeNames.get(type),
    Timestamp,
    ...(cause === undefined ? {} : { ScheduledTime: cause.Timestamp, FunctionName: cause.Name }),
    ...(Name === undefined ? {} : started || event.EventId >= 0 ? { FunctionName: Name } : { Name }),
    ...(event.InstanceId === undefined ? {} : { InstanceId: event.InstanceId }),
    ...(OrchestrationStatus === undefined ? {} : { OrchestrationStatus }),
    ...(Reason === undefined ? {} : { Reason, Details }),
    ...(FireAt === undefined ? {} : { FireAt }),
    ...(showOutput && Result !== undefined ? { Result: JSON.parse(Result) as unknown } : {}),
    ...(showOutput && Input !== undefined ? { Input: JSON.parse(Input) as unknown } : {}),
  };
}
