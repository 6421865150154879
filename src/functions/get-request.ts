import { endedView } from './ended-view';
import { isTerminal } from '../requests/states';
import { findRequest, loadStatus } from '../requests/request-store';
import type { Plan } from '../requests/plan/plan';
import { Documents } from '../storage/documents';
import { requireReader } from './caller';
import { httpFunction } from './http';
import { viewOf } from './view';

httpFunction('getRequest', 'GET', 'requests/{id}', async (call) => {
  requireReader(call);
  const { requestId, key } = await findRequest(call.params.id ?? '');
  const status = await loadStatus(key);
  if (isTerminal(status.state)) {
    const { gaps, ...more } = await endedView(key);
    return { jsonBody: { ...viewOf(requestId, status, gaps), ...more } };
  }
  const plan = status.plan && (await new Documents().needFixed<Plan>(status.plan.blob));
  return { jsonBody: viewOf(requestId, status, plan?.gaps) };
});
