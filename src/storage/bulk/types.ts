/** What a listing may be asked to show beyond current blobs (Azure docs: List Blobs, `include`). */
export type ListInclude =
  | 'snapshots'
  | 'versions'
  | 'deleted'
  | 'deletedwithversions'
  | 'uncommittedblobs'
  | 'metadata'
  | 'immutabilitypolicy'
  | 'legalhold';

/** How to list a container. */
export interface ListOptions {
  prefix?: string;
  include?: readonly ListInclude[];
  /** Only what is soft-deleted: how accounts with a hierarchical namespace show it. */
  showOnly?: 'deleted';
  /** Where an earlier listing stopped. */
  marker?: string;
  /** Entries per page (`maxresults`), where fewer than the service's 5,000 are wanted. */
  size?: number;
}

/** A blob as a listing shows it, in the service's own terms. */
export interface BlobEntry {
  name: string;
  /** Without quotes; empty where the listing shows none. */
  etag: string;
  /** Bytes. */
  size: number;
  /** RFC 3339. */
  modifiedAt?: string;
  createdAt?: string;
  snapshot?: string;
  versionId?: string;
  isCurrentVersion?: boolean;
  deleted?: boolean;
  /** Nothing has this name any more but its versions: the entry stands for them (`deletedwithversions`). */
  versionsOnly?: boolean;
  deletedAt?: string;
  /** Days until what is soft-deleted goes, as the service counts them. */
  remainingDays?: number;
  /** An HNS directory: `hdi_isfolder` in its metadata, or its resource type. */
  isDirectory?: boolean;
  leased?: boolean;
  legalHold?: boolean;
  immutableUntil?: string;
}

/** A page of a listing; `next` continues. */
export interface BlobPage {
  blobs: BlobEntry[];
  next?: string;
}

/** One blob, version or snapshot to delete. */
export interface DeleteTarget {
  container: string;
  name: string;
  versionId?: string;
  snapshot?: string;
  /** Deleted only at this etag (without quotes). */
  etag?: string;
  /** Deletes its snapshots with it; only for the blob itself. */
  withSnapshots?: boolean;
  /** The second pass: what is soft-deleted goes for good (`deletetype=permanent`). */
  permanent?: boolean;
}

/** What the service answered about one of them. */
export interface DeleteAnswer {
  status: number;
  /** Azure's error code; empty when it was deleted. */
  code: string;
  /** `x-ms-delete-type-permanent`: false when it is only soft-deleted, undefined when the answer doesn't say. */
  permanent?: boolean;
  /** An earlier try of this deletion got no proper answer: what is absent now may be its doing. */
  afterLost?: boolean;
}
