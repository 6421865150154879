import type { Clock, Invoker } from '../contract';
import { requireFunction } from './functions';
import { eventRaised } from './history-events';
import type { Instances } from './instances';
import type { KeyedLock } from './keyed-lock';
import type { Mailboxes } from './mailboxes';
import { isFinal, type InstanceRecord, type Message, type RuntimeStatus } from './model';
import type { DurableSettings } from './settings';
import { newId, startChanges } from './starting';
import { removeMessage, type Store } from './store';

/** The instance id is taken by an instance that has not ended. */
export class InstanceExistsError extends Error {}

/** What became of a command: `gone` when the instance has ended. */
export type CommandResult = 'accepted' | 'unknown' | 'gone';

/** Which instances to purge. Only ended instances are purged, whatever is asked for. */
export interface PurgeFilter {
  createdTimeFrom?: Date;
  createdTimeTo?: Date;
  statuses?: RuntimeStatus[];
}

/** What a client may do with instances, apart from reading them. Starts and messages are on the disk when it is told so. */
export class Client {
  constructor(
    private readonly store: Store,
    private readonly mailboxes: Mailboxes,
    private readonly instances: Instances,
    private readonly locks: KeyedLock,
    private readonly invoker: Invoker,
    private readonly clock: Clock,
    private readonly settings: DurableSettings,
  ) {}

  /**
   * Starts an instance and returns its id. `input` is JSON text. An ended instance with the id is overwritten. Throws
   * `UnknownFunctionError` and `InstanceExistsError`.
   */
  async start(name: string, instanceId = newId(), input?: string, version?: string): Promise<string> {
    requireFunction(this.invoker, 'orchestrator', name);
    await this.refuseRunning(instanceId);
    await this.locks.run(instanceId, async () => {
      await this.refuseRunning(instanceId);
      const start = { name, input, version: version ?? this.settings.defaultVersion };
      const { changes, message } = await startChanges(this.store, this.mailboxes, this.clock.now(), instanceId, start);
      // What was sent to the instance that had the id before must not reach the new one; a parent's start still counts.
      const stale = this.mailboxes.list(instanceId).filter((waiting) => waiting.message.kind !== 'start');
      await this.store.write([...changes, ...stale.map(removeMessage)], { sync: true });
      this.instances.forget(instanceId);
      this.mailboxes.drop(instanceId, stale);
      this.mailboxes.deliver([message]);
    });
    return instanceId;
  }

  /** Raises an external event. `input` is JSON text. */
  raiseEvent(instanceId: string, name: string, input: string): Promise<CommandResult> {
    return this.send(instanceId, { kind: 'event', event: eventRaised(this.clock.now(), name, input) });
  }

  /** Asks an instance to terminate, suspend or resume; it does when its turn comes. */
  command(instanceId: string, kind: 'terminate' | 'suspend' | 'resume', reason: string): Promise<CommandResult> {
    return this.send(instanceId, { kind, reason });
  }

  /** Removes an ended instance. Resolves with whether there was one. */
  purge(instanceId: string): Promise<boolean> {
    return this.locks.run(instanceId, async () => {
      const record = await this.store.instance(instanceId);
      if (record === undefined || !isFinal(record.status)) return false;
      await this.store.write(await this.store.removal(instanceId));
      this.instances.forget(instanceId);
      return true;
    });
  }

  /** Removes the ended instances that match. Resolves with their number. */
  async purgeMany(filter: PurgeFilter): Promise<number> {
    let purged = 0;
    for await (const record of this.store.instances()) {
      if (isFinal(record.status) && matches(record, filter) && (await this.purge(record.instanceId))) purged += 1;
    }
    return purged;
  }

  private async refuseRunning(instanceId: string): Promise<void> {
    const record = await this.store.instance(instanceId);
    if (record === undefined || isFinal(record.status) || this.settings.startReplacesRunning) return;
    throw new InstanceExistsError(`An Orchestration instance with the status ${record.status} already exists.`);
  }

  private async send(instanceId: string, message: Message): Promise<CommandResult> {
    const record = await this.store.instance(instanceId);
    if (record === undefined) return 'unknown';
    if (isFinal(record.status)) return 'gone';
    await this.mailboxes.post(instanceId, message, [], { sync: true });
    return 'accepted';
  }
}

/** Whether an instance was created in the period (both ends included) and has one of the states. */
export function matches(record: InstanceRecord, filter: PurgeFilter): boolean {
  const created = Date.parse(record.createdTime);
  if (filter.createdTimeFrom !== undefined && created < filter.createdTimeFrom.getTime()) return false;
  if (filter.createdTimeTo !== undefined && created > filter.createdTimeTo.getTime()) return false;
  return filter.statuses === undefined || filter.statuses.includes(record.status);
}
