import { compute } from './compute';
import { dataAsset } from './data-asset';
import { job } from './job';
import { model } from './model';
import { resourceTypeNames, type ResourceTypeName } from './names';
import { onlineEndpoint } from './online-endpoint';
import type { ResourceType } from './resource-type';
import { runHistory } from './run-history';
import { schedule } from './schedule';

const registry: Readonly<Record<ResourceTypeName, ResourceType>> = {
  schedule,
  onlineEndpoint,
  runHistory,
  job,
  model,
  dataAsset,
  compute,
};

/** All resource types, in the order in which they are erased. */
export const resourceTypes: readonly ResourceType[] = resourceTypeNames.map((name) => registry[name]);

/** A resource type by its name. */
export function resourceType(name: ResourceTypeName): ResourceType {
  return registry[name];
}
