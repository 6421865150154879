import { Documents, type ShardRef } from '../storage/documents';
import type { ResourceTypeName } from '../resources/names';
import type { BlobLine } from './inventory';
import type { OutcomeLine } from './outcomes';
import { keptBecause, type Decision, type Plan, type PlanItem, type PlanShard, type Sharer } from './plan';

/** What every activity that works on a shard of the plan is told. Only references: see DESIGN of the history. */
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

/** A blob to be worked on: as the plan has it, or `late`. */
export interface WorkBlob extends BlobLine {
  late?: boolean;
}

/** What one activity call did to a shard. Calls for one shard are chained backwards, as inventory pages are. */
export interface ShardResult {
  previous?: string;
  outcomes: ShardRef;
  /** Blobs that were prepared: listed again and, where asked for, exported at that etag. */
  blobs?: ShardRef;
  /** Files of the package. */
  manifest?: ShardRef;
  /** Items that can't be erased whole, with the outcome that the item gets from it. */
  kept?: Record<string, PlanItem['keep']>;
  /** Last result of erasing the shard's bytes, in results about its records. */
  bytes?: string;
  /** References of items of which something is still there. */
  again?: string[];
  /** Where the next call goes on: index of the item. */
  next?: number;
}

/** A shard with what is decided about it. */
export interface LoadedShard {
  plan: Plan;
  shard: PlanShard;
  type: ResourceTypeName;
  workspaceId: string;
  items: PlanItem[];
  decision?: Decision;
  /** Why an item is kept; undefined when it is to be erased. */
  keptBecause: (item: PlanItem) => PlanItem['keep'];
}

const documents = new Documents();

/** Reads a shard of the plan. Checks its hash, so nothing outside the frozen plan is ever worked on. */
export async function loadShard(input: ShardInput): Promise<LoadedShard> {
  const plan = await documents.need<Plan>(input.plan);
  const shard = plan.shards[input.shard];
  if (!shard) throw new Error('The plan has no such shard.');
  const items: PlanItem[] = [];
  const only = input.again && new Set(await againIn(input.again, input.shard));
  for await (const item of documents.lines<PlanItem>(shard.items)) if (!only || only.has(item.ref)) items.push(item);
  const decision = input.decision ? await documents.need<Decision>(input.decision) : undefined;
  return {
    ...{ plan, shard, items, decision, type: shard.type },
    workspaceId: plan.workspaces[shard.workspace] ?? '',
    keptBecause: (item) => (decision ? keptBecause(item, decision) : item.keep),
  };
}

async function againIn(verified: string, shard: number): Promise<string[]> {
  const last = (await phaseResults(verified)).get(shard);
  return (last ? await resultsOf(last) : []).flatMap((result) => result.again ?? []);
}

/** All results of a shard in a phase, first to last. */
export async function resultsOf(last: string): Promise<ShardResult[]> {
  const results: ShardResult[] = [];
  for (let name: string | undefined = last; name;) {
    const result: ShardResult = await documents.need<ShardResult>(name);
    results.push(result);
    name = result.previous;
  }
  return results.reverse();
}

/** Items that a phase left as they were, by reference, with the reason. */
export async function keptBy(last: string | undefined): Promise<Map<string, PlanItem['keep']>> {
  const kept = new Map<string, PlanItem['keep']>();
  for (const result of last ? await resultsOf(last) : []) {
    for (const [ref, keep] of Object.entries(result.kept ?? {})) kept.set(ref, keep);
  }
  return kept;
}

/** Every outcome line of a shard in a phase, in the order in which they were made. */
export async function* outcomeLines(last: string): AsyncGenerator<OutcomeLine> {
  for (const shard of await outcomeShards(last)) yield* documents.lines<OutcomeLine>(shard);
}

/** The outcome shards behind a result, those of the bytes included. */
export async function outcomeShards(last: string): Promise<ShardRef[]> {
  const results = await resultsOf(last);
  const bytes = results.at(-1)?.bytes;
  const before = bytes ? await resultsOf(bytes) : [];
  return [...before, ...results].map((result) => result.outcomes).filter((shard) => shard.count > 0);
}

/** Results of a whole phase: the last result of each shard. Chained backwards, a link per chunk of shards. */
export interface PhaseLink {
  previous?: string;
  entries: { shard: number; result: string }[];
}

const phases = new Map<string, Map<number, string>>();

/** The last result of each shard of a phase. Links never change, so what was read once is remembered. */
export async function phaseResults(lastLink: string): Promise<ReadonlyMap<number, string>> {
  const known = phases.get(lastLink);
  if (known) return known;
  const results = new Map<number, string>();
  for (let name: string | undefined = lastLink; name;) {
    const link: PhaseLink = await documents.need<PhaseLink>(name);
    for (const entry of link.entries) if (!results.has(entry.shard)) results.set(entry.shard, entry.result);
    name = link.previous;
  }
  if (phases.size > 50) phases.clear();
  phases.set(lastLink, results);
  return results;
}

/** Who shares bytes with the items that are about to be erased, by item reference. */
export type SharingDocument = Record<string, Sharer[]>;
