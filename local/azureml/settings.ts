/**
 * Behaviour of Azure that no source settles, or that tests want both ways. Each is a switch of the seed file.
 */
export interface Switches {
  /** Deleting a job also deletes its blobs: the documentation says yes, users measured no (azure-sdk-for-python#25146). */
  jobDeleteDeletesBlobs: boolean;
  /** Deleting a pipeline or sweep parent deletes its children: no source. */
  pipelineDeleteDeletesChildren: boolean;
  /** ARM lists and returns child jobs; Microsoft's own SDK takes them from run history. */
  childJobsInArm: boolean;
  /** What DELETE of a child job answers: it works, or "was not there" while the run stays. */
  childJobDelete: '202' | '204';
  /** What DELETE of a data asset answers: "by design not supported", with a status that differs between reports. */
  dataDelete: '400' | '405' | '204';
  /** Deleting a model version also deletes the blobs behind its URI (azure-sdk-for-python#28423 says so). */
  modelDeleteDeletesBlobs: boolean;
  /** Whether a repository that lost its last image stays in its registry: users saw both (Azure/acr#421, #631). */
  emptyRepositories: 'stay' | 'vanish';
  /** Status that refuses DELETE of a job that is not terminal: no source. */
  deleteRunningJobStatus: 409 | 400;
  /** Status of POST cancel for a job that is terminal already: no source. */
  cancelTerminalJobStatus: 200 | 400;
  /** Status that refuses DELETE of a deployment that has traffic, or 202 when it works: no source. */
  deleteDeploymentWithTraffic: 409 | 202;
  /** What DELETE of environments, components, code and feature assets answers; azure-cli#21957 made it an archive. */
  assetDelete: '200' | '405';
  /** DELETE of an empty experiment works as an operation, or at once. */
  experimentDelete: '202' | '200';
  /** DELETE of a workspace with forceToPurge works, or answers 204 and does nothing. */
  workspacePurge: 'works' | 'ignored';
  /** A workspace that is soft-deleted already can still be purged: azure-cli#33756 says no. */
  purgeOfSoftDeleted: 'works' | '404';
  /** Status that refuses DELETE of a hub that has projects, or 202 when it works: no source. */
  hubDeleteWithProjects: 409 | 202;
  /** Seconds that a purge of rows in Log Analytics or Application Insights takes; Azure promises 30 days. */
  purgeSeconds: number;
  /** A job that is being cancelled writes one more log blob before it stops. */
  lateBlobOnCancel: boolean;
  /** Names of jobs whose first deletion is accepted, reported as done and not carried out. */
  lostDeletes: string[];
  /** Seconds that a long-running operation takes. */
  operationSeconds: number;
  /** Seconds from the cancelling of a job to its end. */
  cancelSeconds: number;
  /** Retry-After of running operations, whole seconds. */
  retryAfterSeconds: number;
  /** Headers of a 202 or 201: as each service does, or one kind for all. */
  operationHeaders: 'mixed' | 'location' | 'asyncOperation' | 'both';
  /** Items on a page of an ARM list. */
  pageSize: number;
  /** Items on a page of run history. */
  historyPageSize: number;
}

/** The switches of a seed that sets none. */
export const DEFAULT_SWITCHES: Switches = {
  jobDeleteDeletesBlobs: false,
  pipelineDeleteDeletesChildren: false,
  childJobsInArm: false,
  childJobDelete: '202',
  dataDelete: '400',
  modelDeleteDeletesBlobs: false,
  emptyRepositories: 'stay',
  deleteRunningJobStatus: 409,
  cancelTerminalJobStatus: 200,
  deleteDeploymentWithTraffic: 409,
  assetDelete: '200',
  experimentDelete: '202',
  workspacePurge: 'works',
  purgeOfSoftDeleted: '404',
  hubDeleteWithProjects: 409,
  purgeSeconds: 2,
  lateBlobOnCancel: false,
  lostDeletes: [],
  operationSeconds: 1,
  cancelSeconds: 2,
  retryAfterSeconds: 1,
  operationHeaders: 'mixed',
  pageSize: 10,
  historyPageSize: 10,
};

/** One token bucket: how many calls at once, and how many come back each second. */
export interface BucketSize {
  size: number;
  perSecond: number;
}

/** Limits per subscription, principal and kind of call (Azure docs: Resource Manager request limits and throttling). */
export interface Throttling {
  reads: BucketSize;
  writes: BucketSize;
  deletes: BucketSize;
}

/** The documented limits of Resource Manager. */
export const DEFAULT_THROTTLING: Throttling = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

/** One managed identity that the identity endpoint hands out tokens for. */
export interface ManagedIdentity {
  clientId: string;
  objectId: string;
}

/** The two identities of the app; only the eraser may change anything. */
export interface Identities {
  reader: ManagedIdentity;
  eraser: ManagedIdentity;
}

/** Rights of one identity in Azure RBAC, by full name and without wildcards. */
export interface Grants {
  actions: string[];
  dataActions: string[];
  /** Actions on whole subscriptions, which hold below too; what is asked of a subscription needs one of these. */
  subscriptionActions: string[];
}

/** The identities of a seed that names none. */
export const DEFAULT_IDENTITIES: Identities = {
  reader: { clientId: '0a0e0000-0000-4000-8000-00000000c001', objectId: '0a0e0000-0000-4000-8000-00000000b001' },
  eraser: { clientId: '0a0e0000-0000-4000-8000-00000000c002', objectId: '0a0e0000-0000-4000-8000-00000000b002' },
};

/** Somebody who owns everything and is neither of the two: what others change while the app works. */
export const OWNER: ManagedIdentity = {
  clientId: '0a0e0000-0000-4000-8000-00000000c003',
  objectId: '0a0e0000-0000-4000-8000-00000000b003',
};

/** The tenant of a seed that names none. */
export const DEFAULT_TENANT = '7e9a0000-0000-4000-8000-000000000001';

/** What the seed decides about the emulator itself; kept in the state, so that a restart behaves the same. */
export interface Settings {
  tenantId: string;
  identities: Identities;
  switches: Switches;
  throttling: Throttling;
  /** What the two identities are granted; without it the reader may read and the eraser everything. */
  grants?: Record<keyof Identities, Grants>;
  /** Subscriptions whose resources the two identities may read one by one, but not list. */
  forbiddenSubscriptions: string[];
}
