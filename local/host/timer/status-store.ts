import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWholeFile } from '../config/write-file';

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
    read(name) {
      try {
        return JSON.parse(readFileSync(file(name), 'utf8')) as TimerStatus;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write(name, status) {
      mkdirSync(dir, { recursive: true });
      writeWholeFile(file(name), JSON.stringify(status));
    },
  };
}
