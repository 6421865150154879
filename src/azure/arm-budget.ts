import { GiveWay } from '../turns/give-way';

/** Time as a budget sees it, in milliseconds from wherever. */
export interface BudgetClock {
  now: () => number;
  after: (milliseconds: number, run: () => void) => void;
}

/** What an answer says about the budget. */
export interface BudgetNews {
  /** Calls that are left to whoever shares the bucket, where the answer tells. */
  remaining?: number;
  /** Set when the call was refused for being one too many: milliseconds until the next may be sent. */
  refusedFor?: number;
}

const realClock: BudgetClock = {
  now: () => performance.now(),
  after: (milliseconds, run) => void setTimeout(run, milliseconds),
};

/** Calls that are sent before the first answer has told how many are left. */
const firstBurst = 8;
/** Calls under way at once: what others who share the bucket may be surprised by. */
const most = 32;
/** What stays in the bucket for others and for imprecise clocks: a twentieth of it, but no more than this. */
const largestReserve = 10;
/** Calls per second by which the pace grows in each second in which there was need of it. */
const growth = 0.5;
/** What is left of the pace after a refusal, and when the bucket runs low. */
const cut = { refused: 0.5, low: 0.8 };

/** A call that waits until it may be sent. */
interface Waiting {
  ticket: number;
  /** Milliseconds of a pause that it sits out. */
  patience: () => number;
  go: (call: number) => void;
  leave: (because: GiveWay) => void;
}

/**
 * The pace of one kind of call, found by the process itself: Resource Manager has a token bucket per subscription,
 * principal and kind of call, and nobody tells how many processes drink from it. Answers say how many calls are left,
 * and that is spent; in between the pace grows by addition and shrinks by multiplication. Who asks first goes first.
 */
export class ArmBudget {
  /** Calls that may be sent now, less those under way; below zero when more were sent than was known to be there. */
  private tokens = firstBurst;
  private capacity = firstBurst;
  private reserve = 0;
  private at: number;
  private inFlight = 0;
  private sent = 0;
  private learntFrom = 0;
  private pausedUntil = -Infinity;
  /** Since when every answer has been a refusal; infinite when the last was none. */
  private refusedFrom = Infinity;
  private lowUntil = -Infinity;
  private tickets = 0;
  private waiting: Waiting[] = [];
  private alarm?: number;

  /** `pace`: calls per second to start with, until answers say more. */
  constructor(
    private pace: number,
    private readonly clock: BudgetClock = realClock,
  ) {
    this.at = clock.now();
  }

  /** A place in the order of calls. A call that was refused keeps it, and so goes before all that came later. */
  ticket(): number {
    this.tickets += 1;
    return this.tickets;
  }

  /**
   * Resolves with the number of the call when it may be sent; `leave` must follow, whatever becomes of it. Rejects with
   * GiveWay when all calls pause for longer than this one's `patience` in milliseconds, now or while it waits.
   */
  enter(ticket: number, patience = () => Infinity): Promise<number> {
    return new Promise((go, leave) => {
      const later = this.waiting.findIndex((other) => other.ticket > ticket);
      this.waiting.splice(later < 0 ? this.waiting.length : later, 0, { ticket, patience, go, leave });
      this.sendAway();
      this.admit();
    });
  }

  /** A call has been answered, or has failed without an answer. */
  leave(call: number, { remaining, refusedFor }: BudgetNews): void {
    this.pass();
    this.inFlight -= 1;
    if (remaining !== undefined && call > this.learntFrom) this.learn(call, remaining);
    if (refusedFor !== undefined) this.pause(refusedFor);
    else this.refusedFrom = Infinity;
    this.admit();
  }

  /** Milliseconds for which nothing but refusals will have come, if calls wait as long as the newest one says. */
  refusedFor(wait: number): number {
    const now = this.clock.now();
    return Math.max(0, now - this.refusedFrom) + wait;
  }

  private learn(call: number, remaining: number): void {
    this.learntFrom = call;
    this.capacity = Math.max(this.capacity, remaining);
    this.reserve = Math.min(largestReserve, this.capacity / 20);
    // What was sent before this call is counted in it, and what was sent after it is not.
    this.tokens = remaining - (this.sent - call);
    const now = this.clock.now();
    if (remaining >= this.reserve / 2 || now < this.lowUntil) return;
    this.lowUntil = now + 1_000;
    this.slow(cut.low);
  }

  private pause(milliseconds: number): void {
    const now = this.clock.now();
    // Several calls are refused at once: that is one sign, not many.
    if (now >= this.pausedUntil) this.slow(cut.refused);
    this.pausedUntil = Math.max(this.pausedUntil, now + milliseconds);
    this.refusedFrom = Math.min(this.refusedFrom, now);
    this.sendAway();
  }

  private sendAway(): void {
    const pause = this.pausedUntil - this.clock.now();
    const impatient = this.waiting.filter(({ patience }) => pause > patience());
    this.waiting = this.waiting.filter((call) => !impatient.includes(call));
    for (const { leave } of impatient) leave(new GiveWay(pause / 1_000));
  }

  private slow(factor: number): void {
    this.pace = Math.max(1, this.pace * factor);
  }

  /** What has come into the bucket since the last look. */
  private pass(): void {
    const now = this.clock.now();
    const seconds = (now - this.at) / 1_000;
    this.at = now;
    if (now < this.pausedUntil) return;
    if (this.pausedUntil > -Infinity) {
      this.pausedUntil = -Infinity;
      // One call goes at once, and its answer tells how many may follow.
      this.tokens = Math.max(this.tokens, this.reserve + 1);
    }
    this.tokens = Math.max(this.tokens, Math.min(this.capacity, this.tokens + seconds * this.pace));
    if (this.waiting.length > 0) this.pace += seconds * growth;
  }

  private admit(): void {
    this.pass();
    while (this.waiting.length > 0 && this.mayGo()) {
      this.tokens -= 1;
      this.inFlight += 1;
      this.sent += 1;
      this.waiting.shift()?.go(this.sent);
    }
    if (this.waiting.length > 0 && this.inFlight < most) this.wake();
  }

  private mayGo(): boolean {
    return this.at >= this.pausedUntil && this.inFlight < most && this.tokens - this.reserve >= 1;
  }

  /** Looks again when the next call may go, unless something happens before. */
  private wake(): void {
    const short = Math.max(0, 1 + this.reserve - this.tokens);
    const pause = Math.max(0, this.pausedUntil - this.at);
    const due = this.at + Math.max(pause, (short / this.pace) * 1_000, 1);
    if (this.alarm !== undefined && this.alarm <= due) return;
    this.alarm = due;
    this.clock.after(due - this.at, () => {
      if (this.alarm === due) this.alarm = undefined;
      this.admit();
    });
  }
}
