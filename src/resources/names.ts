/**
 * The resource types in the order in which they are erased: what uses something goes before what it uses. Bytes of
 * jobs (`runHistory`) go before the jobs' records.
 */
export const resourceTypeNames = [
  'schedule',
  'onlineEndpoint',
  'runHistory',
  'job',
  'model',
  'dataAsset',
  'compute',
] as const;

/**
 * The types that a request asks for. Whoever asks for jobs asks for their bytes too: a record is never erased before
 * them.
 */
export function requestedTypes(scope: { resourceTypes?: readonly ResourceTypeName[] }): ResourceTypeName[] {
  const asked = scope.resourceTypes;
  return resourceTypeNames.filter(
    (name) => !asked || asked.includes(name) || (name === 'runHistory' && asked.includes('job')),
  );
}

/** The name of a resource type, in the user's words. */
export type ResourceTypeName = (typeof resourceTypeNames)[number];
