import { subscriptionOf } from '../../azure/arm-id';
import type { Arm } from '../../azure/arm';
import { asAzureError } from '../../azure/azure-error';
import { apiVersionOf } from '../../azure/resource-manager';
import { objectAt, textAt } from '../json';

/**
 * The name of a lock that forbids deleting a resource: one of its own, or one that it inherits from its resource group
 * or subscription (Azure docs: both levels, CanNotDelete and ReadOnly, forbid it). Undefined when there is none.
 */
export async function lockOn(arm: Arm, id: string): Promise<string | undefined> {
  const apiVersion = await apiVersionOf('Microsoft.Authorization/locks', subscriptionOf(id));
  try {
    for await (const lock of arm.list(`${id}/providers/Microsoft.Authorization/locks`, apiVersion)) {
      if (textAt(objectAt(lock, 'properties'), 'level') !== 'NotSpecified') return textAt(lock, 'name') ?? 'unnamed';
    }
  } catch (thrown) {
    const error = asAzureError(thrown);
    // Whoever may not read locks meets them all the same: the deletion is refused then, and told as blocked.
    if (error.status !== 403 && error.status !== 404) throw error;
  }
  return undefined;
}
