import { mayDeleteForGood } from '../http/access';
import { header, type Answer, type Call } from '../http/call';
import { checkConditions } from '../http/conditions';
import { copyOf, deleteCopy, deleteForGood } from './delete-copy';
import { StorageError } from '../http/errors';
import { checkEmptyDirectory } from '../state/hierarchy';
import { checkLease } from './leases';
import { placeOfExisting, tidy } from '../state/place';
import { deleteCurrent, restore, type SnapshotsOption } from '../state/retention';
import type { Store } from '../state/store';
import { idsOf } from '../http/target';

/** Delete Blob: what is current, a version, a snapshot, or what is soft-deleted for good. */
export function deleteBlob(store: Store, call: Call): Answer {
  const container = store.container(call.account, call.container ?? '');
  const place = placeOfExisting(store.clock, call.account, container, call.blob ?? '');
  const ids = idsOf(call);
  const ofCopy = ids.versionId !== undefined || ids.snapshot !== undefined;
  const option = snapshotsOption(call);
  // Azure docs, Delete Blob: the header is for the blob itself.
  if (ofCopy && option !== undefined) throw new StorageError('InvalidQueryParameterValue');
  const deleteType = call.query.get('deletetype');
  if (deleteType !== null) {
    if (deleteType.toLowerCase() !== 'permanent') throw new StorageError('InvalidQueryParameterValue');
    if (call.inBatch && !call.account.settings.switches.permanentDeleteInBatch) {
      throw new StorageError('InvalidQueryParameterValue', 'Whether a batch can delete for good is unsure.');
    }
    if (!mayDeleteForGood(call)) {
      throw new StorageError('AuthorizationPermissionMismatch', 'Deleting for good needs a role like Blob Data Owner.');
    }
    checkConditions(call, copyOf(place, ids));
    deleteForGood(place, ids);
    return deleted(true);
  }
  const copy = copyOf(place, ids);
  if (copy === undefined || (!ofCopy && copy.deleted !== undefined)) throw new StorageError('BlobNotFound');
  checkConditions(call, copy);
  if (ofCopy) return deleted(deleteCopy(place, ids));
  checkLease(call, place.named.lease, store.clock.now());
  if (option !== 'only') checkEmptyDirectory(place);
  return deleted(deleteCurrent(place, option));
}

/** Undelete Blob: 404 when there is nothing under the name. */
export function undeleteBlob(store: Store, call: Call): Answer {
  const container = store.container(call.account, call.container ?? '');
  const place = placeOfExisting(store.clock, call.account, container, call.blob ?? '');
  restore(place);
  tidy(place);
  return { status: 200 };
}

function deleted(permanent: boolean): Answer {
  return { status: 202, headers: { 'x-ms-delete-type-permanent': String(permanent) } };
}

function snapshotsOption(call: Call): SnapshotsOption {
  const value = header(call, 'x-ms-delete-snapshots');
  if (value === undefined || value === 'include' || value === 'only') return value;
  throw new StorageError('InvalidHeaderValue');
}
