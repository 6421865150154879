import * as df from 'durable-functions';
import { raise, type EventLog } from '../config/events';
import { orchestrators } from '../orchestrators/names';
import { dueRequests } from './due-dates';

const { Failed, Pending, Running } = df.OrchestrationRuntimeStatus;

/** What of a durable client is used here. */
export interface LookClient {
  getStatus(instanceId: string): Promise<Pick<df.DurableOrchestrationStatus, 'runtimeStatus'>>;
  startNew: df.DurableClient['startNew'];
}

/** Begins the later look at every ended request for which one is due, unless it is under way; tells of those that failed. */
export async function beginLooks(client: LookClient, log: EventLog): Promise<void> {
  const begun = new Set<string>();
  for await (const { key, day } of dueRequests()) {
    // One instance per request; one that ended with the row still there did not get through. A second row of a
    // request, which after a long outage may be due as well, is for the next time.
    const instanceId = `${key}-follow-up`;
    if (begun.has(key)) continue;
    begun.add(key);
    const known = (await client.getStatus(instanceId).catch(() => undefined))?.runtimeStatus;
    if (known === Running || known === Pending) continue;
    if (known === Failed) raise(log, 'follow_up_failed', { request: key });
    await client.startNew(orchestrators.followUp, { instanceId, input: { key, day } });
  }
}
