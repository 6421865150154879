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

/** The name of a resource type, in the user's words. */
export type ResourceTypeName = (typeof resourceTypeNames)[number];
