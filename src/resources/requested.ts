import { resourceTypes } from './registry';

/** The part of a scope that says which resource types are asked for. */
interface AskedTypes {
  resourceTypes?: readonly string[];
  includeWorkspace?: boolean;
  includeDependents?: boolean;
}

/**
 * The types that a request asks for, in the order of erasing. Whoever asks for jobs asks for their bytes too: a record
 * is never erased before them. What lies beyond the contents of a workspace has to be asked for by a field of its own.
 */
export function requestedTypes(scope: AskedTypes): string[] {
  const asked = scope.resourceTypes;
  return resourceTypes
    .filter(({ needs }) => !needs || scope[needs] === true)
    .map(({ name }) => name)
    .filter((name) => !asked || asked.includes(name) || (name === 'runHistory' && asked.includes('job')));
}
