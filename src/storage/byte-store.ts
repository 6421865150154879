import type { Readable } from 'node:stream';
import type { Role } from '../azure/credential';
import type { Outcome } from '../requests/outcomes';
import type { ByteRange } from './uri';

/** A blob, a file or a manifest as a listing shows it. */
export interface ListedBlob {
  /** As in `ByteRange`; blob storage unless told. */
  store?: ByteRange['store'];
  account: string;
  container: string;
  /** Ends with a slash only for a directory of a file share, which comes after what was in it. */
  name: string;
  etag: string;
  /** Bytes. */
  size: number;
  /** When it was last written, RFC 3339, where the listing says so. */
  modifiedAt?: string;
  /** Id of the version, where the account keeps versions; the current one has one too. */
  versionId?: string;
  /** The instant that names a snapshot. */
  snapshot?: string;
  /**
   * What it is when it isn't what a reader gets under this name: a `previous` version, blocks that were never committed,
   * or the marker of a directory (hierarchical namespace). Snapshots are told by `snapshot`.
   */
  state?: 'previous' | 'uncommitted' | 'directory';
  /** Set when it is soft-deleted: nobody can read it, and until then (RFC 3339) it can be restored. */
  deleted?: { at?: string; until: string };
  /** Set when an immutability policy forbids erasing it until then, RFC 3339. */
  heldUntil?: string;
  /** Whether a legal hold is on it. */
  legalHold?: true;
}

/** Whether a listed blob is what a reader of its name gets. */
export function isCurrent(blob: Pick<ListedBlob, 'snapshot' | 'state' | 'deleted'>): boolean {
  return (
    blob.snapshot === undefined &&
    blob.deleted === undefined &&
    blob.state !== 'previous' &&
    blob.state !== 'uncommitted'
  );
}

/** What tells one copy of a blob from the others of its name; part of its URL. Empty where a name has one copy only. */
export function copyQuery({ versionId, snapshot }: Pick<ListedBlob, 'versionId' | 'snapshot'>): string {
  if (versionId !== undefined) return `?versionid=${encodeURIComponent(versionId)}`;
  return snapshot === undefined ? '' : `?snapshot=${encodeURIComponent(snapshot)}`;
}

/** What became of one blob. */
export interface BlobOutcome<T> {
  blob: T;
  outcome: Outcome;
  /** Azure's error code, where it refused. */
  reason?: string;
  /** `soft_deleted`: until when it can be restored; `blocked`: until when it is held. RFC 3339, where it is known. */
  until?: string;
}

/** How blobs are to be erased. */
export interface EraseHow<T = ListedBlob> {
  /** Whether an earlier try of this request may have erased some: then what is gone is our doing. */
  intended: boolean;
  /** Whether soft-deleted versions and snapshots are deleted for good, where the account allows it. */
  permanently: boolean;
  /** Whether the lease of a blob may be broken: what lies below a prefix of the plan, and the request allows it. */
  mayBreakLease: (blob: T) => boolean;
  /** Names under which something stays, of what is erased in parts: what keeps a directory may be in another part. */
  staying?: Set<string>;
}

/** How to list. */
export interface ListHow {
  role?: Role;
  /**
   * Also what a reader doesn't get: previous versions, snapshots, what is soft-deleted, blocks never committed. Of one
   * name the current blob comes first.
   */
  copies?: boolean;
  /** Told what copies the account doesn't list (`versions`, `deleted`, …): nobody knows whether there are any. */
  unlisted?: (what: string) => void;
}

/** A service that keeps bytes: all that listing, exporting and erasing need of it. */
export interface ByteStore {
  /** What lies in a range, in the order of names. A place that doesn't exist holds nothing. Throws AzureError. */
  list(range: ByteRange, how?: ListHow): AsyncGenerator<ListedBlob>;
  /** The content, at exactly the etag that was listed. Throws AzureError, 412 when it changed. */
  read(blob: ListedBlob): Promise<Readable>;
  /**
   * Erases at exactly the listed etags. Refusals that time may heal are thrown after all others were given to
   * `report`.
   */
  erase<T extends ListedBlob>(
    account: string,
    blobs: readonly T[],
    how: EraseHow<T>,
    report: (outcome: BlobOutcome<T>) => void,
  ): Promise<void>;
  /** Its URL, for outcome shards and manifests; the only query is the one of its copy, see `copyQuery`. */
  url(blob: Pick<ListedBlob, 'account' | 'container' | 'name' | 'versionId' | 'snapshot'>): string;
}
