/** What a container is set to, as far as it decides about erasing. */
export interface ContainerSettings {
  name: string;
  /** Days of a time-based immutability policy on the whole container, and whether it is locked. */
  immutabilityDays?: number;
  immutabilityLocked?: boolean;
  legalHold: boolean;
  /** Immutability is kept per version. */
  versionLevelImmutability: boolean;
}

/** What a storage account is set to, as Resource Manager says it: what a deletion in it comes to. */
export interface AccountSettings {
  account: string;
  /** ARM id; undefined where no account of this name was found. */
  id?: string;
  /** Azure's code, where the settings can't be read: then nothing below is known. */
  unreadable?: string;
  /** Days for which a deleted blob can be restored; undefined when soft delete is off. */
  blobSoftDeleteDays?: number;
  containerSoftDeleteDays?: number;
  shareSoftDeleteDays?: number;
  versioning: boolean;
  /** Days to which containers can be restored as they were. */
  pointInTimeRestoreDays?: number;
  /** Whether soft-deleted versions and snapshots can be deleted for good. */
  permanentDelete: boolean;
  /** Names of blobs stay in the change feed: days of its retention, `true` for ever. */
  changeFeed: boolean | number;
  /** SKU: `Standard_RAGRS` has a copy in another region, which follows. */
  replication: string;
  /** Accounts that object replication copies blobs to. */
  objectReplicas: string[];
  /** Hierarchical namespace. */
  hns: boolean;
  /** Containers of the plan with a policy or hold. */
  containers: ContainerSettings[];
}
