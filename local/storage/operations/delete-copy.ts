import { StorageError } from '../http/errors';
import { checkMutable } from './immutability';
import { none, type Copy } from '../state/model';
import { deletionNow, tidy, type Place } from '../state/place';
import { erased } from '../state/retention';

/** A version or snapshot by its id. */
export interface CopyId {
  versionId?: string;
  snapshot?: string;
}

/** The copy that an id names; what is current without one. Soft-deleted ones are found too. */
export function copyOf({ named }: Pick<Place, 'named'>, { versionId, snapshot }: CopyId): Copy | undefined {
  if (snapshot !== undefined) return named.snapshots.find((copy) => copy.snapshot === snapshot);
  if (versionId === undefined) return named.current;
  if (named.current?.versionId === versionId) return named.current;
  return named.versions.find((copy) => copy.versionId === versionId);
}

/** Deletes a previous version or a snapshot. Returns whether it is gone for good. */
export function deleteCopy(place: Place, id: CopyId): boolean {
  const { named, account } = place;
  const copy = copyOf(place, id);
  if (copy === undefined) throw new StorageError('BlobNotFound');
  if (copy === named.current) {
    throw new StorageError('OperationNotAllowedOnRootBlob', 'The current version goes with the blob, not by its id.');
  }
  if (copy.deleted !== undefined) {
    // Azure docs, soft delete: deleting again does not change when it goes.
    if (account.settings.switches.deleteOfSoftDeleted === 'notFound') throw new StorageError('BlobNotFound');
    return false;
  }
  checkMutable(place, copy);
  const deleted = deletionNow(place);
  remove(place, copy, deleted);
  return deleted === undefined;
}

/**
 * Deletes a soft-deleted version or snapshot for good (Azure docs: Delete Blob, `deletetype=permanent`). Nothing else
 * can be: a soft-deleted base blob stays until its time is over.
 */
export function deleteForGood(place: Place, id: CopyId): void {
  const { settings } = place.account;
  if (id.versionId === undefined && id.snapshot === undefined) {
    throw new StorageError('PermanentDeleteNotEnabled', 'Only versions and snapshots are deleted for good.');
  }
  if (!settings.deleteRetentionPolicy.enabled || settings.deleteRetentionPolicy.allowPermanentDelete !== true) {
    throw new StorageError('PermanentDeleteNotEnabled', 'The account must allow it (allowPermanentDelete).');
  }
  if (settings.isHnsEnabled) {
    throw new StorageError('PermanentDeleteNotEnabled', 'A hierarchical namespace deletes nothing before its time.');
  }
  const copy = copyOf(place, id);
  if (copy === undefined) throw new StorageError('BlobNotFound');
  if (copy === place.named.current) throw new StorageError('OperationNotAllowedOnRootBlob');
  if (copy.deleted === undefined) {
    throw new StorageError('BlobSnapshotNotSoftDeleted', 'Deleting for good is the second of two passes.');
  }
  checkMutable(place, copy);
  remove(place, copy, undefined);
}

function remove(place: Place, copy: Copy, deleted: Copy['deleted']): void {
  const { named } = place;
  const meant = (other: Copy) => other === copy;
  named.versions = emptied(erased(named.versions, meant, deleted));
  named.snapshots = emptied(erased(named.snapshots, meant, deleted));
  tidy(place);
}

/** Empty lists are all the same one, which is how the index knows that a name has nothing that can expire. */
function emptied(copies: readonly Copy[]): readonly Copy[] {
  return copies.length === 0 ? none : copies;
}
