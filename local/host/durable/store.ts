import { setTimeout as sleep } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';
import { StateError } from '../config/state-error';
import { damageIn } from './leveldb/check-folder';
import type { HistoryEvent, InstanceRecord, Message, PendingActivity, PendingTimer } from './model';
import {
  activityKey,
  familyRange,
  historyKey,
  instanceKey,
  messageKey,
  payloadKey,
  sequenceOf,
  timerKey,
} from './keys';
import { Writer } from './writer';

/** One change; changes are applied in atomic batches. */
export type Change = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

/** A message with its place in the order of delivery. */
export interface StoredMessage {
  instanceId: string;
  sequence: number;
  message: Message;
}

/**
 * The state of the task hub, in one LevelDB folder. Killing the process loses nothing that was written. Losing power loses
 * the newest writes at most, together and never one before another, down to the last one that was synced.
 */
export class Store {
  private constructor(
    private readonly db: ClassicLevel,
    private readonly writer: Writer,
  ) {}

  /**
   * Opens the store; an end that a crash left half written is cut off. Rejects with a `StateError`, and changes nothing,
   * if another process has the folder or it is damaged. `onBroken` is told when the store can't be written any more.
   */
  static async open(folder: string, onBroken: (error: StateError) => void = () => undefined): Promise<Store> {
    await refuseDamage(folder);
    const db = new ClassicLevel(folder);
    try {
      await db.open();
    } catch (error) {
      const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
      if (cause?.code === 'LEVEL_LOCKED') {
        throw new StateError(`Another host is running on the state folder ${folder}. Stop it, or use another folder.`, {
          cause: error,
        });
      }
      throw new StateError(`The state folder ${folder} can't be opened: ${cause?.message ?? String(error)}`, {
        cause: error,
      });
    }
    return new Store(db, new Writer(db, folder, onBroken));
  }

  /**
   * Writes changes as one; with `sync` they survive the loss of power too: for what somebody outside is told. Rejects with
   * a `StateError` if they can't be written.
   */
  write(changes: Change[], { sync = false } = {}): Promise<void> {
    return this.writer.write(changes, sync);
  }

  close(): Promise<void> {
    return this.db.close();
  }

  text(key: string): Promise<string | undefined> {
    return this.db.get(key);
  }

  async instance(instanceId: string): Promise<InstanceRecord | undefined> {
    return parse<InstanceRecord>(await this.db.get(instanceKey(instanceId)));
  }

  /** Instances in the order of their ids, from the first id after `afterId`. */
  async *instances(afterId?: string): AsyncGenerator<InstanceRecord> {
    const all = familyRange('instance');
    const range = afterId === undefined ? all : { gt: instanceKey(afterId), lt: all.lt };
    for await (const value of this.db.values(range)) yield JSON.parse(value) as InstanceRecord;
  }

  async history(instanceId: string): Promise<HistoryEvent[]> {
    const values = await this.db.values(familyRange('history', instanceId)).all();
    return values.map((value) => JSON.parse(value) as HistoryEvent);
  }

  async activity(key: string): Promise<PendingActivity | undefined> {
    return parse<PendingActivity>(await this.db.get(key));
  }

  activityKeys(): Promise<string[]> {
    return this.db.keys(familyRange('activity')).all();
  }

  async nextTimer(): Promise<PendingTimer | undefined> {
    const [value] = await this.db.values({ ...familyRange('timer'), limit: 1 }).all();
    return parse<PendingTimer>(value);
  }

  async messages(): Promise<StoredMessage[]> {
    const entries = await this.db.iterator(familyRange('message')).all();
    const messages = entries.map(([key, value]) => ({
      instanceId: key.split('\u0000')[1] ?? '',
      sequence: sequenceOf(key),
      message: JSON.parse(value) as Message,
    }));
    return messages.sort((a, b) => a.sequence - b.sequence);
  }

  /** The changes that remove an instance's history, input and output, with or without its record. */
  async removal(instanceId: string): Promise<Change[]> {
    const history = await this.db.keys(familyRange('history', instanceId)).all();
    const keys = [...history, payloadKey(instanceId, 'input'), payloadKey(instanceId, 'output')];
    return [...keys.map(remove), remove(instanceKey(instanceId))];
  }
}

/** A host that is at work on the folder changes it while it is read: what is damaged stays so. */
async function refuseDamage(folder: string): Promise<void> {
  let found = await damageIn(folder);
  for (let again = 0; found !== undefined && again < 2; again++) {
    await sleep(200);
    found = await damageIn(folder);
  }
  if (found === undefined) return;
  throw new StateError(
    `The store in ${folder} is damaged: ${found.file}: ${found.problem}. Nothing in it was changed. Restore the whole ` +
      'state folder from a copy, or start with another one; orchestrations that were under way are not in that.',
  );
}

function parse<T>(text: string | undefined): T | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

const put = (key: string, value: unknown): Change => ({ type: 'put', key, value: JSON.stringify(value) });

/** Removes a key; a key that isn't there is no error. */
export const remove = (key: string): Change => ({ type: 'del', key });

/** Writes an instance's record. */
export const putInstance = (record: InstanceRecord): Change => put(instanceKey(record.instanceId), record);

/** Writes an instance's input or output, which is JSON text already. */
export const putPayload = (instanceId: string, kind: 'input' | 'output', text: string): Change => ({
  type: 'put',
  key: payloadKey(instanceId, kind),
  value: text,
});

/** Writes events at the end of a history that has `length` rows. */
export const appendHistory = (instanceId: string, length: number, events: HistoryEvent[]): Change[] =>
  events.map((event, index) => put(historyKey(instanceId, length + index), event));

/** Writes a message. */
export const putMessage = (stored: StoredMessage): Change =>
  put(messageKey(stored.instanceId, stored.sequence), stored.message);

/** Removes a message. */
export const removeMessage = (stored: StoredMessage): Change => remove(messageKey(stored.instanceId, stored.sequence));

/** Writes an activity that is to run. */
export const putActivity = (activity: PendingActivity): Change =>
  put(activityKey(activity.instanceId, activity.executionId, activity.taskId), activity);

/** Writes a timer. */
export const putTimer = (timer: PendingTimer): Change =>
  put(timerKey(timer.fireAt, timer.instanceId, timer.executionId, timer.timerId), timer);
