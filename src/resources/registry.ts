import { applicationInsights } from './beyond/application-insights';
import { containerRegistry } from './beyond/container-registry';
import { keyVault } from './beyond/key-vault';
import { logAnalyticsWorkspace } from './beyond/log-analytics-workspace';
import { storageAccount } from './beyond/storage-account';
import { workspace } from './beyond/workspace';
import { batchDeployment } from './batch-deployment';
import { batchEndpoint } from './batch-endpoint';
import { code } from './code';
import { component } from './component';
import { compute } from './compute';
import { connection } from './connection';
import { dataAsset } from './data-asset';
import { datastore } from './datastore';
import { environment } from './environment';
import { experiment } from './experiment';
import { featureSet } from './feature-set';
import { featureStoreEntity } from './feature-store-entity';
import { fileStoreShare } from './file-store-share';
import { job } from './job';
import { model } from './model';
import { notebook } from './notebook';
import { onlineDeployment } from './online-deployment';
import { onlineEndpoint } from './online-endpoint';
import { privateEndpointConnection } from './private-endpoint-connection';
import type { ResourceType } from './resource-type';
import { runHistory } from './run-history';
import { schedule } from './schedule';
import { serverlessEndpoint } from './serverless-endpoint';
import { snapshot } from './snapshot';
import { telemetry } from './telemetry';
import { upload } from './upload';

/**
 * All resource types, in the order in which they are erased: what uses something goes before what it uses, the bytes of
 * jobs before their records, the workspace after all that is in it and before what it depends on. A new type is a file
 * and a line here.
 */
export const resourceTypes: readonly ResourceType[] = [
  schedule,
  onlineEndpoint,
  onlineDeployment,
  batchEndpoint,
  batchDeployment,
  runHistory,
  job,
  experiment,
  model,
  dataAsset,
  component,
  environment,
  featureSet,
  featureStoreEntity,
  code,
  serverlessEndpoint,
  connection,
  datastore,
  upload,
  snapshot,
  notebook,
  fileStoreShare,
  compute,
  privateEndpointConnection,
  telemetry,
  workspace,
  storageAccount,
  keyVault,
  containerRegistry,
  applicationInsights,
  logAnalyticsWorkspace,
];

/** Their names, in the user's words and in the same order. */
export const resourceTypeNames: readonly string[] = resourceTypes.map((type) => type.name);

/** A resource type by its name. */
export function resourceType(name: string): ResourceType {
  const found = resourceTypes.find((type) => type.name === name);
  if (!found) throw new Error(`There is no resource type ${name}: this plan was made by another version of the app.`);
  return found;
}
