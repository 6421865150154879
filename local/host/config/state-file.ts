import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { StateError } from './state-error';

/** Writes a file as a whole: after a crash it holds the old text or the new one, never a part. Owner only. */
export function writeWholeFile(file: string, text: string): void {
  const temporary = `${file}.tmp`;
  const opened = openSync(temporary, 'w', 0o600);
  try {
    writeSync(opened, text);
    // Without it the new name may be on the disk before the text is.
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  renameSync(temporary, file);
}

/**
 * Reads a JSON file that the host wrote; undefined if it isn't there. Throws a `StateError` with the `remedy` (what to do,
 * and what that costs) when the file holds anything else than what `isOurs` accepts: it is never overwritten.
 */
export function readStateFile<T>(file: string, isOurs: (value: unknown) => value is T, remedy: string): T | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StateError(`${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
  const value = parsed(text);
  if (isOurs(value)) return value;
  throw new StateError(`${file} is damaged or another program's. It was not changed. ${remedy}`);
}

/** Whether a value is an object with names: what all of the host's files hold. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is nothing that the host wrote: said by the caller.
    return undefined;
  }
}
