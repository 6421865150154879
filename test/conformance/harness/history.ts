/** Numbers of the history events in the protocol between the Durable extension and the out-of-process SDKs. */
export const EventType = {
  ExecutionStarted: 0,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventSent: 14,
  EventRaised: 15,
} as const;

/** One event as the app's orchestrations return it (app/lib/history.js). */
export interface HistoryEvent {
  type: number;
  id: number;
  name?: string;
  taskId?: number;
  timestamp: string;
  fireAt?: string;
  result?: string;
  reason?: string;
  details?: string;
  failureDetails?: unknown;
  version?: string;
}

const SCHEDULING: number[] = [
  EventType.TaskScheduled,
  EventType.SubOrchestrationInstanceCreated,
  EventType.TimerCreated,
  EventType.EventSent,
];

/** The events by which the host took an action on, in their order. */
export function scheduled(history: readonly HistoryEvent[]): HistoryEvent[] {
  return history.filter((event) => SCHEDULING.includes(event.type));
}

/** The same as short text: "0 activity echo", "1 timer"… with the event id first. */
export function scheduledAsText(history: readonly HistoryEvent[]): string[] {
  return scheduled(history).map((event) => {
    if (event.type === EventType.TimerCreated) return `${event.id} timer`;
    const kind = event.type === EventType.TaskScheduled ? 'activity' : 'orchestration';
    return `${event.id} ${kind} ${event.name}`;
  });
}

/** All events of a type. */
export function eventsOf(history: readonly HistoryEvent[], type: number): HistoryEvent[] {
  return history.filter((event) => event.type === type);
}

/**
 * The faults of a history's order: each episode is OrchestratorStarted, incoming events, what was scheduled,
 * OrchestratorCompleted; only the episode that is being run may lack its end.
 */
export function orderFaults(history: readonly HistoryEvent[]): string[] {
  const faults: string[] = [];
  const stages = history.map(({ type }) => {
    if (type === EventType.OrchestratorStarted) return 0;
    if (type === EventType.OrchestratorCompleted) return 3;
    return SCHEDULING.includes(type) ? 2 : 1;
  });
  stages.forEach((stage, i) => {
    const before = i === 0 ? 3 : (stages[i - 1] ?? 3);
    const starts = stage === 0 && before === 3;
    const goesOn = stage !== 0 && before !== 3 && stage >= before;
    if (!starts && !goesOn) faults.push(`event ${i} of type ${history[i]?.type} follows type ${history[i - 1]?.type}`);
  });
  return faults;
}
