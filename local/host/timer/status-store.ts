import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, readStateFile, writeWholeFile } from '../config/state-file';

/** When a timer ran and will run (ISO dates); what the real host keeps in a blob per timer. */
export interface TimerStatus {
  last: string;
  next: string;
  lastUpdated: string;
}

/** Timer status by function name, one file each. */
export interface StatusStore {
  read(name: string): TimerStatus | undefined;
  write(name: string, status: TimerStatus): void;
}

/** Keeps timer status in `dir`. */
export function createStatusStore(dir: string): StatusStore {
  const file = (name: string) => join(dir, `${encodeURIComponent(name)}.json`);
  return {
    read: (name) =>
      readStateFile(file(name), isStatus, 'Remove it: the timer then counts from now, as at its first start.'),
    write(name, status) {
      mkdirSync(dir, { recursive: true });
      writeWholeFile(file(name), JSON.stringify(status));
    },
  };
}

function isStatus(value: unknown): value is TimerStatus {
  return isObject(value) && [value.last, value.next, value.lastUpdated].every(isDate);
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
