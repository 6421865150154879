import type { InvocationContext } from '@azure/functions';
import { AzureError } from './azure/azure-error';
import { SettingsError } from './config/settings';
import { OperatorError, RequestError } from './errors';

/** Messages of our own errors are written to name nobody; those of libraries quote URLs and names, and are dropped. */
function scrubbed(step: string, thrown: unknown): Error {
  if (isOurs(thrown)) return new Error(`${step}: ${thrown.message}`);
  return new Error(`${step}: ${codeOf(thrown)}`);
}

function isOurs(thrown: unknown): thrown is AzureError | RequestError | OperatorError {
  return thrown instanceof AzureError || thrown instanceof RequestError || thrown instanceof OperatorError;
}

/** What an error is, in a word or two that quote nobody. */
export function codeOf(thrown: unknown): string {
  if (isOurs(thrown)) return thrown.code;
  if (thrown instanceof SettingsError) return 'settings_invalid';
  const error = (thrown ?? {}) as { name?: string; code?: string; statusCode?: number };
  return [error.name ?? 'Error', error.code, error.statusCode].filter(Boolean).join(' ');
}

/** Where in our code an error came from: file and line, without its message. */
function frames(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
    .map((line) => line.trim().replace(/\(.*[/\\](?=[^/\\]+\))/, '('))
    .join(' < ');
}

/**
 * What may leave a function when it fails: its code and where it came from, logged, and an error without the message
 * and stack of whatever library threw. Hosts log both, and failed activities keep them in the history.
 */
export function logged(step: string, thrown: unknown, context: Pick<InvocationContext, 'warn'>): Error {
  const error = scrubbed(step, thrown);
  context.warn(`${error.message} ${frames(thrown)}`);
  error.stack = undefined;
  return error;
}
