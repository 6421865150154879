/** Items of a queue. */
export interface QueueLoad {
  running: number;
  waiting: number;
}

/** Runs items in the order they came, at most `limit` at a time. `run` must not reject. */
export class WorkQueue<T> {
  private waiting: T[] = [];
  private next = 0;
  private running = 0;
  private stopped = true;
  private readonly idleWaiters: (() => void)[] = [];

  constructor(
    private readonly limit: number,
    private readonly run: (item: T) => Promise<void>,
  ) {}

  start(): void {
    this.stopped = false;
    this.pump();
  }

  push(item: T): void {
    this.waiting.push(item);
    this.pump();
  }

  load(): QueueLoad {
    return { running: this.running, waiting: this.waiting.length - this.next };
  }

  /** Starts nothing more. Resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.running > 0) await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  private pump(): void {
    while (!this.stopped && this.running < this.limit && this.next < this.waiting.length) {
      const item = this.waiting[this.next++] as T;
      // Cutting off the front of an array costs its length, so it is done only now and then.
      if (this.next > 1000) this.waiting = this.waiting.splice(this.next);
      if (this.next > 1000) this.next = 0;
      this.running += 1;
      void this.run(item).finally(() => {
        this.running -= 1;
        if (this.running === 0) for (const resolve of this.idleWaiters.splice(0)) resolve();
        this.pump();
      });
    }
  }
}
