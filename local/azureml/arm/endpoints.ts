import { userError } from '../arm-error';
import type { EmulatorContext } from '../context';
import { asObject, asString } from '../json';
import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import type { ArmCall, ArmResponse, ArmType } from './arm-type';
import { checkTraffic, refuseBusyEndpoint } from './endpoint-rules';

/** An endpoint: deleting it takes its deployments along (Azure docs: deploy online endpoints). */
function endpointType(path: string): ArmType {
  return {
    path,
    deletion: 'operation',
    operationHeaders: 'both',
    deletedWith: (record, context) => context.state.list(`${path}/deployments`, record.scope, record.name),
    put: (existing, call) => merge(existing, call),
    putIsOperation: true,
  };
}

function merge(existing: ResourceRecord | undefined, call: ArmCall): JsonObject {
  const properties = { ...asObject(existing?.body.properties), ...asObject(call.body.properties) };
  return { ...existing?.body, ...call.body, properties: { ...properties, provisioningState: 'Succeeded' } };
}

/** Online endpoints; `properties.traffic` says which deployment serves how many percent. */
export const onlineEndpoints: ArmType = {
  ...endpointType('onlineEndpoints'),
  refuseDelete: (record, call) => refuseBusyEndpoint(record, call.context),
  put(existing, call) {
    if (existing !== undefined) refuseBusyEndpoint(existing, call.context);
    const body = merge(existing, call);
    checkTraffic(asObject(body.properties));
    return body;
  },
};

/** Deployments of online endpoints; one that still has traffic is not deleted. */
export const onlineDeployments: ArmType = {
  path: 'onlineEndpoints/deployments',
  deletion: 'operation',
  operationHeaders: 'both',
  refuseDelete(record, call) {
    refuseBusyEndpoint(record, call.context);
    const status = call.context.settings.switches.deleteDeploymentWithTraffic;
    if (status === 202 || Number(trafficOf(endpointOf(record, call.context))[record.name] ?? 0) === 0) return;
    const fact = 'UNCONFIRMED: a deployment that has traffic is refused; set its traffic to 0 first.';
    throw userError(`Deployment ${record.name} has live traffic and cannot be deleted.`, fact, status);
  },
  beforeDelete(record, context) {
    const endpoint = endpointOf(record, context);
    if (endpoint === undefined || trafficOf(endpoint)[record.name] === undefined) return;
    const { [record.name]: _gone, ...traffic } = trafficOf(endpoint);
    const properties = { ...asObject(endpoint.body.properties), traffic };
    context.state.put({ ...endpoint, body: { ...endpoint.body, properties } });
  },
  actions: { getlogs: getLogs },
};

function endpointOf(deployment: ResourceRecord, context: EmulatorContext): ResourceRecord | undefined {
  return context.state.get('onlineEndpoints', deployment.scope, undefined, deployment.parent ?? '');
}

function trafficOf(endpoint: ResourceRecord | undefined): JsonObject {
  return asObject(asObject(endpoint?.body.properties).traffic);
}

/** The last lines of one container of a deployment; `tail` is a number of lines. */
function getLogs(record: ResourceRecord, call: ArmCall): ArmResponse {
  const { containerType = 'InferenceServer', tail } = call.body;
  if (containerType !== 'InferenceServer' && containerType !== 'StorageInitializer') {
    throw userError('containerType must be InferenceServer or StorageInitializer.', 'ARM: ContainerType.');
  }
  // The seed's logs are those of the server; what fetched the model has nothing to say.
  const lines = containerType === 'InferenceServer' ? (asString(record.body.logs) ?? '').split('\n') : [''];
  const last = typeof tail === 'number' ? lines.slice(-Math.max(1, tail)) : lines;
  return { status: 200, body: { content: last.join('\n') } };
}

/** Batch endpoints. */
export const batchEndpoints = endpointType('batchEndpoints');

/** Deployments of batch endpoints. */
export const batchDeployments: ArmType = {
  path: 'batchEndpoints/deployments',
  deletion: 'operation',
  operationHeaders: 'both',
};
