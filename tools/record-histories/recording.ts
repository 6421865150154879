import type { HistoryEvent, InstanceRecord } from '../../local/host/durable/model';
import { payloadKey } from '../../local/host/durable/keys';
import { Store } from '../../local/host/durable/store';

/** One instance as it was recorded: what a replay of it needs, and nothing of what the instance was started by. */
export interface RecordedInstance {
  instanceId: string;
  /** Names of children are made from it. */
  executionId: string;
  name: string;
  version?: string;
  /** JSON text. */
  input: string;
  history: HistoryEvent[];
}

/** A whole request: the instance that it is, or that follows it up, and all that those started. */
export type Recording = RecordedInstance[];

/** A root instance with all below it, and when it was created. */
export interface Family {
  root: InstanceRecord;
  recording: Recording;
}

/** Names of all orchestrators in a recording, and of all activities that they called. */
export function namesIn(recording: Recording): string[] {
  return recording.flatMap(({ name, history }) => [name, ...history.flatMap((event) => event.Name ?? [])]);
}

/** Reads all instances of a task hub, whose host must be stopped, in the order in which their roots were created. */
export async function readFamilies(folder: string): Promise<Family[]> {
  const store = await Store.open(folder);
  try {
    const records: InstanceRecord[] = [];
    for await (const record of store.instances()) records.push(record);
    const byId = new Map(records.map((record) => [record.instanceId, record]));
    const rootOf = (record: InstanceRecord): InstanceRecord => {
      const parent = record.parent && byId.get(record.parent.instanceId);
      return parent ? rootOf(parent) : record;
    };
    const families = new Map<InstanceRecord, Recording>();
    for (const record of records) {
      const { instanceId, executionId, name, version } = record;
      const input = (await store.text(payloadKey(instanceId, 'input'))) ?? 'null';
      const recorded = { instanceId, executionId, name, version, input, history: await store.history(instanceId) };
      const root = rootOf(record);
      families.set(root, [...(families.get(root) ?? []), recorded]);
    }
    return [...families]
      .map(([root, recording]) => ({ root, recording }))
      .sort((a, b) => a.root.createdTime.localeCompare(b.root.createdTime));
  } finally {
    await store.close();
  }
}
