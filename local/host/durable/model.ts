/** The kinds of history events and their numbers, as the Durable Task Framework and the JavaScript SDK know them. */
export const EventType = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
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
  EventRaised: 15,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
} as const;

/** The number of one kind of history event. */
export type EventTypeNumber = (typeof EventType)[keyof typeof EventType];

/** A failure as newer extensions put it into the history beside reason and details. */
export interface FailureDetails {
  ErrorType: string;
  ErrorMessage: string;
  StackTrace?: string;
  IsNonRetriable: boolean;
  Properties?: Record<string, unknown>;
}

/**
 * One row of an instance's history, in the field names of the protocol. Which optional fields are set depends on the
 * kind. `Input` and `Result` hold JSON text, times are ISO 8601 in UTC. The event id is -1 for what comes from outside.
 */
export interface HistoryEvent {
  EventType: EventTypeNumber;
  EventId: number;
  IsPlayed: boolean;
  Timestamp: string;
  Name?: string;
  Version?: string;
  Input?: string;
  InstanceId?: string;
  TaskScheduledId?: number;
  TimerId?: number;
  FireAt?: string;
  Result?: string;
  Reason?: string;
  Details?: string;
  FailureDetails?: FailureDetails;
  OrchestrationStatus?: RuntimeStatus;
}

/** The states of an instance that this engine knows; the last three are final. */
export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated';

/** Whether an instance in this state will never run again by itself. */
export function isFinal(status: RuntimeStatus): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Terminated';
}

/** Who waits for a sub-orchestration: the execution and the id of the task that called it. */
export interface Parent {
  instanceId: string;
  executionId: string;
  taskId: number;
}

/** An instance, without its input, output and history, which are stored as values of their own. */
export interface InstanceRecord {
  instanceId: string;
  /** New at each start and each continue-as-new: what belongs to an earlier execution is dropped by it. */
  executionId: string;
  name: string;
  version?: string;
  status: RuntimeStatus;
  createdTime: string;
  lastUpdatedTime: string;
  /** JSON text, or null when the orchestrator set none. */
  customStatus: string | null;
  parent?: Parent;
  historyLength: number;
  /** Characters of the history as JSON. Stores of earlier versions don't have it. */
  historySize?: number;
}

/** What starts an instance. `input` is JSON text. */
export interface StartRequest {
  name: string;
  version?: string;
  input?: string;
  parent?: Parent;
}

/** What waits for an instance until its next turn. Events without an execution id are for whichever runs then. */
export type Message =
  | { kind: 'start'; start: StartRequest }
  | { kind: 'event'; executionId?: string; event: HistoryEvent }
  | { kind: 'terminate' | 'suspend' | 'resume'; reason: string };

/** An activity that was scheduled and is not recorded as ended. `input` is JSON text of the action's input. */
export interface PendingActivity {
  instanceId: string;
  executionId: string;
  taskId: number;
  name: string;
  input?: string;
}

/** A durable timer that has not fired. `fireAt` is ISO 8601 in UTC. */
export interface PendingTimer {
  fireAt: string;
  instanceId: string;
  executionId: string;
  timerId: number;
}
