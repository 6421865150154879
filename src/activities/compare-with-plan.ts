import { randomUUID } from 'node:crypto';
import { inventoryLines, pagesOf } from '../requests/plan/inventory';
import { refOf } from '../requests/keys';
import { itemLine } from '../requests/outcome-lines';
import type { OutcomeLine } from '../requests/outcomes';
import type { Plan, PlanItem } from '../requests/plan/plan';
import { writeResult, stepsFolder } from '../requests/shard-results';
import { resourceType } from '../resources/registry';
import type { Gap } from '../resources/resource-type';
import { concurrently } from '../storage/concurrently';
import { Documents } from '../storage/documents';
import { RangeIndex } from '../storage/range-index';

/** Input of the activity: the second inventory, made after erasing. */
export interface CompareInput {
  key: string;
  plan: string;
  pages: string[];
}

/** Name of the result document, and what the second inventory could not read. */
export interface CompareResult {
  result: string;
  gaps: string;
}

const documents = new Documents();

/** What the second inventory found and the plan doesn't have appeared in between: it is not touched, but told. */
export async function compareWithPlan(input: CompareInput): Promise<CompareResult> {
  const plan = await documents.needFixed<Plan>(input.plan);
  const planned = new Set<string>();
  for await (const item of itemsOf(plan)) planned.add(item.ref);
  let places: Promise<RangeIndex<string>> | undefined;
  const seen = new Set<string>();
  const lines: OutcomeLine[] = [];
  // Side by side: there is a chain of pages for every type and workspace, most of them short.
  await concurrently(input.pages, 8, async (last) => {
    for await (const { found, type } of inventoryLines([last])) {
      const ref = refOf(found.id);
      if (planned.has(ref) || seen.has(ref)) continue;
      seen.add(ref);
      // What is left in a planned place looks forgotten once its owner is gone. Verifying has told of all that is there.
      if (resourceType(type).erasure === 'bytes only') {
        const index = await (places ??= placesOf(plan));
        if (found.ranges.every((range) => index.containing(range).length > 0)) continue;
      }
      lines.push(itemLine({ ref, type, id: found.id }, 'erase', 'new_since_plan'));
    }
  });
  const gaps: Gap[] = (await Promise.all(input.pages.map(pagesOf))).flat().flatMap((page) => page.gaps);
  const result = await writeResult(input.key, 'compare', 0, { lines });
  const name = `${stepsFolder(input.key)}/compare-gaps-${randomUUID().slice(0, 8)}.json`;
  await documents.create(name, gaps);
  return { result, gaps: name };
}

async function* itemsOf(plan: Plan): AsyncGenerator<PlanItem> {
  for (const shard of plan.shards) yield* documents.lines<PlanItem>(shard.items);
}

/** The places of the plan, to ask whether something lies in one of them. */
async function placesOf(plan: Plan): Promise<RangeIndex<string>> {
  const places = new RangeIndex<string>();
  for await (const { ref, ranges } of itemsOf(plan)) for (const range of ranges) places.add(range, ref);
  return places;
}
