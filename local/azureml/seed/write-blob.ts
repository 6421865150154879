import type { BlobClient, BlockBlobClient } from '@azure/storage-blob';
import { isDeleted } from './check-storage';
import { bytesOf } from './defaults';
import type { SeedBlob, SeedCopy } from './seed-storage';

/** Something that is still to be deleted, so many days before now. */
export interface Deletion {
  daysAgo: number;
  run: () => Promise<unknown>;
}

/**
 * Writes a blob with its older contents, oldest first: what becomes of an overwritten one is the account's doing.
 * Returns the deletions that the seed tells of; they come after all writing, in the order of time.
 */
export async function writeBlob(blob: SeedBlob, client: BlockBlobClient): Promise<Deletion[]> {
  const { versions = [], snapshots = [], content = '', deletedDaysAgo } = blob;
  const deletions: Deletion[] = [];
  const lateDeletion = (copy: SeedCopy, target: BlobClient): void => {
    if (isDeleted(copy)) deletions.push({ daysAgo: copy.deletedDaysAgo, run: () => target.delete() });
  };
  for (const copy of versions) {
    const { versionId = '' } = await client.uploadData(olderBytes(copy));
    lateDeletion(copy, client.withVersion(versionId));
  }
  for (const copy of snapshots) {
    await client.uploadData(olderBytes(copy));
    const { snapshot = '' } = await client.createSnapshot();
    lateDeletion(copy, client.withSnapshot(snapshot));
  }
  if (blob.uncommitted === true) {
    const bytes = bytesOf(content);
    await client.stageBlock(Buffer.from('block-0').toString('base64'), bytes, bytes.length);
    return deletions;
  }
  // The marker that clients of the blob endpoint write for a directory (Azure docs: hdi_isfolder).
  const metadata = blob.directory === true ? { hdi_isfolder: 'true' } : undefined;
  await client.uploadData(bytesOf(content), { metadata });
  if (deletedDaysAgo !== undefined)
    deletions.push({ daysAgo: deletedDaysAgo, run: () => client.delete({ deleteSnapshots: 'include' }) });
  return deletions;
}

/** Puts on a written blob what forbids deleting it; after everything else, since it would forbid that too. */
export async function holdBlob(blob: SeedBlob, client: BlobClient, now: Date): Promise<void> {
  const { immutableUntil } = blob;
  if (immutableUntil !== undefined) {
    const until =
      typeof immutableUntil === 'string' ? Date.parse(immutableUntil) : now.getTime() + immutableUntil * DAY;
    await client.setImmutabilityPolicy({ expiriesOn: new Date(until), policyMode: 'Unlocked' });
  }
  if (blob.legalHold === true) await client.setLegalHold(true);
  if (blob.leased === true) await client.getBlobLeaseClient().acquireLease(-1);
}

const DAY = 86_400_000;

function olderBytes(copy: SeedCopy): Buffer {
  return bytesOf(isDeleted(copy) ? copy.content : copy);
}
