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
/** Blobs of a shard, which an activity holds in memory all at once; an item with more is a shard of its own. */
const shardBlobs = 50_000;

/** An item of a plan in the order of erasing, with the inventory page that it came from. */
interface Ordered {
  item: PlanItem;
  page: number;
}

/** Cuts the items of a plan where the type, the rank or the page changes, or a shard has enough. */
export function cutShards<T extends Ordered>(ordered: readonly T[]): T[][] {
  const shards: T[][] = [];
  let blobs = 0;
  for (const one of ordered) {
    const last = shards.at(-1);
    const own = one.item.ranges.reduce((sum, range) => sum + range.blobs + (range.copies?.blobs ?? 0), 0);
    if (last?.[0] && isAlike(last[0], one) && last.length < shardSize && blobs + own <= shardBlobs) {
      last.push(one);
      blobs += own;
    } else {
      shards.push([one]);
      blobs = own;
    }
  }
  return shards;
}

function isAlike(a: Ordered, b: Ordered): boolean {
  return a.page === b.page && a.item.type === b.item.type && a.item.rank === b.item.rank;
}

/** Writes the items of a plan, in the order of erasing, as shards of one type, rank and inventory page. */
export async function writeShards(
  folder: string,
  workspaces: readonly string[],
  ordered: readonly Ordered[],
  pages: readonly InventoryPage[],
): Promise<PlanShard[]> {
  const shards: PlanShard[] = [];
  for (const together of cutShards(ordered)) {
    const [first] = together;
    if (!first) break;
    const items = together.map(({ item }) => item);
    const prefix = `${folder}/items-${String(shards.length).padStart(5, '0')}`;
    const blobs = pages[first.page]?.blobs;
    if (!blobs) throw new Error('An item came from no inventory page.');
    const workspace = workspaces.findIndex((id) => id.toLowerCase() === first.item.workspace.toLowerCase());
    const { type, rank } = first.item;
    shards.push({ type, rank, workspace, items: await documents.writeLines(prefix, items), blobs });
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
