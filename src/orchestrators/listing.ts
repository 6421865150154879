import type { OrchestrationContext, OrchestrationHandler } from 'durable-functions';
import type { InventoryPageInput } from '../activities/inventory-page';
import type { InventoryResult } from '../requests/plan/inventory';
import type { Gap } from '../resources/resource-type';
import { calling } from './call';
import { activities } from './names';
import { retry } from './retry';

/** What to list: a resource type, or as type `unhandled` what no type handles. */
export type ListingInput = InventoryPageInput;

/** What a listing comes to: its last page, and a gap when it failed for good. */
export interface ListingResult {
  page?: string;
  gap?: Gap;
}

/** Pages per instance before it starts anew: keeps its history short however long the listing is. */
const pagesPerInstance = 100;

/**
 * Lists one type in one workspace to its last page. It catches its own failures: the siblings of a `Task.all` whose
 * failure is caught must not go on taking event ids by retries.
 */
export const listing: OrchestrationHandler = function* (context: OrchestrationContext) {
  const input = context.df.getInput<ListingInput>();
  const activity = input.type === 'unhandled' ? activities.probeUnhandled : activities.inventoryPage;
  const call = calling(context);
  let previous = input.previous;
  for (let count = 0; count < pagesPerInstance; count += 1) {
    let result: InventoryResult;
    try {
      result = yield* call<InventoryResult>(activity, retry(), { ...input, previous });
    } catch {
      const gap: Gap = {
        code: 'unreadable',
        type: input.type,
        detail: `workspace ${input.workspace + 1} of the scope`,
      };
      return { page: previous, gap } satisfies ListingResult;
    }
    previous = result.page;
    if (result.done) return { page: previous } satisfies ListingResult;
  }
  context.df.continueAsNew({ ...input, previous });
  return undefined;
};
