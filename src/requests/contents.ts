import { Trail } from '../azure/trail';
import { resourceType, resourceTypes } from '../resources/registry';
import type { ListContext, ResourceType } from '../resources/resource-type';
import { openRunHistory } from '../resources/workspace';
import { Documents } from '../storage/documents';
import type { Outcome } from './outcomes';
import type { Plan, PlanItem } from './plan/plan';
import { placeUnknown } from './place-unknown';
import { phaseResults, type Ledger, type ShardResult } from './shard-results';

const documents = new Documents();

/** Outcomes after which nothing of an item is left that deleting its workspace could take along unnoticed. */
const settled: ReadonlySet<Outcome> = new Set([
  ...(['deleted', 'already_absent', 'archived_only', 'soft_deleted', 'out_of_scope'] as const),
]);

/**
 * Why a workspace must not be deleted: something planned in it stays, or a fresh look into it shows what the plan
 * lacks. `phases` are the last links of the phases so far, first to last.
 */
export async function contentsKept(
  plan: Plan,
  phases: readonly string[],
  context: Omit<ListContext, 'selects' | 'runHistory'>,
): Promise<string | undefined> {
  const planned = new Set<string>();
  const own = context.workspace.id.toLowerCase();
  for (const [index, shard] of plan.shards.entries()) {
    const type = resourceType(shard.type);
    if (type.needs || plan.workspaces[shard.workspace]?.toLowerCase() !== own) continue;
    const outcomes = await recordOutcomes(phases, index);
    for await (const item of documents.lines<PlanItem>(shard.items)) {
      planned.add(item.id.toLowerCase());
      if (!mayGo(type, item, outcomes.get(item.ref))) return 'contents_kept';
    }
  }
  return lookInside(planned, context);
}

/** Whether an item that ended like this is no reason to keep its workspace. */
function mayGo(type: ResourceType, item: PlanItem, done: Ledger[string]['done']): boolean {
  if (!done) return false;
  if (settled.has(done.outcome as Outcome)) return true;
  if (done.outcome === 'failed' && done.reason === placeUnknown) return true;
  // Bytes that somebody outside the plan owns too lie in an account or registry, which doesn't go with the workspace.
  const onlyBytes = type.erasure === 'bytes only' || item.common === true;
  return done.outcome === 'shared_skipped' && (onlyBytes || done.reason === 'bytes_shared_record_archived');
}

/** What became of the records of a shard, by item reference, over all phases. */
async function recordOutcomes(phases: readonly string[], shard: number): Promise<Map<string, Ledger[string]['done']>> {
  const outcomes = new Map<string, Ledger[string]['done']>();
  for (const phase of phases) {
    const last = (await phaseResults(phase)).get(shard);
    if (!last) continue;
    const result = await documents.needFixed<ShardResult>(last);
    for (const [ref, { done }] of Object.entries(result.ledger ?? {})) if (done) outcomes.set(ref, done);
    // A verification found it still there: what was said of it before is not true.
    for (const ref of result.again ?? []) outcomes.delete(ref);
  }
  return outcomes;
}

/** Lists every kind of record anew. What lies in storage doesn't go with the workspace, so it isn't looked at. */
async function lookInside(
  planned: ReadonlySet<string>,
  context: Omit<ListContext, 'selects' | 'runHistory'>,
): Promise<'new_since_plan' | 'contents_unknown' | undefined> {
  const { runHistory, gap } = await openRunHistory(context.workspace);
  if (gap) return 'contents_unknown';
  for (const type of resourceTypes) {
    if (type.needs || type.erasure === 'bytes only') continue;
    let next: string | undefined;
    const trail = new Trail();
    do {
      const page = await type.list({ ...context, runHistory, selects: () => true }, next);
      if (page.gaps && page.gaps.length > 0) return 'contents_unknown';
      // What is common to all workspaces of an account or a registry is in none of them.
      if (page.found.some((found) => !found.common && !planned.has(found.id.toLowerCase()))) return 'new_since_plan';
      next = trail.follow(page.next);
    } while (next !== undefined);
  }
  return undefined;
}
