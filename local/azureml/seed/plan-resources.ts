import type { JsonObject } from '../json';
import { defaultTime } from './defaults';
import type { WorkspacePlan } from './seed-plan';
import type { SeedCompute, SeedEndpoint, SeedResource, SeedSchedule } from './seed-file';

/** Plans schedules, endpoints, computes, connections and the rarer types. */
export function planResources(context: WorkspacePlan): void {
  const { workspace } = context;
  const each = <Seeded extends SeedResource>(
    type: string,
    items: readonly Seeded[] | undefined,
    body: (item: Seeded) => JsonObject,
  ): void => (items ?? []).forEach((item, index) => add(context, type, item, body(item), index));
  each('schedules', workspace.schedules, (item) => ({ properties: scheduleProperties(item) }));
  each('computes', workspace.computes, (item) => computeBody(context, item));
  each('connections', workspace.connections, (item) => ({
    // Reading a connection never reveals its credentials.
    properties: {
      category: 'Git',
      target: 'https://example.com',
      authType: 'None',
      ...item.properties,
      credentials: null,
    },
  }));
  each('serverlessEndpoints', workspace.serverlessEndpoints, (item) => ({ properties: item.properties ?? {} }));
  each('privateEndpointConnections', workspace.privateEndpointConnections, (item) => ({
    properties: item.properties ?? {},
  }));
  planEndpoints(context, 'onlineEndpoints', workspace.onlineEndpoints);
  planEndpoints(context, 'batchEndpoints', workspace.batchEndpoints);
}

function add(
  context: WorkspacePlan,
  type: string,
  item: SeedResource,
  body: JsonObject,
  index: number,
  parent?: string,
): void {
  const createdAt = new Date(item.createdAt ?? defaultTime(index)).toISOString();
  const systemData = context.people.systemData(item.createdBy, createdAt);
  const full = { ...body, systemData };
  context.plan.records.push({
    type,
    scope: context.scope,
    name: item.name,
    createdAt,
    body: full,
    ...(parent && { parent }),
  });
}

function scheduleProperties(schedule: SeedSchedule): JsonObject {
  return {
    displayName: schedule.name,
    description: schedule.description ?? null,
    tags: schedule.tags ?? {},
    isEnabled: schedule.enabled ?? true,
    provisioningState: 'Succeeded',
    trigger: { triggerType: 'Cron', expression: schedule.cron ?? '0 6 * * *', timeZone: 'UTC' },
    action: { actionType: 'CreateJob', jobDefinition: { jobType: 'Pipeline' } },
    ...schedule.properties,
  };
}

function computeBody(context: WorkspacePlan, compute: SeedCompute): JsonObject {
  const { people, workspace } = context;
  const type = compute.type ?? 'ComputeInstance';
  const inner: JsonObject = { vmSize: 'STANDARD_DS3_V2', state: compute.state ?? 'Stopped' };
  if (compute.owner !== undefined) inner.createdBy = people.computeOwner(compute.owner);
  const assigned = compute.assignedTo ?? (type === 'ComputeInstance' ? compute.owner : undefined);
  if (assigned !== undefined) {
    inner.computeInstanceAuthorizationType = 'personal';
    inner.personalComputeInstanceSettings = { assignedUser: people.assignedUser(assigned) };
  }
  const createdOn = compute.createdAt ?? defaultTime(0);
  return {
    location: workspace.location ?? 'westeurope',
    tags: compute.tags ?? {},
    properties: {
      computeType: type,
      provisioningState: 'Succeeded',
      isAttachedCompute: false,
      createdOn,
      modifiedOn: createdOn,
      properties: inner,
      ...compute.properties,
    },
  };
}

function planEndpoints(context: WorkspacePlan, type: string, endpoints: readonly SeedEndpoint[] | undefined): void {
  (endpoints ?? []).forEach((endpoint, index) => {
    const online = type === 'onlineEndpoints';
    const host = `${endpoint.name}.${context.workspace.location ?? 'westeurope'}.inference.ml.azure.com`;
    const properties: JsonObject = {
      authMode: online ? 'Key' : 'AADToken',
      description: endpoint.description ?? null,
      properties: {},
      provisioningState: 'Succeeded',
      scoringUri: `https://${host}/score`,
      ...(online ? { traffic: endpoint.traffic ?? {} } : {}),
      ...endpoint.properties,
    };
    const outer = { location: context.workspace.location ?? 'westeurope', kind: 'Managed', tags: endpoint.tags ?? {} };
    add(context, type, endpoint, { ...outer, properties }, index);
    (endpoint.deployments ?? []).forEach((deployment, position) => {
      const own: JsonObject = {
        provisioningState: 'Succeeded',
        model: deployment.model ?? null,
        ...deployment.properties,
      };
      if (online) own.endpointComputeType = 'Managed';
      // The logs are answered by an action of their own.
      const body = { location: outer.location, tags: deployment.tags ?? {}, properties: own, logs: deployment.logs };
      const made = { ...deployment, createdBy: deployment.createdBy ?? endpoint.createdBy };
      add(context, `${type}/deployments`, made, body, position, endpoint.name);
    });
  });
}
