import type { FollowUp } from '../follow-ups';
import type { OutcomeLine } from '../outcomes';
import type { Certificate } from './certificate';

/** Why something that had been erased is there again: the reason of an outcome `failed`. */
export const restored = 'restored';

/** Finds out how final an erasure is, from the outcome lines that count. */
export class Staging {
  private open = false;
  private restored = false;
  private undated = false;
  private latest: string | undefined;

  /** Adds a line that says what finally became of something. */
  add({ step, outcome, reason, until }: OutcomeLine): void {
    if (step !== 'erase') return;
    if (outcome === 'failed' && reason === restored) this.restored = true;
    if (outcome === 'soft_deleted') this.wait(until);
    // Its date stands in the follow-up.
    if (outcome === 'pending') this.open = true;
  }

  /** Adds what Azure carries out in its own time. */
  addFollowUp({ outcome, dueBy }: Pick<FollowUp, 'outcome' | 'dueBy'>): void {
    if (outcome === 'pending') this.wait(dueBy);
  }

  /** Stage and date. What somebody restored is neither inaccessible nor irrecoverable, so there is no stage then. */
  get stage(): Pick<Certificate, 'stage' | 'irrecoverableOn'> {
    if (this.restored) return {};
    if (!this.open) return { stage: 'irrecoverable' };
    return { stage: 'inaccessible', irrecoverableOn: this.undated ? undefined : this.latest };
  }

  private wait(until: string | undefined): void {
    this.open = true;
    if (until === undefined || Number.isNaN(Date.parse(until))) this.undated = true;
    else {
      const date = new Date(until).toISOString();
      if (this.latest === undefined || date > this.latest) this.latest = date;
    }
  }
}
