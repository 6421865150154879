import type { Clock, Logger } from '../contract';
import type { Commits } from './commits';
import type { Episodes } from './episodes';
import { executionResumed, executionSuspended, executionTerminated } from './history-events';
import type { Instance, Instances } from './instances';
import type { KeyedLock } from './keyed-lock';
import type { Mailboxes } from './mailboxes';
import { isFinal, type InstanceRecord, type StartRequest } from './model';
import { failureForParent } from './parents';
import { startChanges } from './starting';
import type { Store, StoredMessage } from './store';
import { WorkQueue, type QueueLoad } from './work-queue';

/** How long an instance waits after an error of the engine itself, in milliseconds. */
const retryAfterMs = 5000;

/**
 * How long an instance rests after a turn of so many milliseconds when more messages came meanwhile. Each turn replays
 * the whole history: with thousands of tasks, answering every few of them would cost more than the tasks do.
 */
function restAfter(took: number): number {
  return took < 10 ? 0 : Math.min(2 * took, 1000);
}

/** Gives instances their turns: one at a time for each, in the order in which their messages came. */
export class Turns {
  private readonly queue: WorkQueue<string>;
  private readonly busy = new Set<string>();

  constructor(
    private readonly store: Store,
    private readonly mailboxes: Mailboxes,
    private readonly instances: Instances,
    private readonly episodes: Episodes,
    private readonly commits: Commits,
    private readonly locks: KeyedLock,
    private readonly clock: Clock,
    private readonly logger: Logger,
    maxConcurrent: number,
  ) {
    this.queue = new WorkQueue(maxConcurrent, (instanceId) => this.run(instanceId));
  }

  start(): void {
    this.queue.start();
  }

  /** How many instances have their turn, and how many wait for it. */
  load(): QueueLoad {
    return this.queue.load();
  }

  stop(): Promise<void> {
    this.episodes.stop();
    return this.queue.stop();
  }

  /** Tells that an instance has messages. */
  wake(instanceId: string): void {
    if (this.busy.has(instanceId)) return;
    this.busy.add(instanceId);
    this.queue.push(instanceId);
  }

  private async run(instanceId: string): Promise<void> {
    const began = performance.now();
    const newest = this.mailboxes.list(instanceId).at(-1);
    let progressed = false;
    try {
      progressed = await this.locks.run(instanceId, () => this.turn(instanceId));
    } catch (error) {
      this.instances.forget(instanceId);
      this.logger.error('An orchestration episode could not be committed; trying again.', {
        instanceId,
        error: String(error),
      });
      this.soon(retryAfterMs, () => this.wake(instanceId));
    }
    const last = this.mailboxes.list(instanceId).at(-1);
    const again = last !== undefined && (progressed || last !== newest);
    const pause = again ? restAfter(performance.now() - began) : 0;
    if (pause > 0) this.soon(pause, () => this.next(instanceId, again));
    else this.next(instanceId, again);
  }

  /** Not by the clock: set back by an hour, it would let the instance rest for that long. */
  private soon(milliseconds: number, run: () => void): void {
    setTimeout(run, milliseconds).unref();
  }

  private next(instanceId: string, again: boolean): void {
    this.busy.delete(instanceId);
    if (again) this.wake(instanceId);
  }

  /** Resolves with false if nothing can be done with the messages now. */
  private async turn(instanceId: string): Promise<boolean> {
    const messages = this.mailboxes.list(instanceId);
    const [first] = messages;
    if (first === undefined) return false;
    const record = await this.instances.record(instanceId);
    if (first.message.kind === 'start') return this.startChild(record, first, first.message.start);
    const instance = record && !isFinal(record.status) ? await this.instances.load(instanceId) : undefined;
    if (instance === undefined) {
      await this.commits.discard(
        instanceId,
        before(messages, ({ message }) => message.kind === 'start'),
      );
      return true;
    }
    // While suspended, events stay in the mailbox, and what commands say about the instance overtakes them. So they do
    // when the instance waits for a host that has its version or its function.
    const events = before(messages, ({ message }) => message.kind !== 'event');
    const runs = instance.record.status !== 'Suspended' && events.length > 0;
    if (runs && (await this.episodes.run(instance, events))) return true;
    const command = messages.find(({ message }) => message.kind !== 'event');
    if (command === undefined) return false;
    if (command.message.kind === 'start') return this.startChild(record, command, command.message.start);
    return this.command(instance, command);
  }

  private async command(instance: Instance, stored: StoredMessage): Promise<boolean> {
    const { message } = stored;
    if (message.kind === 'event' || message.kind === 'start') return false;
    const { reason } = message;
    const now = this.clock.now();
    const suspended = instance.record.status === 'Suspended';
    if (message.kind === 'terminate') {
      await this.commits.stateChange(instance, [stored], 'Terminated', executionTerminated(now, reason), reason);
    } else if (message.kind === 'suspend' && !suspended) {
      await this.commits.stateChange(instance, [stored], 'Suspended', executionSuspended(now, reason), reason);
    } else if (message.kind === 'resume' && suspended) {
      await this.commits.stateChange(instance, [stored], 'Running', executionResumed(now, reason), reason);
    } else {
      await this.commits.discard(instance.record.instanceId, [stored]);
    }
    return true;
  }

  private async startChild(
    record: InstanceRecord | undefined,
    stored: StoredMessage,
    start: StartRequest,
  ): Promise<true> {
    const { instanceId } = stored;
    if (record !== undefined && !isFinal(record.status)) {
      const reason = `An Orchestration instance with the status ${record.status} already exists.`;
      const told = start.parent;
      const notice = told && failureForParent(told, reason, reason, this.clock.now());
      const posted = told && notice ? [this.mailboxes.address(told.instanceId, notice)] : [];
      await this.commits.apply(instanceId, [stored], posted, []);
      return true;
    }
    const { changes, message } = await startChanges(this.store, this.mailboxes, this.clock.now(), instanceId, start);
    await this.commits.apply(instanceId, [stored], [message], changes);
    this.instances.forget(instanceId);
    return true;
  }
}

function before(messages: StoredMessage[], end: (message: StoredMessage) => boolean): StoredMessage[] {
  const index = messages.findIndex(end);
  return index < 0 ? messages : messages.slice(0, index);
}
