import * as df from 'durable-functions';
import { decisionEvent, type DecisionEvent } from '../orchestrators/names';
import { decide } from '../requests/plan/decide';
import { findRequest } from '../requests/request-store';
import { requireRole, roles } from './caller';
import { httpFunction, jsonBody } from './http';
import { requestUrl } from './view';

/** Bytes of a decision that are accepted: two lists of ten thousand references fit. */
const decisionLimit = 512 * 1024;

httpFunction('postApproval', 'POST', 'requests/{id}/approval', async (call, context) => {
  const caller = requireRole(call, roles.approve);
  const stored = await findRequest(call.params.id ?? '');
  const { blob, hash, decision } = await decide(stored, await jsonBody(call, decisionLimit), {
    id: caller.id,
    name: caller.name,
  });
  await df.getClient(context).raiseEvent(stored.key, decisionEvent, { kind: 'decision', blob } satisfies DecisionEvent);
  return {
    status: 202,
    headers: { location: requestUrl(stored.requestId) },
    jsonBody: { id: stored.requestId, decision: decision.verdict, planHash: decision.planHash, decisionHash: hash },
  };
});
