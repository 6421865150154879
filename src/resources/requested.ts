import { resourceTypes } from './registry';

/** The part of a scope that says which resource types are asked for. */
interface AskedTypes {
  resourceTypes?: readonly string[];
  includeWorkspace?: boolean;
  includeDependents?: boolean;
}

/**
 * Types that come along with another one: a job's record is never erased before its bytes, and an endpoint is never
 * erased without its deployments being in the plan.
 */
const comesWith: Readonly<Record<string, string>> = {
  runHistory: 'job',
  onlineDeployment: 'onlineEndpoint',
  batchDeployment: 'batchEndpoint',
};

/**
 * The types that a request asks for, in the order of erasing, with those that come along. What lies beyond the contents
 * of a workspace has to be asked for by a field of its own.
 */
export function requestedTypes(scope: AskedTypes): string[] {
  const asked = scope.resourceTypes;
  return resourceTypes
    .filter(({ needs }) => !needs || scope[needs] === true)
    .map(({ name }) => name)
    .filter((name) => !asked || asked.includes(name) || asked.includes(comesWith[name] ?? ''));
}
