import type { ClassicLevel } from 'classic-level';
import type { Change } from './store';
import { StateError } from '../config/state-error';

/** Changes that wait to be written, and who waits for that. */
interface Waiting {
  changes: Change[];
  sync: boolean;
  written: () => void;
  failed: (error: unknown) => void;
}

/**
 * Writes batches of changes in the order in which they came, each whole or not at all. What comes while a batch is being
 * written goes into the next one together, so that many instances at work share the wait.
 *
 * After a failed write (a full disk) the end of the file may be half a batch, and LevelDB would go on behind it: what it
 * wrote there would be unreadable later. So the first failure is the last write.
 */
export class Writer {
  private waiting: Waiting[] = [];
  private writing = false;
  private broken: StateError | undefined;

  /** `onBroken` is told once when nothing can be written any more. */
  constructor(
    private readonly db: ClassicLevel,
    private readonly folder: string,
    private readonly onBroken: (error: StateError) => void,
  ) {}

  /**
   * Resolves when the operating system has the changes, so that killing the process loses nothing; with `sync` when they
   * and all before them are on the disk, so that losing power doesn't either.
   */
  write(changes: Change[], sync: boolean): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    return new Promise((written, failed) => {
      this.waiting.push({ changes, sync, written, failed });
      if (!this.writing) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0);
      try {
        if (this.broken) throw this.broken;
        await this.db.batch(
          group.flatMap(({ changes }) => changes),
          { sync: group.some(({ sync }) => sync) },
        );
        for (const { written } of group) written();
      } catch (error) {
        this.breakOff(error);
        for (const { failed } of group) failed(this.broken ?? error);
      }
    }
    this.writing = false;
  }

  private breakOff(error: unknown): void {
    // Closed: the host is stopping, and what wasn't written is done again after the next start.
    if (this.broken !== undefined || this.db.status !== 'open') return;
    this.broken = new StateError(
      `The state folder ${this.folder} can't be written: ${reasonOf(error)}. The host ends; nothing that it acknowledged ` +
        'is lost. Make room on the disk, or make the folder writable, and start it again.',
    );
    this.onBroken(this.broken);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
