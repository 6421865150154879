import type { TaskFailure } from './history-events';
import type { FailureDetails } from './model';

/** What the SDK writes into an error's message when the app has an exception properties provider. */
interface ProvidedDetails {
  errorType: string;
  errorMessage: string;
  isNonRetriable?: boolean;
  properties?: Record<string, unknown>;
  stackTrace?: string;
}

/**
 * Describes an activity's error for the history. Failure details are given when the SDK provided them; otherwise, as
 * with the storage backends, reason and details are all there is.
 */
export function activityFailure(name: string, error: unknown): TaskFailure {
  const { message, stack, name: type } = error instanceof Error ? error : new Error(String(error));
  const provided = providedDetails(message);
  const reason = `Activity function '${name}' failed: ${provided?.errorMessage ?? message}`;
  const details = JSON.stringify({
    ClassName: provided?.errorType ?? type,
    Message: provided?.errorMessage ?? message,
    StackTraceString: provided?.stackTrace ?? stack ?? null,
  });
  return provided === undefined ? { reason, details } : { reason, details, failureDetails: failureDetails(provided) };
}

function failureDetails(provided: ProvidedDetails): FailureDetails {
  return {
    ErrorType: provided.errorType,
    ErrorMessage: provided.errorMessage,
    StackTrace: provided.stackTrace,
    IsNonRetriable: provided.isNonRetriable ?? false,
    Properties: provided.properties,
  };
}

function providedDetails(message: string): ProvidedDetails | undefined {
  if (!message.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(message) as Partial<ProvidedDetails>;
    const complete = typeof value.errorType === 'string' && typeof value.errorMessage === 'string' && value.properties;
    return complete ? (value as ProvidedDetails) : undefined;
  } catch {
    // An error message that only looks like JSON is a message.
    return undefined;
  }
}
