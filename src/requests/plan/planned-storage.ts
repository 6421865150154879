import type { PlanItem, PlannedStorage } from './plan';

/** The storage accounts behind the items of a plan, with what their settings mean for it. */
export function plannedStorage(_items: readonly PlanItem[]): Promise<PlannedStorage[]> {
  return Promise.resolve([]);
}
