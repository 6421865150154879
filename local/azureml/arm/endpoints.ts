import { userError } from '../arm-error';
import { asObject } from '../json';
import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import type { ArmCall, ArmType } from './arm-type';

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
export const onlineEndpoints = endpointType('onlineEndpoints');

/** Deployments of online endpoints; one that still has traffic is not deleted. */
export const onlineDeployments: ArmType = {
  path: 'onlineEndpoints/deployments',
  deletion: 'operation',
  operationHeaders: 'both',
  refuseDelete(record, call) {
    const endpoint = call.context.state.get('onlineEndpoints', record.scope, undefined, record.parent ?? '');
    const traffic = asObject(asObject(endpoint?.body.properties).traffic);
    if (Number(traffic[record.name] ?? 0) === 0) return;
    const fact = 'UNCONFIRMED: a deployment that has traffic is refused; set its traffic to 0 first.';
    throw userError(`Deployment ${record.name} has live traffic and cannot be deleted.`, fact);
  },
};

/** Batch endpoints. */
export const batchEndpoints = endpointType('batchEndpoints');

/** Deployments of batch endpoints. */
export const batchDeployments: ArmType = {
  path: 'batchEndpoints/deployments',
  deletion: 'operation',
  operationHeaders: 'both',
};
