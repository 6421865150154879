import type { Message } from './model';
import { putMessage, type Change, type Store, type StoredMessage } from './store';

/**
 * The messages that wait for instances. They are written to the store first, in one batch with whatever caused them, and
 * delivered in memory afterwards.
 */
export class Mailboxes {
  private readonly waiting = new Map<string, StoredMessage[]>();
  private nextSequence = 1;
  private wake: (instanceId: string) => void = () => undefined;

  private constructor(private readonly store: Store) {}

  /** Reads what an earlier process left. */
  static async open(store: Store): Promise<Mailboxes> {
    const mailboxes = new Mailboxes(store);
    const left = await store.messages();
    mailboxes.nextSequence = (left.at(-1)?.sequence ?? 0) + 1;
    mailboxes.deliver(left);
    return mailboxes;
  }

  /** From now on `wake` is called for every instance that has messages, first for those that have some already. */
  start(wake: (instanceId: string) => void): void {
    this.wake = wake;
    for (const instanceId of this.waiting.keys()) wake(instanceId);
  }

  /** Gives a message its place; it counts only after it was written and delivered. */
  address(instanceId: string, message: Message): StoredMessage {
    return { instanceId, sequence: this.nextSequence++, message };
  }

  /** Puts messages that are in the store into the mailboxes. */
  deliver(messages: StoredMessage[]): void {
    for (const message of messages) {
      const box = this.waiting.get(message.instanceId);
      if (box === undefined) this.waiting.set(message.instanceId, [message]);
      else box.push(message);
      this.wake(message.instanceId);
    }
  }

  /** Writes a message, together with other changes, and delivers it. `sync` as for `Store.write`. */
  async post(instanceId: string, message: Message, changes: Change[] = [], { sync = false } = {}): Promise<void> {
    const stored = this.address(instanceId, message);
    await this.store.write([...changes, putMessage(stored)], { sync });
    this.deliver([stored]);
  }

  list(instanceId: string): StoredMessage[] {
    return [...(this.waiting.get(instanceId) ?? [])];
  }

  /** Takes out messages whose removal is in the store. */
  drop(instanceId: string, messages: StoredMessage[]): void {
    const gone = new Set(messages);
    const rest = (this.waiting.get(instanceId) ?? []).filter((message) => !gone.has(message));
    if (rest.length === 0) this.waiting.delete(instanceId);
    else this.waiting.set(instanceId, rest);
  }
}
