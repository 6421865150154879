import type { JsonObject } from '../json';
import type { Identities, Switches, Throttling } from '../settings';

/** The seed file, as docs/seed-files.md describes it and seed.schema.json checks it. */
export interface SeedFile {
  description?: string;
  tenantId?: string;
  identities?: Partial<Identities>;
  people: SeedPerson[];
  storageAccounts?: SeedAccount[];
  workspaces: SeedWorkspace[];
  blobs?: SeedBlob[];
  containers?: { account: string; container: string }[];
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

/** A storage account's place and settings. */
export interface SeedAccount {
  name: string;
  subscriptionId?: string;
  resourceGroup?: string;
  location?: string;
  isHnsEnabled?: boolean;
  blobService?: JsonObject;
  fileService?: JsonObject;
}

/** What a file holds: text, bytes in base64, or that many bytes of filler. */
export type SeedContent = string | { text: string } | { base64: string } | { size: number };

/** Files by path. */
export type SeedFiles = Record<string, SeedContent>;

/** A blob by its full place. */
export interface SeedBlob {
  account: string;
  container: string;
  path: string;
  content?: SeedContent;
}

/** Who and when, as most things have it. */
export interface SeedOrigin {
  createdBy?: string;
  createdAt?: string;
  tags?: Record<string, string>;
  description?: string;
  properties?: JsonObject;
}

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
  deployments?: (SeedResource & { model?: string })[];
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

/** A datastore beside the four that every workspace has. */
export interface SeedDatastore {
  name: string;
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
