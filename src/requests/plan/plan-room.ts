import type { Gap } from '../../resources/resource-type';
import type { InventoryPage } from './inventory';

/**
 * The gap of a request that asks for more things than one plan may hold; undefined when they fit. Freezing a plan needs
 * all of its items in memory at once, so what does not fit is refused before any is put into it. Pages count what was
 * found twice as two.
 */
export function beyondPlan(pages: readonly Pick<InventoryPage, 'items'>[], limit: number): Gap | undefined {
  const found = pages.reduce((sum, { items }) => sum + items.count, 0);
  if (found <= limit) return undefined;
  const detail = `${found} things were found, a plan may hold ${limit}: ask for them in parts, by a period or by workspace`;
  return { code: 'plan_limit', type: 'plan', detail };
}
