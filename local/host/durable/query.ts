import { matches, type PurgeFilter } from './client';
import { historyForClients } from './history-view';
import { payloadKey } from './keys';
import type { InstanceRecord, RuntimeStatus } from './model';
import type { Store } from './store';

/** How much of an instance a client wants to see. */
export interface StatusDetail {
  showInput: boolean;
  showHistory: boolean;
  showHistoryOutput: boolean;
}

/** Which instances to list. */
export interface StatusFilter extends PurgeFilter {
  instanceIdPrefix?: string;
}

/** Instances in one page when the client doesn't say. */
const defaultPageSize = 100;

/** An instance as clients see it. Times to the second, in UTC. */
export interface InstanceStatus {
  name: string;
  instanceId: string;
  runtimeStatus: RuntimeStatus;
  input: unknown;
  customStatus: unknown;
  output: unknown;
  createdTime: string;
  lastUpdatedTime: string;
  /** Only if asked for. */
  historyEvents?: object[];
}

/** The status of an instance; null if there is none. */
export async function instanceStatus(
  store: Store,
  instanceId: string,
  detail: StatusDetail,
): Promise<InstanceStatus | null> {
  const record = await store.instance(instanceId);
  if (record === undefined) return null;
  const status = await describe(store, record, detail);
  if (!detail.showHistory) return status;
  return { ...status, historyEvents: historyForClients(await store.history(instanceId), detail.showHistoryOutput) };
}

/** One page of instances. `next` is the continuation token, absent on the last page. */
export async function listInstances(
  store: Store,
  filter: StatusFilter,
  detail: StatusDetail,
  pageSize = defaultPageSize,
  token?: string,
): Promise<{ instances: InstanceStatus[]; next?: string }> {
  const afterId = token === undefined ? undefined : Buffer.from(token, 'base64url').toString('utf8');
  const found: InstanceRecord[] = [];
  for await (const record of store.instances(afterId)) {
    if (filter.instanceIdPrefix !== undefined && !record.instanceId.startsWith(filter.instanceIdPrefix)) continue;
    if (!matches(record, filter)) continue;
    if (found.length === pageSize) {
      const last = found[pageSize - 1] as InstanceRecord;
      return {
        instances: await describeAll(store, found, detail),
        next: Buffer.from(last.instanceId).toString('base64url'),
      };
    }
    found.push(record);
  }
  return { instances: await describeAll(store, found, detail) };
}

function describeAll(store: Store, records: InstanceRecord[], detail: StatusDetail): Promise<InstanceStatus[]> {
  return Promise.all(records.map((record) => describe(store, record, detail)));
}

/** `input` and `output` are always there, null if there is none: the SDK insists. */
async function describe(store: Store, record: InstanceRecord, detail: StatusDetail): Promise<InstanceStatus> {
  const { instanceId, name, status, createdTime, lastUpdatedTime, customStatus } = record;
  const input = detail.showInput ? await store.text(payloadKey(instanceId, 'input')) : undefined;
  const output = await store.text(payloadKey(instanceId, 'output'));
  return {
    name,
    instanceId,
    runtimeStatus: status,
    input: parse(input),
    customStatus: parse(customStatus),
    output: parse(output),
    createdTime: seconds(createdTime),
    lastUpdatedTime: seconds(lastUpdatedTime),
  };
}

function parse(text: string | null | undefined): unknown {
  return text === null || text === undefined ? null : (JSON.parse(text) as unknown);
}

/** The Durable extension shows times to the second. */
function seconds(time: string): string {
  return `${time.slice(0, 19)}Z`;
}
