import type { Certificate } from '../requests/certificate/certificate';
import type { Plan } from '../requests/plan/plan';
import { followUpsOf } from '../requests/follow-ups';
import { isTerminal } from '../requests/states';
import { findRequest, loadStatus } from '../requests/request-store';
import { Documents } from '../storage/documents';
import { requireReader } from './caller';
import { httpFunction } from './http';
import { viewOf } from './view';

httpFunction('getRequest', 'GET', 'requests/{id}', async (call) => {
  requireReader(call);
  const { requestId, key } = await findRequest(call.params.id ?? '');
  const status = await loadStatus(key);
  const source = status.certificate?.blob ?? status.plan?.blob;
  const document = source ? await new Documents().needFixed<Certificate | Plan>(source) : undefined;
  const followUps = (isTerminal(status.state) ? await followUpsOf(key) : []).map(({ detail: _, ...shown }) => shown);
  return { jsonBody: { ...viewOf(requestId, status, document?.gaps), ...(followUps.length > 0 ? { followUps } : {}) } };
});
