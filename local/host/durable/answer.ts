import type { InvocationResult, RpcTypedData } from '../contract';
import type { Action } from './actions';

/** What the SDK says after it replayed an orchestrator. `failed` without actions: the SDK itself broke off. */
export interface Answer {
  isDone: boolean;
  actions: Action[];
  /** JSON text, or null. */
  output: string | null;
  /** JSON text, or null when the orchestrator set none. */
  customStatus: string | null;
  failure?: { message: string; details: string; brokeOff: boolean };
}

interface OrchestratorState {
  isDone?: boolean;
  actions?: Action[][];
  output?: unknown;
  customStatus?: unknown;
  error?: string;
}

/** Between an orchestrator's error text and its state (durable-functions: OrchestrationFailureError). */
const stateLabel = '\n\n$OutOfProcData$:';

function fromState(state: OrchestratorState): Answer {
  return {
    isDone: state.isDone === true,
    actions: (state.actions ?? []).flat(),
    output: jsonOrNull(state.output),
    customStatus: jsonOrNull(state.customStatus),
  };
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

/** Reads what an orchestrator function returned. Throws if it isn't the SDK's answer. */
export function answerFromResult(result: InvocationResult): Answer {
  const text = result.returnValue?.json ?? result.returnValue?.string;
  if (typeof text !== 'string') throw new Error('An orchestrator must return the answer of durable-functions.');
  return fromState(JSON.parse(text) as OrchestratorState);
}

/** Reads the error that an orchestrator function threw: the SDK appends the actions up to there. */
export function answerFromError(error: Error): Answer {
  const state = appendedState(error.message);
  const message = state === undefined ? error.message : (state.error ?? '');
  const details = `Message: ${message}, StackTrace: ${error.stack ?? ''}`;
  return { ...fromState(state ?? {}), failure: { message, details, brokeOff: state === undefined } };
}

function appendedState(message: string): OrchestratorState | undefined {
  const at = message.indexOf(stateLabel);
  if (at < 0) return undefined;
  try {
    return JSON.parse(message.slice(at + stateLabel.length)) as OrchestratorState;
  } catch {
    // Not the SDK's: an error of the app that happens to hold the label.
    return undefined;
  }
}

/** An activity's return value as JSON text, null when it returned nothing. */
export function resultText(value: RpcTypedData | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value.json === 'string') return value.json;
  if (typeof value.string === 'string') return JSON.stringify(value.string);
  if (value.int !== undefined && value.int !== null) return String(value.int);
  if (value.double !== undefined && value.double !== null) return JSON.stringify(value.double);
  if (value.bytes) return JSON.stringify(Buffer.from(value.bytes).toString('base64'));
  return null;
}
