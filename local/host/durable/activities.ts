import { randomUUID } from 'node:crypto';
import type { Clock, InvocationResult, Invoker, Logger, OutputWriter, RegisteredFunction } from '../contract';
import { activityFailure } from './activity-failure';
import { resultText } from './answer';
import { findFunction, triggerOf } from './functions';
import { taskCompleted, taskFailed } from './history-events';
import { activityKey } from './keys';
import type { Mailboxes } from './mailboxes';
import type { PendingActivity } from './model';
import { remove, type Store } from './store';
import { WorkQueue, type QueueLoad } from './work-queue';

/** What activities need of the host around them. */
export interface ActivityHost {
  invoker: Invoker;
  clock: Clock;
  logger: Logger;
  writeOutputs: OutputWriter;
}

/** Runs activities. One that was begun and not recorded as ended when the process died runs again. */
export class Activities {
  private readonly queue: WorkQueue<string>;
  private stopping = false;

  constructor(
    private readonly store: Store,
    private readonly mailboxes: Mailboxes,
    private readonly host: ActivityHost,
    maxConcurrent: number,
  ) {
    this.queue = new WorkQueue(maxConcurrent, (key) => this.run(key));
  }

  async start(): Promise<void> {
    for (const key of await this.store.activityKeys()) this.queue.push(key);
    this.queue.start();
  }

  /** Tells that an activity was written. */
  added(activity: PendingActivity): void {
    this.queue.push(activityKey(activity.instanceId, activity.executionId, activity.taskId));
  }

  /** How many run, and how many wait for a place. */
  load(): QueueLoad {
    return this.queue.load();
  }

  stop(): Promise<void> {
    this.stopping = true;
    return this.queue.stop();
  }

  private async run(key: string): Promise<void> {
    try {
      const activity = await this.store.activity(key);
      if (activity !== undefined) await this.perform(key, activity);
    } catch (error) {
      this.host.logger.error('An activity could not be recorded; it runs again after a restart.', {
        error: String(error),
      });
    }
  }

  private async perform(key: string, activity: PendingActivity): Promise<void> {
    const { instanceId, executionId, taskId, name } = activity;
    const fn = findFunction(this.host.invoker, 'activity', name);
    if (fn === undefined) {
      this.host.logger.error(`Activity '${name}' is not in the app any more; its instance waits for it.`, {
        instanceId,
      });
      return;
    }
    const event = await this.invoke(fn, activity).then(
      (result) => taskCompleted(this.host.clock.now(), taskId, resultText(result.returnValue)),
      (error: unknown) => taskFailed(this.host.clock.now(), taskId, activityFailure(name, error)),
    );
    // Functions that fail while the host stops may fail because of that: they run again after a restart.
    if (this.stopping && event.Reason !== undefined) return;
    await this.mailboxes.post(instanceId, { kind: 'event', executionId, event }, [remove(key)]);
  }

  private async invoke(fn: RegisteredFunction, activity: PendingActivity): Promise<InvocationResult> {
    const input: unknown = activity.input === undefined ? undefined : JSON.parse(activity.input);
    const text = typeof input === 'string' ? input : activity.input;
    const data = input === undefined || input === null ? {} : { string: text };
    const result = await this.host.invoker.invoke({
      functionId: fn.id,
      invocationId: randomUUID(),
      inputData: [{ name: triggerOf(fn, 'activity')?.name ?? '', data }],
      triggerMetadata: { instanceId: { string: activity.instanceId } },
    });
    await this.host.writeOutputs(fn, result);
    return result;
  }
}
