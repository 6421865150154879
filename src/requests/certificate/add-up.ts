import { Documents, jsonLine, type ShardRef } from '../../storage/documents';
import { itemLine } from '../outcome-lines';
import type { Plan, PlanItem } from '../plan/plan';
import { outcomeShards, phaseResults, stepsFolder } from '../shard-results';
import { ErasedItems } from './certified-lineage';
import { markedLine, type Marker, type StoredLine } from './marks';
import { leafHash, MerkleTree } from './merkle';
import { Staging } from './stage';
import { Tallying } from './tally';

/** Where the outcome lines of a request are: chains of results, first to last. */
export interface LineSources {
  /** Last links of the phases. */
  phases: readonly string[];
  /** Last results that come after the phases: the comparison with a second inventory, a later look. */
  after: readonly string[];
}

/** Everything that outcome lines come to. */
export interface AddedUp {
  tallying: Tallying;
  staging: Staging;
  erased: ErasedItems;
  tree: MerkleTree;
  /** All outcome documents, first to last; the leaves of the tree are their lines. */
  shards: ShardRef[];
}

const documents = new Documents();

/**
 * Reads all outcome lines once, latest first, so that what finally became of a thing counts. Memory holds the lines of
 * one chain of results at a time, and what must be remembered of those that may be repeated.
 */
export async function addUp({ phases, after }: LineSources): Promise<AddedUp> {
  const chains: { last: string; remember: boolean; shards: ShardRef[] }[] = [];
  const take = async (last: string, remember: boolean) =>
    void chains.push({ last, remember, shards: await outcomeShards(last) });
  for (const [index, phase] of phases.entries()) {
    const results = [...(await phaseResults(phase))].sort(([a], [b]) => a - b);
    // Preparing and the first erasing are the bulk; nothing before them repeats their blobs.
    for (const [, last] of results) await take(last, index > 1);
  }
  for (const last of after) await take(last, true);

  const shards = chains.flatMap((chain) => chain.shards);
  const all = {
    tallying: new Tallying(),
    staging: new Staging(),
    erased: new ErasedItems(),
    tree: new MerkleTree(),
    shards,
  };
  let end = shards.reduce((sum, { count }) => sum + count, 0);
  for (const chain of chains.reverse()) {
    const lines: StoredLine[] = [];
    const first = end - chain.shards.reduce((sum, { count }) => sum + count, 0);
    for (const shard of chain.shards) {
      for await (const text of documents.texts(shard)) {
        all.tree.add(first + lines.length, leafHash(text));
        lines.push(JSON.parse(text) as StoredLine);
      }
    }
    const blobs = new Set<string>();
    for (const line of lines.reverse()) {
      all.erased.add(line);
      // Also where nothing is remembered: copies that nothing tells apart have one URL, and count once.
      const blob = `${line.step} ${line.ref} ${line.id}`;
      if (line.kind === 'blob' && blobs.has(blob)) continue;
      if (line.kind === 'blob') blobs.add(blob);
      if (all.tallying.add(line, chain.remember)) all.staging.add(line);
    }
    end = first;
  }
  return all;
}

/** Whatever the plan has and no phase gave an outcome must not vanish: lines say that it was not reached. */
export async function accountForTheRest(
  key: string,
  plan: Plan,
  { tallying, tree, shards }: AddedUp,
  outcome: 'failed' | 'cancelled',
  marker: Marker,
): Promise<void> {
  async function* rest() {
    for (const shard of plan.shards) {
      for await (const item of documents.lines<PlanItem>(shard.items)) {
        if (tallying.outcomeOf('erase', item.ref) !== undefined) continue;
        const line = markedLine(itemLine(item, 'erase', outcome, 'not_reached'), marker);
        tallying.add(line, true);
        tree.add(tree.leaves, leafHash(jsonLine(line)));
        yield line;
      }
    }
  }
  const written = await documents.writeLines(`${stepsFolder(key)}/rest-00000-outcomes`, rest());
  if (written.count > 0) shards.push(written);
}
