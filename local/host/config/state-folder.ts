import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StateError } from './state-error';
import { isObject, readStateFile, writeWholeFile } from './state-file';

/** Which host can read a state folder: goes up when an older host could not. */
const format = 1;

/**
 * Makes a host's state folder, or finds out whether it is one that this host can read. Throws a `StateError` before
 * anything in it was changed if it is not.
 */
export function openStateFolder(folder: string): void {
  const file = join(folder, 'state.json');
  const found = readStateFile(file, isMark, 'Restore it from a copy, or start with another state folder.');
  if (found && found.format > format) {
    throw new StateError(
      `The state folder ${folder} was written by a newer host (format ${found.format}; this one knows ${format}). ` +
        'Start that one, or use another state folder.',
    );
  }
  if (found) return;
  if (existsSync(join(folder, 'durable', 'CURRENT'))) {
    throw new StateError(
      `The folder ${folder} holds a store but no state.json: it is not a host's state folder, or one of before 0.1. ` +
        'Use another folder, or remove this one.',
    );
  }
  try {
    mkdirSync(folder, { recursive: true });
    writeWholeFile(file, JSON.stringify({ format }));
  } catch (error) {
    throw new StateError(`The state folder ${folder} can't be written: ${(error as Error).message}`, { cause: error });
  }
}

function isMark(value: unknown): value is { format: number } {
  return isObject(value) && Number.isSafeInteger(value.format) && Number(value.format) >= 1;
}
