import { loadRequest, listRequests } from '../requests/request-store';
import { requestStates, type RequestState } from '../requests/states';
import { concurrently } from '../storage/concurrently';
import { requireReader } from './caller';
import { httpFunction, refuseQuery } from './http';
import { viewOf } from './view';

httpFunction('getRequests', 'GET', 'requests', async (call) => {
  requireReader(call);
  const limit = Number(call.query.get('limit') ?? '50');
  const after = call.query.get('after') ?? undefined;
  const state = call.query.get('state') ?? undefined;
  const isState = (text: string): text is RequestState => (requestStates as readonly string[]).includes(text);
  refuseQuery([
    ...(Number.isInteger(limit) && limit >= 1 && limit <= 200
      ? []
      : [{ pointer: '/limit', detail: 'must be 1 to 200' }]),
    ...(after === undefined || /^\d{15}-[0-9a-f]{32}$/.test(after)
      ? []
      : [{ pointer: '/after', detail: 'must be a `next` of a page' }]),
    ...(state === undefined || isState(state)
      ? []
      : [{ pointer: '/state', detail: `must be one of ${requestStates.join(', ')}` }]),
  ]);
  const page = await listRequests(limit, after, state as RequestState | undefined);
  const requests = await concurrently(page.statuses, 16, async (status) =>
    viewOf((await loadRequest(status.key)).requestId, status),
  );
  const next =
    page.next && new URLSearchParams({ limit: String(limit), after: page.next, ...(state ? { state } : {}) });
  return { jsonBody: { requests, ...(next ? { next: `/api/requests?${next.toString()}` } : {}) } };
});
