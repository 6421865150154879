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
}

/** What became of one blob. */
export interface BlobOutcome<T> {
  blob: T;
  outcome: Outcome;
  /** Azure's error code, where it refused. */
  reason?: string;
}

/** A service that keeps bytes: all that listing, exporting and erasing need of it. */
export interface ByteStore {
  /** What lies in a range, in the order of names. A place that doesn't exist holds nothing. Throws AzureError. */
  list(range: ByteRange, role?: Role): AsyncGenerator<ListedBlob>;
  /** The content, at exactly the etag that was listed. Throws AzureError, 412 when it changed. */
  read(blob: ListedBlob): Promise<Readable>;
  /**
   * Erases at exactly the listed etags; `intended` tells whether an earlier try may have erased some. Refusals that
   * time may heal are thrown after all others were given to `report`.
   */
  erase<T extends ListedBlob>(
    account: string,
    blobs: readonly T[],
    intended: boolean,
    report: (outcome: BlobOutcome<T>) => void,
  ): Promise<void>;
  /** Its URL without any query, for outcome shards and manifests. */
  url(blob: Pick<ListedBlob, 'account' | 'container' | 'name'>): string;
}
