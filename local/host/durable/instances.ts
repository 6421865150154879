import { payloadKey } from './keys';
import type { HistoryEvent, InstanceRecord } from './model';
import type { Store } from './store';
import { eventText } from './trigger-data';

/** An instance in memory. `texts` are the events of `past` as the SDK gets them, so that they are serialised once. */
export interface Instance {
  record: InstanceRecord;
  past: HistoryEvent[];
  texts: string[];
  /** JSON text, or null. */
  input: string | null;
}

/** Instances that are kept in memory between two episodes. */
const capacity = 500;

/** Loads instances, and remembers those that ran last. */
export class Instances {
  private readonly cache = new Map<string, Instance>();

  constructor(private readonly store: Store) {}

  /** The record alone, without reading the history. */
  async record(instanceId: string): Promise<InstanceRecord | undefined> {
    return this.cache.get(instanceId)?.record ?? (await this.store.instance(instanceId));
  }

  async load(instanceId: string): Promise<Instance | undefined> {
    const known = this.cache.get(instanceId);
    if (known !== undefined) return known;
    const record = await this.store.instance(instanceId);
    if (record === undefined) return undefined;
    const past = await this.store.history(instanceId);
    const input = (await this.store.text(payloadKey(instanceId, 'input'))) ?? null;
    const instance = { record, past, texts: past.map((event) => eventText(event, true)), input };
    this.remember(instance);
    return instance;
  }

  /** Adds events and the record's new state, after both were written. */
  extend(instance: Instance, record: InstanceRecord, events: HistoryEvent[]): void {
    instance.record = record;
    for (const event of events) {
      instance.past.push(event);
      instance.texts.push(eventText(event, true));
    }
    this.remember(instance);
  }

  /** Forgets what is in memory, because the store has something else. */
  forget(instanceId: string): void {
    this.cache.delete(instanceId);
  }

  private remember(instance: Instance): void {
    const { instanceId } = instance.record;
    this.cache.delete(instanceId);
    this.cache.set(instanceId, instance);
    const oldest = this.cache.keys().next().value;
    if (this.cache.size > capacity && oldest !== undefined) this.cache.delete(oldest);
  }
}
