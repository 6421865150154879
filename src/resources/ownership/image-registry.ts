import { subscriptionOf } from '../../azure/arm-id';
import type { Arm } from '../../azure/arm';
import { asAzureError } from '../../azure/azure-error';
import { apiVersionOf } from '../../azure/resource-manager';
import { objectAt, textAt } from '../json';
import type { Workspace } from '../workspace';

const known = new WeakMap<Workspace, Promise<string | undefined>>();

/**
 * The registry of a workspace as its images name it: the first label of its login server. Undefined when it has none
 * (it gets one with the first image that is built), or when that was deleted since. Asked once per reading of the
 * workspace.
 */
export function registryOf(arm: Arm, workspace: Workspace): Promise<string | undefined> {
  const asked = known.get(workspace) ?? readRegistry(arm, workspace.containerRegistryId);
  known.set(workspace, asked);
  return asked;
}

async function readRegistry(arm: Arm, id: string | undefined): Promise<string | undefined> {
  if (!id) return undefined;
  const name = id.split('/').pop()?.toLowerCase();
  try {
    const body = await arm.get(id, await apiVersionOf('Microsoft.ContainerRegistry/registries', subscriptionOf(id)));
    if (!body) return undefined;
    return textAt(objectAt(body, 'properties'), 'loginServer')?.split('.')[0]?.toLowerCase() ?? name;
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    // Who may use a registry may not always read its resource. Nearly all login servers begin with the name.
    return name;
  }
}
