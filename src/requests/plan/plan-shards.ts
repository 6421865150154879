import { resourceType } from '../../resources/registry';
import { Documents } from '../../storage/documents';
import type { InventoryPage } from './inventory';
import type { PlanItem, PlanShard } from './plan';

/** Shards of one type and rank: they may be worked on side by side. */
export interface PlanStage {
  type: string;
  /** Whether things of this type are brought to rest before anything else happens to them. */
  quiesces: boolean;
  from: number;
  to: number;
}

const documents = new Documents();
/** Items per shard: what one activity call works through. */
const shardSize = 50;

/** Writes the items of a plan, in the order of erasing, as shards of one type, rank and inventory page. */
export async function writeShards(
  folder: string,
  workspaces: readonly string[],
  ordered: readonly { item: PlanItem; page: number }[],
  pages: readonly InventoryPage[],
): Promise<PlanShard[]> {
  const shards: PlanShard[] = [];
  const same = (a: { item: PlanItem; page: number }, b: { item: PlanItem; page: number }) =>
    a.page === b.page && a.item.type === b.item.type && a.item.rank === b.item.rank;
  for (let from = 0; from < ordered.length;) {
    const first = ordered[from];
    if (!first) break;
    let to = from + 1;
    while (to < ordered.length && to - from < shardSize && same(first, ordered[to] ?? first)) to += 1;
    const items = ordered.slice(from, to).map(({ item }) => item);
    const prefix = `${folder}/items-${String(shards.length).padStart(5, '0')}`;
    const blobs = pages[first.page]?.blobs;
    if (!blobs) throw new Error('An item came from no inventory page.');
    const workspace = workspaces.findIndex((id) => id.toLowerCase() === first.item.workspace.toLowerCase());
    const { type, rank } = first.item;
    shards.push({ type, rank, workspace, items: await documents.writeLines(prefix, items), blobs });
    from = to;
  }
  return shards;
}

/** The shards by type and rank, in their order. */
export function stagesOf(shards: readonly PlanShard[]): PlanStage[] {
  const stages: (Omit<PlanStage, 'quiesces'> & { rank: number })[] = [];
  for (const [index, { type, rank }] of shards.entries()) {
    const last = stages.at(-1);
    if (last?.type === type && last.rank === rank) last.to = index + 1;
    else stages.push({ type, rank, from: index, to: index + 1 });
  }
  return stages.map(({ type, from, to }) => ({ type, quiesces: resourceType(type).quiesce !== undefined, from, to }));
}
