import { asAzureError } from '../../azure/azure-error';
import type { Arm } from '../../azure/arm';
import { repositoryNames } from '../../azure/container-registry';
import { imageRights } from '../permissions';
import type { ResourceType } from '../resource-type';
import { dependentRecords, eraseDependent, foundDependent, readDependent } from './dependent';
import { workspacesNaming, type Use } from './references';

const type = 'Microsoft.ContainerRegistry/registries';

/** The container registry of a workspace with all its images, where those are only the ones Azure ML built. */
export const containerRegistry: ResourceType = {
  name: 'containerRegistry',
  title: 'Container registries',
  summary:
    'The container registry that only planned workspaces use. One that holds repositories other than those of Azure ML (`azureml/…`) is in use unless the approval names it.',
  namesPeopleBy: 'nothing',
  recordMayTakeBytes: false,
  erasure: 'delete',
  needs: 'includeDependents',
  residue: ['Images of a registry go with it and are not exported.'],
  permissions: {
    read: [
      'Microsoft.ContainerRegistry/registries/read',
      'Microsoft.ContainerRegistry/registries/pull/read',
      'Microsoft.ContainerRegistry/registries/metadata/read',
      'Microsoft.Authorization/locks/read',
      'Microsoft.Resources/subscriptions/providers/read',
      'Microsoft.MachineLearningServices/workspaces/read',
    ],
    erase: ['Microsoft.ContainerRegistry/registries/delete'],
    data: { read: imageRights.read, erase: [] },
  },

  async list(context) {
    const id = context.workspace.containerRegistryId;
    const body = await readDependent(context.arm, type, id);
    if (!id || !body) return { found: [] };
    return foundDependent(context, body, await useOf(context.arm, id, context.scope));
  },

  records: (context, target) => dependentRecords(context, target, type),

  erase: (context, target) =>
    eraseDependent(context, target, type, () => useOf(context.reader, target.id, context.request.scope)),
};

/** The workspaces that name the registry, and the registry itself where it holds images of others. */
async function useOf(arm: Arm, id: string, scope: readonly string[]): Promise<Use> {
  const use = await workspacesNaming({ arm, id, near: scope });
  const name = id.split('/').pop()?.toLowerCase() ?? '';
  try {
    for await (const repository of repositoryNames(name)) {
      if (repository.startsWith('azureml/')) continue;
      return { ...use, users: [...use.users, id] };
    }
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    use.never ??= 'contents_unknown';
    use.gaps.push({ code: 'unreadable', type: 'containerRegistry', detail: `${name}: ${error.code}` });
  }
  return use;
}
