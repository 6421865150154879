import { knownTypes, supportedVersions } from '../api-versions';
import type { ArmCall, ArmResponse } from './arm-type';
import { ARM_TYPES } from './registry';

/** `GET …/providers/{namespace}`: the types of a resource provider and their api-versions, newest first. */
export function describeProvider(call: ArmCall): ArmResponse {
  const namespace = call.path.namespace ?? '';
  const types = knownTypes(namespace) ?? ['', ...ARM_TYPES.map((type) => type.path)];
  const resourceTypes = types.map((type) => ({
    resourceType: knownTypes(namespace) === undefined ? ['workspaces', type].filter(Boolean).join('/') : type,
    locations: ['West Europe'],
    apiVersions: supportedVersions(namespace, type).toReversed(),
  }));
  const id = `/subscriptions/${call.path.subscriptionId}/providers/${namespace}`;
  return { status: 200, body: { id, namespace, registrationState: 'Registered', resourceTypes } };
}
