import { Documents } from '../storage/documents';
import { enter } from '../turns/turn';
import { keptBecause, type Decision, type Plan, type PlanItem, type PlanShard, type Sharer } from './plan/plan';
import { phaseResults, resultsOf } from './shard-results';

/** What every activity that works on a shard of the plan is told. Only references, so that histories stay small and name nobody. */
export interface ShardInput {
  key: string;
  /** Plan document. */
  plan: string;
  /** Index of the shard in the plan. */
  shard: number;
  /** Decision document; none for an export that needs no approval. */
  decision?: string;
  /** Last result of this shard in this phase, when an earlier call could not finish. */
  previous?: string;
  /** Last link of a verification: then only what it found still there is worked on. */
  again?: string;
}

/** A shard with what is decided about it. */
export interface LoadedShard {
  plan: Plan;
  shard: PlanShard;
  type: string;
  workspaceId: string;
  items: PlanItem[];
  decision?: Decision;
  /** Why an item is kept; undefined when it is to be erased. */
  keptBecause: (item: PlanItem) => PlanItem['keep'];
}

const documents = new Documents();

/**
 * Begins to work on a shard of the plan, or gives way. Checks its hash, so nothing outside the frozen plan is ever worked
 * on.
 */
export async function loadShard(input: ShardInput): Promise<LoadedShard> {
  const plan = await documents.needFixed<Plan>(input.plan);
  const shard = plan.shards[input.shard];
  if (!shard) throw new Error('The plan has no such shard.');
  const workspaceId = plan.workspaces[shard.workspace] ?? '';
  enter([workspaceId]);
  const items: PlanItem[] = [];
  const only = input.again && new Set(await againIn(input.again, input.shard));
  for await (const item of documents.lines<PlanItem>(shard.items)) if (!only || only.has(item.ref)) items.push(item);
  const decision = input.decision ? await documents.needFixed<Decision>(input.decision) : undefined;
  return {
    ...{ plan, shard, items, decision, type: shard.type },
    workspaceId,
    keptBecause: (item) => keptBecause(item, decision),
  };
}

async function againIn(verified: string, shard: number): Promise<string[]> {
  const last = (await phaseResults(verified)).get(shard);
  return (last ? await resultsOf(last) : []).flatMap((result) => result.again ?? []);
}

/** Who shares bytes with the items that are about to be erased, by item reference. */
export type SharingDocument = Record<string, Sharer[]>;
