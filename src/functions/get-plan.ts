import { RequestError } from '../errors';
import type { Plan, PlanItem } from '../requests/plan/plan';
import { findRequest, loadStatus } from '../requests/request-store';
import { Documents } from '../storage/documents';
import { requireReader } from './caller';
import { httpFunction, refuseQuery } from './http';
import { requestUrl } from './view';

/** Items after which a page of the plan ends, with the shard that reaches it. */
const pageSize = 1_000;

httpFunction('getPlan', 'GET', 'requests/{id}/plan', async (call) => {
  requireReader(call);
  const { requestId, key } = await findRequest(call.params.id ?? '');
  const { plan: frozen } = await loadStatus(key);
  if (!frozen) throw new RequestError('not_ready', 'The plan is not made yet.');
  const after = Number(call.query.get('after') ?? '0');
  refuseQuery(
    Number.isInteger(after) && after >= 0 ? [] : [{ pointer: '/after', detail: 'must be a `next` of a page' }],
  );

  const documents = new Documents();
  const plan = await documents.needFixed<Plan>(frozen.blob);
  const items: PlanItem[] = [];
  let shard = after;
  for (; shard < plan.shards.length && items.length < pageSize; shard += 1) {
    const lines = plan.shards[shard]?.items;
    if (lines) for await (const item of documents.lines<PlanItem>(lines)) items.push(item);
  }
  const { shards, ...summary } = plan;
  return {
    jsonBody: {
      ...{ hash: frozen.hash, ...summary, shardHashes: shards.map((entry) => entry.items.sha256), items },
      ...(shard < plan.shards.length ? { next: `${requestUrl(requestId)}/plan?after=${shard}` } : {}),
    },
  };
});
