/** What an orchestrator asks for, as `durable-functions` 3.5.0 numbers it. */
export const ActionType = {
  CallActivity: 0,
  CallActivityWithRetry: 1,
  CallSubOrchestrator: 2,
  CallSubOrchestratorWithRetry: 3,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  CallEntity: 7,
  CallHttp: 8,
  SignalEntity: 9,
  ScheduledSignalEntity: 10,
  WhenAny: 11,
  WhenAll: 12,
  LockEntities: 13,
  ReleaseEntities: 14,
} as const;

/** How a call is retried. Times in milliseconds. */
export interface RetryOptions {
  firstRetryIntervalInMilliseconds: number;
  maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;
}

/** One action as the SDK serialises it; which fields are set depends on `actionType`. */
export interface Action {
  actionType: number;
  functionName?: string;
  input?: unknown;
  instanceId?: string;
  version?: string;
  retryOptions?: RetryOptions;
  fireAt?: string;
  isCanceled?: boolean;
  externalEventName?: string;
  compoundActions?: Action[];
}

/** The orchestrator used something that this engine doesn't have; the message names it. */
export class UnsupportedActionError extends Error {}

const unsupported: Record<number, string> = {
  [ActionType.CallEntity]: 'calling an entity (callEntity)',
  [ActionType.CallHttp]: 'a durable HTTP call (callHttp)',
  [ActionType.SignalEntity]: 'signalling an entity (signalEntity)',
  [ActionType.ScheduledSignalEntity]: 'signalling an entity later (signalEntity)',
  [ActionType.LockEntities]: 'locking entities (lock)',
  [ActionType.ReleaseEntities]: 'releasing locked entities (lock)',
};

/** Throws `UnsupportedActionError` if one of the actions, at any depth, is one that this engine doesn't have. */
export function refuseUnsupported(actions: Action[]): void {
  for (const action of actions) {
    const name = unsupported[action.actionType];
    if (name !== undefined) throw new UnsupportedActionError(`The embedded host does not support ${name}.`);
    if (!Object.values<number>(ActionType).includes(action.actionType)) {
      throw new UnsupportedActionError(`The embedded host does not know actions of type ${action.actionType}.`);
    }
    refuseUnsupported(action.compoundActions ?? []);
  }
}
