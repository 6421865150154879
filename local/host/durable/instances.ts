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
  /** How much of the memory it takes: characters of its history and input. */
  size: number;
}

/** How much is kept in memory between two episodes: instances, and characters of their histories and inputs. */
const capacity = { instances: 500, size: 50_000_000 };

/** Loads instances, and remembers those that ran last. */
export class Instances {
  private readonly cache = new Map<string, Instance>();
  private size = 0;

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
    const texts = past.map((event) => eventText(event, true));
    const instance = { record, past, texts, input, size: lengthOf(texts) + (input?.length ?? 0) };
    this.remember(instance);
    return instance;
  }

  /** Adds events and the record's new state, after both were written. */
  extend(instance: Instance, record: InstanceRecord, events: HistoryEvent[]): void {
    this.forget(record.instanceId);
    const texts = events.map((event) => eventText(event, true));
    instance.record = record;
    for (const event of events) instance.past.push(event);
    for (const text of texts) instance.texts.push(text);
    instance.size += lengthOf(texts);
    this.remember(instance);
  }

  /** Forgets what is in memory, because the store has something else. */
  forget(instanceId: string): void {
    this.size -= this.cache.get(instanceId)?.size ?? 0;
    this.cache.delete(instanceId);
  }

  private remember(instance: Instance): void {
    this.forget(instance.record.instanceId);
    this.cache.set(instance.record.instanceId, instance);
    this.size += instance.size;
    for (const oldest of this.cache.keys()) {
      if (this.cache.size <= capacity.instances && this.size <= capacity.size) return;
      this.forget(oldest);
    }
  }
}

function lengthOf(texts: string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
