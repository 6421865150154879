import type { JsonObject } from '../json';
import type { SeedInsights, SeedKeyVault, SeedLogAnalytics, SeedRegistry } from './seed-dependents';
import type { SeedAccount, SeedBlob, SeedFiles } from './seed-storage';
import type { Identities, Settings, Switches, Throttling } from '../settings';

/** The seed file, as docs/seed-files.md describes it and seed.schema.json checks it. */
export interface SeedFile {
  description?: string;
  tenantId?: string;
  identities?: Partial<Identities>;
  grants?: Settings['grants'];
  people: SeedPerson[];
  storageAccounts?: SeedAccount[];
  workspaces: SeedWorkspace[];
  blobs?: SeedBlob[];
  containers?: { account: string; container: string }[];
  shares?: SeedShare[];
  keyVaults?: SeedKeyVault[];
  registries?: SeedRegistry[];
  applicationInsights?: SeedInsights[];
  logAnalytics?: SeedLogAnalytics[];
  /** Subscriptions that may not be listed. */
  forbiddenSubscriptions?: string[];
  locks?: { scope: string; name: string; level: 'CanNotDelete' | 'ReadOnly' }[];
  switches?: Partial<Switches>;
  throttling?: Partial<Throttling>;
}

/** A person; everything else refers to people by key. */
export interface SeedPerson {
  key: string;
  displayName: string;
  objectId?: string;
  upn?: string;
  email?: string;
  alias?: string;
}

/** Who and when, as most things have it. */
export interface SeedOrigin {
  createdBy?: string;
  createdAt?: string;
  tags?: Record<string, string>;
  description?: string;
  properties?: JsonObject;
}

/** Metrics by name: values from step 0 on, or with step and time; `NaN` and the infinities by their names. */
export type SeedMetrics = Record<string, (number | { step: number; value: number | string; at: string })[]>;

/** A job, with its children. */
export interface SeedJob extends SeedOrigin {
  name?: string;
  displayName?: string;
  experiment?: string;
  type?: string;
  status?: string;
  archived?: boolean;
  children?: SeedJob[];
  files?: SeedFiles;
  artifactZip?: boolean;
  computeRecord?: boolean;
  metrics?: SeedMetrics;
  intermediate?: SeedFiles;
  inputs?: JsonObject;
  outputs?: Record<string, string>;
  codeId?: string;
  environmentId?: string;
  computeId?: string;
  command?: string;
}

/** Jobs made by rule, so that a large seed stays a small file. */
export interface SeedGenerator {
  jobs: number;
  createdBy?: string;
  experiment?: string;
  namePrefix?: string;
  filesPerJob?: number;
  fileSize?: number;
  type?: string;
  status?: string;
  firstCreatedAt?: string;
  minutesApart?: number;
  children?: number;
}

/** A model, data asset, environment, component or code asset. */
export interface SeedAsset {
  name: string;
  archived?: boolean;
  createdBy?: string;
  versions?: SeedVersion[];
}

/** A version of an asset. Its bytes are named by one of uri, path and job; without any they are an upload. */
export interface SeedVersion extends SeedOrigin {
  version: string;
  archived?: boolean;
  stage?: string;
  type?: string;
  uri?: string;
  datastore?: string;
  path?: string;
  job?: string;
  files?: SeedFiles;
}

/** A resource of any type by its ARM properties. */
export interface SeedResource extends SeedOrigin {
  name: string;
  kind?: string;
}

/** An endpoint with its deployments; traffic is percent by deployment. */
export interface SeedEndpoint extends SeedResource {
  traffic?: Record<string, number>;
  deployments?: (SeedResource & { model?: string; logs?: string })[];
}

/** A schedule. */
export interface SeedSchedule extends SeedResource {
  enabled?: boolean;
  cron?: string;
}

/** A compute; owner is a person's key. */
export interface SeedCompute extends SeedResource {
  type?: string;
  owner?: string;
  assignedTo?: string;
  state?: string;
}

/** A file share with what is in it; files of a share that is there already are added or replaced. */
export interface SeedShare {
  account: string;
  share: string;
  /** By path; a path that ends with a slash is an empty directory. */
  files?: SeedFiles;
  /** Instants (RFC 3339) of snapshots, all of which hold what the files are. */
  snapshots?: string[];
  /** Paths that an SMB client has open. */
  openHandles?: string[];
}

/** A datastore beside the four that every workspace has. */
export interface SeedDatastore {
  name: string;
  /** Whoever made the workspace, unless told. */
  createdBy?: string;
  properties?: JsonObject;
  type?: 'AzureBlob' | 'AzureFile' | 'AzureDataLakeGen2';
  account?: string;
  container?: string;
}

/** A workspace and what it holds. */
export interface SeedWorkspace {
  subscriptionId?: string;
  resourceGroup?: string;
  name: string;
  location?: string;
  workspaceId?: string;
  storageAccount?: string;
  kind?: string;
  /** Name of the hub that a project belongs to. */
  hub?: string;
  keyVault?: string;
  containerRegistry?: string;
  applicationInsights?: string;
  /** Run history and MLflow answer 403. */
  dataPlane?: 'forbidden';
  /** Containers and shares of its own, also where a hub's projects share an account. */
  enableDataIsolation?: boolean;
  createdBy?: string;
  createdAt?: string;
  datastores?: SeedDatastore[];
  jobs?: SeedJob[];
  generate?: SeedGenerator[];
  models?: SeedAsset[];
  data?: SeedAsset[];
  environments?: SeedAsset[];
  components?: SeedAsset[];
  codes?: SeedAsset[];
  schedules?: SeedSchedule[];
  onlineEndpoints?: SeedEndpoint[];
  batchEndpoints?: SeedEndpoint[];
  computes?: SeedCompute[];
  connections?: SeedResource[];
  featuresets?: SeedAsset[];
  featurestoreEntities?: SeedAsset[];
  serverlessEndpoints?: SeedResource[];
  privateEndpointConnections?: SeedResource[];
  emptyExperiments?: string[];
}
