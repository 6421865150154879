import { RequestError } from '../errors';
import { markerOf } from '../requests/certificate/marks';
import { effectsOf } from '../requests/plan/effects';
import type { LineageLine, Plan, PlanItem } from '../requests/plan/plan';
import { findRequest, loadStatus } from '../requests/request-store';
import { Documents } from '../storage/documents';
import { requireReader } from './caller';
import { httpFunction, refuseQuery } from './http';
import { requestUrl } from './view';

/** Items after which a page of the plan ends, with the shard that reaches it. */
const pageSize = 1_000;

httpFunction('getPlan', 'GET', 'requests/{id}/plan', async (call) => {
  requireReader(call);
  const { requestId, key, request } = await findRequest(call.params.id ?? '');
  const { plan: frozen } = await loadStatus(key);
  if (!frozen) throw new RequestError('not_ready', 'The plan is not made yet.');
  const after = Number(call.query.get('after') ?? '0');
  refuseQuery(
    Number.isInteger(after) && after >= 0 ? [] : [{ pointer: '/after', detail: 'must be a `next` of a page' }],
  );

  const documents = new Documents();
  const marker = await markerOf(key);
  const shown = (item: PlanItem): PlanItem => ({ ...item, mark: marker({ kind: 'item', id: item.id }) });
  const plan = await documents.needFixed<Plan>(frozen.blob);
  const items: PlanItem[] = [];
  let shard = after;
  for (; shard < plan.shards.length && items.length < pageSize; shard += 1) {
    const lines = plan.shards[shard]?.items;
    if (lines) for await (const item of documents.lines<PlanItem>(lines)) items.push(shown(item));
  }
  const { shards, lineage, ...summary } = plan;
  const models: LineageLine[] = [];
  // With the first page, as the rest of what is about the plan as a whole.
  if (after === 0) for await (const line of documents.lines<LineageLine>(lineage)) models.push(line);
  const effects = effectsOf(plan.storage, request.erasure?.permanently === true);
  return {
    jsonBody: {
      ...{ hash: frozen.hash, ...summary, effects, shardHashes: shards.map((entry) => entry.items.sha256), items },
      ...(after === 0 ? { lineage: models } : {}),
      ...(shard < plan.shards.length ? { next: `${requestUrl(requestId)}/plan?after=${shard}` } : {}),
    },
  };
});
