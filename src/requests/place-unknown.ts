import type { PlanItem } from './plan/plan';

/**
 * The reason of an item whose record was emptied and archived before, and whose datastore has gone since: where its bytes
 * lay nobody can say any more. The platform keeps such a record for good, so it is no pointer to wait for; that the bytes
 * are gone is likely and not verified, so the item is a gap.
 */
export const placeUnknown = 'place_unknown';

/** Whether that is so of an item: of its record as the plan found it. */
export function isPlaceUnknown({ detail, elsewhere }: Pick<PlanItem, 'detail' | 'elsewhere'>): boolean {
  return detail?.emptied === 'true' && (elsewhere ?? []).some(isUnknown);
}

/** Whether a URI names a datastore that the workspace doesn't have. */
export function isUnknown({ reason }: { reason: string }): boolean {
  return reason === 'unknown_datastore';
}
