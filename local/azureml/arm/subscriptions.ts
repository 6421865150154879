import { ArmError } from '../arm-error';
import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import { supportedVersions } from '../api-versions';
import type { ArmCall, ArmResponse } from './arm-type';
import { ARM_TYPES } from './registry';

const FILTER = /^\s*resourceType\s+eq\s+'([^']*)'\s*$/i;
const TYPES: Record<string, string> = {
  'microsoft.machinelearningservices/workspaces': 'workspaces',
  'microsoft.storage/storageaccounts': 'storageAccounts',
};

/** `GET …/resources?$filter=resourceType eq '…'`: the generic list of Resource Manager. */
export function listResources(call: ArmCall): ArmResponse {
  const filter = call.query.$filter;
  const wanted = filter === undefined ? undefined : FILTER.exec(filter)?.[1]?.toLowerCase();
  if (filter !== undefined && wanted === undefined) {
    throw new ArmError(400, 'InvalidFilterInQueryString', "This emulator filters by resourceType eq '…' only.");
  }
  const types = wanted === undefined ? Object.values(TYPES) : [TYPES[wanted]].filter((type) => type !== undefined);
  const { subscriptionId, resourceGroup = '' } = call.path;
  const scope = `/subscriptions/${subscriptionId}/resourcegroups/${resourceGroup === '' ? '' : `${resourceGroup}/`}`;
  const value = types
    .flatMap((type) => call.context.state.list(type))
    .filter((record) => record.scope.toLowerCase().startsWith(scope.toLowerCase()))
    .map(genericView);
  return { status: 200, body: { value } };
}

function genericView(record: ResourceRecord): JsonObject {
  const type = Object.keys(TYPES).find((key) => TYPES[key] === record.type);
  const proper = type === 'microsoft.storage/storageaccounts' ? 'Microsoft.Storage/storageAccounts' : undefined;
  const { location, kind, tags, sku } = record.body;
  const shown = { location, kind, tags, sku };
  return {
    id: record.scope,
    name: record.name,
    type: proper ?? 'Microsoft.MachineLearningServices/workspaces',
    ...shown,
  };
}

/** `GET …/providers/Microsoft.MachineLearningServices`: the provider's types and their api-versions. */
export function describeProvider(call: ArmCall): ArmResponse {
  const namespace = call.path.namespace ?? '';
  const paths = ['', ...ARM_TYPES.map((type) => `/${type.path}`)];
  const resourceTypes = paths.map((path) => ({
    resourceType: `workspaces${path}`,
    locations: ['West Europe'],
    apiVersions: supportedVersions(namespace, path.slice(1)).toReversed(),
  }));
  const id = `/subscriptions/${call.path.subscriptionId}/providers/${namespace}`;
  return { status: 200, body: { id, namespace, registrationState: 'Registered', resourceTypes } };
}

/** `GET {scope}/providers/Microsoft.Authorization/locks`: the seed's locks at, above or below a scope. */
export function listLocks(call: ArmCall): ArmResponse {
  const scope = call.path.scope.toLowerCase();
  const value = call.context.state
    .list('locks')
    .filter(({ scope: at }) => scope.startsWith(at.toLowerCase()) || at.toLowerCase().startsWith(scope))
    .map((record) => {
      const type = 'Microsoft.Authorization/locks';
      return { id: `${record.scope}/providers/${type}/${record.name}`, name: record.name, type, ...record.body };
    });
  return { status: 200, body: { value } };
}

/** Throws when a lock of the seed forbids this change. */
export function refuseLocked(call: ArmCall): void {
  const path = call.pathname.toLowerCase();
  for (const lock of call.context.state.list('locks')) {
    if (!`${path}/`.startsWith(`${lock.scope.toLowerCase()}/`)) continue;
    const level = (lock.body.properties as JsonObject).level;
    if (level !== 'ReadOnly' && call.method !== 'DELETE') continue;
    const message = `The scope '${call.pathname}' cannot perform this operation because the following scope(s) are locked: '${lock.scope}'. Please remove the lock and try again.`;
    throw new ArmError(409, 'ScopeLocked', message, { fact: 'Locks answer 409; the name of the code is UNCONFIRMED.' });
  }
}
