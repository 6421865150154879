import * as df from 'durable-functions';
import { RequestError } from '../errors';
import { decisionEvent, type DecisionEvent } from '../orchestrators/names';
import { findRequest, updateStatus } from '../requests/request-store';
import { isTerminal } from '../requests/states';
import { requireRole, roles } from './caller';
import { httpFunction } from './http';
import { viewOf } from './view';

httpFunction('postCancel', 'POST', 'requests/{id}/cancel', async (call, context) => {
  requireRole(call, roles.erase, roles.export, roles.approve);
  const stored = await findRequest(call.params.id ?? '');
  const status = await updateStatus(stored.key, (current) =>
    isTerminal(current.state) ? {} : { cancelRequested: true },
  );
  if (isTerminal(status.state)) throw new RequestError('already_finished');
  // Steps read the mark between two batches; only an instance that waits for a decision needs to be woken.
  if (status.state === 'awaiting_approval') {
    await df.getClient(context).raiseEvent(stored.key, decisionEvent, { kind: 'cancel' } satisfies DecisionEvent);
  }
  return { status: 202, jsonBody: viewOf(stored.requestId, status) };
});
