import type { OrchestrationContext, Task } from 'durable-functions';
import type { OpenedRequest } from '../activities/open-request';
import type { Gap } from '../resources/resource-type';
import { orchestrators } from './names';
import type { ListingInput, ListingResult } from './listing';
import { wait } from './wait';

/** Last pages of an inventory, and what could not be listed. */
export interface Inventory {
  jobPages: string[];
  pages: string[];
  gaps: Gap[];
}

/** Listings at once. */
const width = 10;

/**
 * Lists every type in every workspace. Jobs come first, because they teach which jobs and names are the person's. For
 * a second inventory the first one's job pages are given: by then those jobs are gone.
 */
export function* takeInventory(
  context: OrchestrationContext,
  key: string,
  pass: string,
  opened: OpenedRequest,
  jobPages?: string[],
): Generator<Task, Inventory, unknown> {
  const inventory: Inventory = { jobPages: jobPages ?? [], pages: [], gaps: [] };
  const workspaces = Array.from({ length: opened.workspaces }, (_, index) => index);
  const list = (workspace: number, type: ListingInput['type']): ListingInput => ({ key, pass, workspace, type });

  const jobs = yield* listings(
    context,
    workspaces.map((workspace) => list(workspace, 'job')),
    inventory,
  );
  if (!jobPages) inventory.jobPages = jobs;
  if (opened.types.includes('job')) inventory.pages.push(...jobs);

  const others = opened.types.filter((type) => type !== 'job');
  const rest = workspaces.flatMap((workspace) => [
    ...others.map((type) => ({ ...list(workspace, type), jobPages: inventory.jobPages })),
    // What no type handles is told once, by the inventory that the plan is made from.
    ...(jobPages ? [] : [list(workspace, 'unhandled')]),
  ]);
  inventory.pages.push(...(yield* listings(context, rest, inventory)));
  return inventory;
}

function* listings(
  context: OrchestrationContext,
  inputs: readonly ListingInput[],
  inventory: Inventory,
): Generator<Task, string[], unknown> {
  const pages: string[] = [];
  for (let first = 0; first < inputs.length; first += width) {
    const results = yield* wait<ListingResult[]>(
      context.df.Task.all(
        inputs.slice(first, first + width).map((input) => context.df.callSubOrchestrator(orchestrators.listing, input)),
      ),
    );
    for (const result of results) {
      if (result.page) pages.push(result.page);
      if (result.gap) inventory.gaps.push(result.gap);
    }
  }
  return pages;
}
