import type { InvocationContext } from '@azure/functions';
import { AzureError } from './azure/azure-error';
import { RequestError } from './errors';

/** Messages of our own errors are written to name nobody; those of libraries quote URLs and names, and are dropped. */
function scrubbed(step: string, thrown: unknown): Error {
  if (thrown instanceof AzureError || thrown instanceof RequestError) return new Error(`${step}: ${thrown.message}`);
  const error = (thrown ?? {}) as { name?: string; code?: string; statusCode?: number };
  const what = [error.name ?? 'Error', error.code, error.statusCode].filter(Boolean).join(' ');
  return new Error(`${step}: ${what}`);
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
