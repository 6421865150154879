import { childId } from '../azure/arm-id';
import type { Arm } from '../azure/arm';
import { concurrently } from '../storage/concurrently';
import { deleteRecord } from './delete-record';
import { armActors, armTimes, objectAt, stringsAt, textAt } from './json';
import type { Found, ResourceType } from './resource-type';

/** Whether an endpoint's `properties.traffic` sends any requests to a deployment. */
export function servesTraffic(endpoint: unknown): boolean {
  const traffic = objectAt(objectAt(endpoint, 'properties'), 'traffic');
  return Object.values(traffic).some((share) => typeof share === 'number' && share > 0);
}

/** Online endpoints with their deployments: deleting an endpoint deletes all its deployments (Azure ML docs). */
export const onlineEndpoint: ResourceType = {
  name: 'onlineEndpoint',
  title: 'Online endpoints',
  summary:
    'Online endpoints with their deployments; one that serves traffic is left alone unless the approval names it.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: [],
  permissions: {
    read: ['onlineEndpoints/read', 'onlineEndpoints/deployments/read'],
    erase: ['onlineEndpoints/delete'],
  },

  async list(context, next) {
    const page = await context.arm.page(next ?? `${context.workspace.id}/onlineEndpoints`);
    const found = page.value.map((body): Found => {
      const id = childId(context.workspace.id, 'onlineEndpoints', textAt(body, 'name') ?? '');
      return {
        id,
        name: textAt(body, 'name') ?? '',
        actors: armActors(body),
        ...armTimes(body),
        tags: stringsAt(body, 'tags'),
        ranges: [],
        ...(servesTraffic(body) ? { usedBy: [id] } : {}),
      };
    });
    return { found, next: page.next };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id);
    if (!body) return;
    yield { source: 'arm', body };
    for await (const deployment of arm.list(`${target.id}/deployments`)) {
      yield { source: `arm-deployment-${textAt(deployment, 'name')}`, body: deployment };
    }
  },

  async erase(context, target) {
    const body = context.operation ? undefined : await context.reader.get(target.id);
    // Traffic may have been switched on after the plan was approved.
    if (body && servesTraffic(body) && !target.inUseAccepted) {
      return { state: 'done', outcome: 'in_use', reason: 'serves_traffic' };
    }
    return deleteRecord(context, target);
  },
};

/** For each deployed model version (its ARM id in lower case) the endpoints that serve it, over all deployments. */
export async function deployedModels(arm: Arm, workspaceId: string): Promise<Map<string, string[]>> {
  const endpoints: string[] = [];
  for (const kind of ['onlineEndpoints', 'batchEndpoints']) {
    for await (const body of arm.list(`${workspaceId}/${kind}`))
      endpoints.push(childId(workspaceId, kind, textAt(body, 'name') ?? ''));
  }
  const users = new Map<string, string[]>();
  await concurrently(endpoints, 8, async (endpoint) => {
    for await (const deployment of arm.list(`${endpoint}/deployments`)) {
      const model = modelOf(objectAt(deployment, 'properties').model, workspaceId);
      if (model) users.set(model, [...(users.get(model) ?? []), endpoint]);
    }
  });
  return users;
}

/** A deployment names its model as an ARM id, as `azureml:name:version`, or (batch) as an object with `assetId`. */
function modelOf(reference: unknown, workspaceId: string): string | undefined {
  const text = typeof reference === 'string' ? reference : textAt(reference, 'assetId');
  if (!text) return undefined;
  const short = /^azureml:([^/:]+):([^/:]+)$/.exec(text);
  if (!short?.[1] || !short[2]) return text.replace(/^azureml:(?=\/)/, '').toLowerCase();
  return childId(childId(workspaceId, 'models', short[1]), 'versions', short[2]).toLowerCase();
}
