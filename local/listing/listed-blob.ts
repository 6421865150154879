import type { StorageEndpoints } from '../azureml/blob-store';

/** A blob, or another copy of it: a version, a snapshot, what is soft-deleted, what was never committed. */
export interface ListedBlob {
  account: string;
  container: string;
  path: string;
  /** What it is, when it isn't what a reader gets under this name. */
  copy?: 'previous' | 'snapshot' | 'deleted' | 'uncommitted';
  /** Where the account keeps versions; the current one has one too. */
  versionId?: string;
  snapshot?: string;
  /** The marker of a directory. */
  directory?: true;
  /** Of soft-deleted ones of all kinds: since when, and until when they can be restored. RFC 3339. */
  deletedAt?: string;
  recoverableUntil?: string;
  /** The container that it is in is soft-deleted. */
  containerDeleted?: true;
  /** Until when a policy forbids deleting it, RFC 3339. */
  heldUntil?: string;
  legalHold?: true;
  leased?: true;
  size: number;
  etag: string;
  /** In hex, where the store knows it. */
  md5?: string;
}

/** Where blobs are listed. `caFile` is the certificate that the stores present, in PEM. */
export interface BlobListing {
  caFile: string;
  storage: StorageEndpoints;
}
