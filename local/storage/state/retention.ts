import { StorageError } from '../http/errors';
import { checkMutable, checkOverwrite } from '../operations/immutability';
import { none, type Copy } from './model';
import { deletionNow, tidy, type Place } from './place';
import { softDeleteDays } from './settings';

/** Makes a copy the current one; what was current is kept as the account's settings say. */
export function makeCurrent(place: Place, fresh: Copy): void {
  const { named, clock, account } = place;
  const { current } = named;
  if (current !== undefined) {
    checkOverwrite(place, current);
    if (account.settings.isVersioningEnabled || current.versionId !== undefined) keepAsVersion(place, current);
    // Azure docs, soft delete: without versioning, an overwrite leaves a soft-deleted snapshot of the former state; not
    // in a hierarchical namespace.
    else if (!account.settings.isHnsEnabled) keepAsSnapshot(place, current);
  }
  if (!account.settings.isHnsEnabled && named.gone.length > 0) {
    // Azure docs, soft delete: what was soft-deleted under a name that is written again becomes a snapshot.
    const snapshots = named.gone.map((copy) => ({ ...copy, snapshot: clock.instant() }));
    named.snapshots = [...named.snapshots, ...snapshots];
    named.gone = none;
  }
  fresh.versionId = account.settings.isVersioningEnabled ? clock.instant() : undefined;
  named.current = fresh;
  named.uncommitted = undefined;
}

/** Puts a copy among the previous versions, under the id that it has or gets. */
export function keepAsVersion({ named, clock }: Place, copy: Copy): void {
  named.versions = [...named.versions, { ...copy, versionId: copy.versionId ?? clock.instant() }];
}

function keepAsSnapshot(place: Place, copy: Copy): void {
  const deleted = deletionNow(place);
  if (deleted === undefined) return;
  place.named.snapshots = [...place.named.snapshots, { ...copy, snapshot: place.clock.instant(), deleted }];
}

/** How the snapshots of a blob are dealt with when it is deleted. */
export type SnapshotsOption = 'include' | 'only' | undefined;

/** Deletes what is current, or its snapshots only. Returns whether nothing of it can be restored. */
export function deleteCurrent(place: Place, option: SnapshotsOption): boolean {
  const { named, account } = place;
  const { settings } = account;
  const { current } = named;
  if (current === undefined) throw new StorageError('BlobNotFound');
  const deleted = deletionNow(place);
  // Support thread, Storage Explorer #486: with soft delete switched off, soft-deleted snapshots count as well.
  const allCount = deleted === undefined && settings.switches.softDeletedSnapshotsCount;
  const inTheWay = named.snapshots.filter((copy) => copy.deleted === undefined || allCount);
  if (option === undefined && inTheWay.length > 0) {
    throw new StorageError('SnapshotsPresent', 'A blob with snapshots is deleted with them, or after them.');
  }
  const live = named.snapshots.filter((copy) => copy.deleted === undefined);
  for (const copy of live) checkMutable(place, copy);
  const versioned = settings.isVersioningEnabled;
  if (option !== 'only' && !(versioned && settings.switches.deleteOfHeldCurrent && !isContainerHeld(place))) {
    checkMutable(place, current);
  }

  named.snapshots = erased(named.snapshots, (copy) => copy.deleted === undefined, deleted);
  if (option === 'only') return deleted === undefined;
  named.current = undefined;
  named.uncommitted = undefined;
  named.lease = undefined;
  // Azure docs, versioning: deleting the current blob makes it a previous version; nothing is current then.
  if (versioned) keepAsVersion(place, current);
  else if (deleted !== undefined) keepDeleted(place, { ...current, deleted });
  tidy(place);
  return versioned ? settings.switches.versionedDeleteSaysPermanent : deleted === undefined;
}

function isContainerHeld({ container: { policy } }: Place): boolean {
  if (policy.versionLevelImmutability === true) return policy.legalHold === true;
  return policy.legalHold === true || policy.immutabilityDays !== undefined;
}

function keepDeleted({ named, account, clock }: Place, copy: Copy): void {
  if (copy.versionId !== undefined) named.versions = [...named.versions, copy];
  else if (!account.settings.isHnsEnabled) named.gone = [copy];
  else named.gone = [...named.gone, { ...copy, deletionId: String(BigInt(Math.round(clock.now())) * 10_000n) }];
}

/** The copies with those that are meant soft-deleted, or without them. */
export function erased(
  copies: readonly Copy[],
  meant: (copy: Copy) => boolean,
  deleted: Copy['deleted'],
): readonly Copy[] {
  if (!copies.some(meant)) return copies;
  if (deleted === undefined) return copies.filter((copy) => !meant(copy));
  return copies.map((copy) => (meant(copy) ? { ...copy, deleted } : copy));
}

/**
 * Restores what is soft-deleted under a name (Azure docs: Undelete Blob): snapshots and versions as such, and what was
 * current unless there is a current one.
 */
export function restore(place: Place): void {
  const { named } = place;
  const back = (copy: Copy): Copy => (copy.deleted === undefined ? copy : { ...copy, deleted: undefined });
  named.snapshots = named.snapshots.map(back);
  named.versions = named.versions.map(back);
  const last = named.gone.at(-1);
  if (last === undefined || named.current !== undefined) return;
  named.current = back({ ...last, deletionId: undefined });
  named.gone = named.gone.slice(0, -1);
}

/** Whether the account keeps what is deleted for a while. */
export function keepsDeleted({ account }: Place): boolean {
  return softDeleteDays(account.settings) !== undefined;
}
