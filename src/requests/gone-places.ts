import type { Arm } from '../azure/arm';
import { apiVersionOf, type ForeignType } from '../azure/resource-manager';
import { subscriptionOf } from '../azure/arm-id';
import type { Workspace } from '../resources/workspace';
import type { ByteRange } from '../storage/uri';
import { isIntended } from './intents';
import { refOf } from './keys';

/**
 * Whether a range lay in a storage account or registry that this request deleted. Its host name is gone with it, so a
 * listing there would fail like a network that is down; that nothing is left is what Resource Manager says.
 */
export async function gonePlaces(
  key: string,
  arm: Arm,
  workspace: Workspace,
): Promise<(range: Pick<ByteRange, 'store' | 'account'>) => boolean> {
  const gone = async (type: ForeignType, id: string | undefined) => {
    if (!id || !(await isIntended(key, 'record', refOf(id)))) return undefined;
    const there = await arm.get(id, await apiVersionOf(type, subscriptionOf(id)));
    return there ? undefined : id.split('/').pop()?.toLowerCase();
  };
  const account = await gone('Microsoft.Storage/storageAccounts', workspace.storageAccountId);
  const registry = await gone('Microsoft.ContainerRegistry/registries', workspace.containerRegistryId);
  return (range) => range.account.toLowerCase() === (range.store === 'image' ? registry : account);
}
