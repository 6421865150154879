import type { Gap } from '../../resources/resource-type';
import { isCurrent } from '../../storage/byte-store';
import { Documents } from '../../storage/documents';
import type { Draft } from './draft-plan';
import type { BlobLine, InventoryPage } from './inventory';
import type { Plan, PlanCount, PlanItem, PlannedRange } from './plan';

const documents = new Documents();

/** Notes in the ranges of a draft how many blobs and bytes were listed in them, and shows each to `see`. */
export async function countBlobs(
  draft: Draft,
  pages: readonly InventoryPage[],
  see?: (item: PlanItem, range: PlannedRange, blob: BlobLine) => void,
): Promise<void> {
  for (const [index, page] of pages.entries()) {
    for await (const blob of documents.lines<BlobLine>(page.blobs)) {
      const entry = draft.get(blob.ref);
      const range = entry?.page === index ? entry.item.ranges[blob.range] : undefined;
      if (!entry || !range) continue;
      const sums = isCurrent(blob) ? range : (range.copies ??= { blobs: 0, bytes: 0 });
      sums.blobs += 1;
      sums.bytes += blob.size;
      see?.(entry.item, range, blob);
    }
  }
}

/** What a plan holds, by type and in all; bytes that an earlier item covers count once. */
export function countsOf(items: readonly PlanItem[]): Pick<Plan, 'counts' | 'totals'> {
  const counts: Plan['counts'] = {};
  const totals = { items: 0, blobs: 0, bytes: 0, weak: 0, inUse: 0, shared: 0 };
  for (const item of items) {
    const count: PlanCount = (counts[item.type] ??= { items: 0, blobs: 0, bytes: 0, kept: 0 });
    const own = item.ranges.filter((range) => !range.coveredBy);
    const blobs = own.reduce((sum, range) => sum + range.blobs, 0);
    const bytes = own.reduce((sum, range) => sum + range.bytes, 0);
    for (const sums of [count, totals]) {
      sums.items += 1;
      sums.blobs += blobs;
      sums.bytes += bytes;
    }
    if (item.keep || item.unpackaged) count.kept += 1;
    if (item.keep?.outcome === 'weak_match') totals.weak += 1;
    if (item.keep?.outcome === 'in_use') totals.inUse += 1;
    if (item.sharedWith) totals.shared += 1;
  }
  return { counts, totals };
}

/** How much there is of which nothing says whose it is, by type and workspace. */
export function unattributed(pages: readonly InventoryPage[]): Gap[] {
  const counts = new Map<string, { type: string; workspace: string; count: number }>();
  for (const { unattributed: seen } of pages) {
    if (!seen) continue;
    const key = `${seen.type} ${seen.workspace}`;
    const sum = counts.get(key) ?? { ...seen, count: 0 };
    counts.set(key, { ...sum, count: sum.count + seen.count });
  }
  return [...counts.values()].map(({ count, ...at }) => ({ code: 'unattributed', ...at, detail: String(count) }));
}
