/** What a call says about the load of the service that answered it. */
export interface Load {
  busy: boolean;
  /** Milliseconds for which the service wants to be left alone; infinite when that is longer than a call may wait. */
  waitMs?: number;
}

/**
 * How many calls to one service may be under way at once. It is found, not set: each round of calls that went well adds
 * one (additive increase), the first that met a busy service halves it (multiplicative decrease), and after a
 * Retry-After nothing begins until then.
 */
export class Pace {
  private limit: number;
  private running = 0;
  private quietUntil = 0;
  private timer: NodeJS.Timeout | undefined;
  /** Calls begun so far, and how many of them had begun when the limit was last halved. */
  private begun = 0;
  private halvedAt = 0;
  private readonly waiting: ((number: number) => void)[] = [];

  /** Begins with `start` calls at once, never more than `most`. */
  constructor(
    start: number,
    private readonly most: number,
  ) {
    this.limit = start;
  }

  /** Calls that may be under way at once, now. */
  get width(): number {
    return Math.floor(this.limit);
  }

  /** Runs a call when its turn comes; the load that it met decides about the calls after it. */
  async run<T extends { load: Load }>(work: () => Promise<T>): Promise<T> {
    const number = await new Promise<number>((begin) => {
      this.waiting.push(begin);
      this.admit();
    });
    try {
      const result = await work();
      this.learn(number, result.load);
      return result;
    } finally {
      this.running -= 1;
      this.admit();
    }
  }

  private learn(number: number, { busy, waitMs = 0 }: Load): void {
    if (waitMs < Infinity) this.quietUntil = Math.max(this.quietUntil, Date.now() + waitMs);
    if (!busy) {
      // A limit that is not reached says nothing about what the service could do.
      if (this.running >= this.width) this.limit = Math.min(this.most, this.limit + 1 / this.limit);
      return;
    }
    // Those that had begun before the limit was halved met the same crowd.
    if (number <= this.halvedAt) return;
    this.halvedAt = this.begun;
    this.limit = Math.max(1, this.limit / 2);
  }

  private admit(): void {
    const quiet = this.quietUntil - Date.now();
    if (quiet > 0) {
      if (this.waiting.length > 0) this.timer ??= setTimeout(() => this.wake(), quiet);
      return;
    }
    while (this.running < this.width) {
      const begin = this.waiting.shift();
      if (!begin) return;
      this.running += 1;
      this.begun += 1;
      begin(this.begun);
    }
  }

  private wake(): void {
    this.timer = undefined;
    this.admit();
  }
}
