import type { DurableClient } from 'durable-functions';
import { orchestrators } from '../orchestrators/names';
import {
  findStatus,
  loadStatus,
  storeRequest,
  type RequestStatus,
  type StoredRequest,
  type Submitter,
} from './request-store';
import { isTerminal } from './states';
import type { DataRequest } from './schema';

/** What came of handing in a request. */
export interface Submitted {
  stored: StoredRequest;
  status: RequestStatus;
  /** Whether this call was the first with this id. */
  created: boolean;
}

/** Stores a request and starts its orchestration. Safe to call again with the same request at any time. */
export async function submit(
  client: DurableClient,
  requestId: string,
  request: DataRequest,
  submitter: Submitter,
): Promise<Submitted> {
  const { stored, created } = await storeRequest(requestId, request, submitter);
  await start(client, stored.key);
  return { stored, created, status: await loadStatus(stored.key) };
}

/**
 * Starts the orchestration of a stored request unless it was ever started: an instance id that has finished would run
 * again. When two callers meet, the durable backend refuses the second; that the instance exists is all we want.
 */
export async function start(client: DurableClient, key: string): Promise<void> {
  const status = await findStatus(key);
  if (!status || status.started || isTerminal(status.state)) return;
  try {
    await client.startNew(orchestrators.request, { instanceId: key, input: { key } });
  } catch (thrown) {
    const known = await client.getStatus(key).catch(() => undefined);
    if (!known) throw thrown;
  }
}

/**
 * Begins the orchestration of a request anew where its documents say that it stood. Only for one whose instance is gone:
 * two of them would work side by side.
 */
export async function resume(client: DurableClient, key: string): Promise<void> {
  await client.startNew(orchestrators.request, { instanceId: key, input: { key, resumed: true } });
}
