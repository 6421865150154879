import type { Clock, Logger } from '../contract';
import { timerFired } from './history-events';
import { timerKey } from './keys';
import type { Mailboxes } from './mailboxes';
import { remove, type Store } from './store';

/** A clock may not take dates that are far away, so that a longer wait is cut into pieces. */
const longestWaitMs = 60 * 60 * 1000;

/** Delivers timers when they are due, also those that became due while no host was running. */
export class Timers {
  private alarm: { at: number; cancel(): void } | undefined;
  private busy: Promise<void> = Promise.resolve();
  private stopped = true;

  constructor(
    private readonly store: Store,
    private readonly mailboxes: Mailboxes,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.stopped = false;
    this.fireDue();
  }

  /** Tells that a timer was written. */
  added(fireAt: string): void {
    if (!this.stopped) this.wakeAt(Date.parse(fireAt));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.alarm?.cancel();
    await this.busy;
  }

  private wakeAt(time: number): void {
    const at = Math.min(time, this.clock.now().getTime() + longestWaitMs);
    if (this.alarm !== undefined && this.alarm.at <= at) return;
    this.alarm?.cancel();
    const { cancel } = this.clock.at(new Date(at), () => {
      this.alarm = undefined;
      this.fireDue();
    });
    this.alarm = { at, cancel };
  }

  private fireDue(): void {
    this.busy = this.busy
      .then(() => this.deliverDue())
      .catch((error: unknown) => {
        this.logger.error('Durable timers could not be delivered; trying again in 5 seconds.', {
          error: String(error),
        });
        setTimeout(() => this.stopped || this.fireDue(), 5000).unref();
      });
  }

  private async deliverDue(): Promise<void> {
    while (!this.stopped) {
      const timer = await this.store.nextTimer();
      if (timer === undefined) return;
      const now = this.clock.now();
      if (Date.parse(timer.fireAt) > now.getTime()) {
        this.wakeAt(Date.parse(timer.fireAt));
        return;
      }
      const { instanceId, executionId, timerId, fireAt } = timer;
      const event = timerFired(now, timerId, fireAt);
      const gone = remove(timerKey(fireAt, instanceId, executionId, timerId));
      await this.mailboxes.post(instanceId, { kind: 'event', executionId, event }, [gone]);
    }
  }
}
