import { compute } from './compute';
import { dataAsset } from './data-asset';
import { job } from './job';
import { model } from './model';
import { onlineEndpoint } from './online-endpoint';
import type { ResourceType } from './resource-type';
import { runHistory } from './run-history';
import { schedule } from './schedule';

/**
 * All resource types, in the order in which they are erased: what uses something goes before what it uses, the bytes of
 * jobs before their records, the workspace after all that is in it and before what it depends on. A new type is a file
 * and a line here.
 */
export const resourceTypes: readonly ResourceType[] = [
  schedule,
  onlineEndpoint,
  runHistory,
  job,
  model,
  dataAsset,
  compute,
];

/** Their names, in the user's words and in the same order. */
export const resourceTypeNames: readonly string[] = resourceTypes.map((type) => type.name);

/** A resource type by its name. */
export function resourceType(name: string): ResourceType {
  const found = resourceTypes.find((type) => type.name === name);
  if (!found) throw new Error(`There is no resource type ${name}: this plan was made by another version of the app.`);
  return found;
}
