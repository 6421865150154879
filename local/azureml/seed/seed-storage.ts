import type { JsonObject } from '../json';

/** A storage account's place and settings. */
export interface SeedAccount {
  name: string;
  subscriptionId?: string;
  resourceGroup?: string;
  location?: string;
  /** `Standard_LRS` unless told. */
  sku?: string;
  isHnsEnabled?: boolean;
  /** Every container keeps immutability per version, as if each said so itself. */
  versionLevelImmutability?: boolean;
  /** Properties of `blobServices/default`, as ARM has them. */
  blobService?: JsonObject;
  /** Properties of `fileServices/default`, as ARM has them. */
  fileService?: JsonObject;
  containers?: SeedContainer[];
  /** The same as a container with a legal hold, or with a locked policy of a year. */
  heldContainers?: { container: string; kind: 'legalHold' | 'immutabilityPolicy' }[];
  /** Accounts that object replication copies this one's blobs to. */
  objectReplicas?: string[];
  /** File shares that are soft-deleted; nothing is in them. */
  deletedShares?: { share: string; deletedDaysAgo: number }[];
  /** Role of the erasing identity; only the owner may delete for good. `owner` unless told. */
  eraserRole?: 'owner' | 'contributor';
  /** Reading the account and its settings answers 403; lists of accounts still name it. */
  storageSettings?: 'forbidden';
}

/** A container that is set to something. */
export interface SeedContainer {
  name: string;
  /** Days of a time-based immutability policy on the whole container. */
  immutabilityDays?: number;
  /** Whether that policy is locked. */
  locked?: boolean;
  legalHold?: boolean;
  versionLevelImmutability?: boolean;
  /** It was deleted that many days ago, with what was in it. */
  deletedDaysAgo?: number;
}

/** What a file holds: text, bytes in base64, or that many bytes of filler. */
export type SeedContent = string | { text: string } | { base64: string } | { size: number };

/** Files by path. */
export type SeedFiles = Record<string, SeedContent>;

/** An older content of a blob whose version or snapshot was deleted itself. */
export interface SeedDeletedCopy {
  content: SeedContent;
  deletedDaysAgo: number;
}

/** An older content of a blob. */
export type SeedCopy = SeedContent | SeedDeletedCopy;

/** A blob by its full place, with what became of it. */
export interface SeedBlob {
  account: string;
  container: string;
  path: string;
  content?: SeedContent;
  /** Contents that were overwritten, oldest first. */
  versions?: SeedCopy[];
  /** Contents that snapshots were taken of, oldest first; after `versions`. */
  snapshots?: SeedCopy[];
  /** It was deleted that many days ago. */
  deletedDaysAgo?: number;
  legalHold?: boolean;
  /** Its immutability policy: an RFC 3339 instant, or days from now. */
  immutableUntil?: string | number;
  /** Somebody holds an infinite lease. */
  leased?: boolean;
  /** Its blocks were uploaded and never committed. */
  uncommitted?: boolean;
  /** The marker of a directory (hierarchical namespace). */
  directory?: boolean;
}
