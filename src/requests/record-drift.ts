import { Arm } from '../azure/arm';
import { hasDrifted } from '../resources/erasing/delete-record';
import { resourceType } from '../resources/registry';
import { isIntended } from './intents';
import type { PlanItem } from './plan/plan';

/** Whether a record changed after the plan: somebody works with the bytes behind it, so they stay as well. */
export async function recordDrifted(key: string, item: PlanItem): Promise<boolean> {
  if (!item.lastModifiedAt || item.live) return false;
  const type = resourceType(item.type);
  const record = await new Arm('reader').get(item.id, type.apiVersion);
  // What is as it was needs no explanation.
  if (!record || !hasDrifted({ intended: false, touched: false }, item, record)) return false;
  const intended = await isIntended(key, 'bytes', item.ref);
  const touched = type.quiesce !== undefined && (await isIntended(key, 'quiesce', item.ref));
  return hasDrifted({ intended, touched }, item, record);
}
