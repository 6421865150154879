import type { Found, Gap } from '../../resources/resource-type';
import type { ListedBlob } from '../../storage/byte-store';
import { Documents, type ShardRef } from '../../storage/documents';
import type { Evidence } from '../../subjects/match';

/** A found thing that the request asks for: a line of an inventory shard. */
export interface InventoryLine {
  type: string;
  workspace: string;
  found: Found;
  evidence: Evidence;
}

/** A blob behind an item: a line of a blob shard. `range` is the index of the item's range that it lies in. */
export interface BlobLine extends ListedBlob {
  /** Reference of the item. */
  ref: string;
  range: number;
}

/**
 * One page of an inventory. Pages are chained backwards, so that an orchestrator holds one reference however many
 * there are; a page that a repeated activity wrote twice is simply not in the chain.
 */
export interface InventoryPage {
  previous?: string;
  items: ShardRef;
  blobs: ShardRef;
  gaps: Gap[];
  /** How many things were seen of which nothing says whose they are, when the request names a subject. */
  unattributed?: { type: string; workspace: string; count: number };
  /** Where the listing goes on: names of jobs may be in it, so it stays out of the orchestration's history. */
  next?: string;
  /** Marks of the links at which this page and those before it ended: a listing that comes back to one has no end. */
  trail?: string[];
}

/** What an inventory activity tells its orchestrator. */
export interface InventoryResult {
  /** Name of the page document. */
  page: string;
  done: boolean;
  selected: number;
}

const documents = new Documents();

/** The pages of a chain, first to last. */
export async function pagesOf(lastPage: string): Promise<InventoryPage[]> {
  const pages: InventoryPage[] = [];
  for (let name: string | undefined = lastPage; name;) {
    const page: InventoryPage = await documents.needFixed<InventoryPage>(name);
    pages.push(page);
    name = page.previous;
  }
  return pages.reverse();
}

/** The lines of all pages of some chains, one at a time. */
export async function* inventoryLines(lastPages: readonly string[]): AsyncGenerator<InventoryLine> {
  for (const last of lastPages) {
    for (const page of await pagesOf(last)) yield* documents.lines<InventoryLine>(page.items);
  }
}
