import type { InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import { raise } from '../config/events';
import { fileCertificates } from '../requests/certificate/audit-copies';
import { dropPending, findStatus, pendingRequests } from '../requests/request-store';
import { isTerminal } from '../requests/states';
import { resume, start } from '../requests/submit';
import { logged } from '../scrubbed';
import { eachInTurn } from './each-in-turn';
import { timerFunction } from './timer';

timerFunction('timerReconcile', 'RECONCILE_SCHEDULE', async (client, context) => {
  // First: what follows throws in the end when it failed for a request.
  for (const code of await fileCertificates()) raise(context, 'certificate_not_filed', { code });
  await eachInTurn(
    pendingRequests(),
    (key) => reconcile(client, key, context),
    (key, thrown) => logged(`Request ${key}`, thrown, context),
  );
});

/** Sees to it that a request has an orchestration until it has ended and whoever asked was told. */
async function reconcile(client: df.DurableClient, key: string, context: InvocationContext): Promise<void> {
  const status = await findStatus(key);
  // Without a status its sender got an error, or is being served right now: the sender's next try completes it.
  if (!status) return;
  const ended = isTerminal(status.state);
  if (!status.started && !ended) return start(client, key);
  const instance = await instanceOf(client, key);
  if (instance === 'gone') {
    raise(context, 'request_resumed', { request: key, state: status.state });
    await resume(client, key);
  } else if (instance === 'ended' && ended) await dropPending(key);
  // Somebody may have stopped it for a reason. Purged, it is begun anew.
  else if (instance === 'ended') raise(context, 'request_stuck', { request: key, state: status.state });
}

const { Completed, Failed, Terminated, Canceled } = df.OrchestrationRuntimeStatus;
const over: ReadonlySet<df.OrchestrationRuntimeStatus> = new Set([Completed, Failed, Terminated, Canceled]);

/** What the durable backend knows of a request's orchestration; `gone` where it knows nothing. */
async function instanceOf(client: df.DurableClient, key: string): Promise<'open' | 'ended' | 'gone'> {
  try {
    const { runtimeStatus } = await client.getStatus(key);
    return over.has(runtimeStatus) ? 'ended' : 'open';
  } catch (thrown) {
    // The SDK has no other sign for it. Everything else says nothing about the instance.
    if (thrown instanceof Error && thrown.message.includes('HTTP 404')) return 'gone';
    throw thrown;
  }
}
