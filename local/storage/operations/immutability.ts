import { day } from '../state/clock';
import { StorageError } from '../http/errors';
import { isDirectory, type Container, type Copy } from '../state/model';
import type { Place } from '../state/place';

/** Until when a copy may not be changed or erased, milliseconds since 1970; undefined when it may be. */
export function heldUntil({ policy }: Container, copy: Copy, now: number): number | undefined {
  // Azure docs, time-based retention: the interval of a container's policy counts from the creation of each blob.
  const byContainer = policy.immutabilityDays === undefined ? 0 : copy.createdAt + policy.immutabilityDays * day;
  const until = Math.max(byContainer, copy.immutable?.until ?? 0);
  return until > now ? until : undefined;
}

/** Refuses to change or erase a copy that a legal hold or an immutability policy protects. */
export function checkMutable({ container, clock }: Place, copy: Copy): void {
  if (container.policy.legalHold === true || copy.legalHold === true) {
    throw new StorageError('BlobImmutableDueToLegalHold', 'A legal hold forbids it until it is cleared.');
  }
  // Azure docs: directories of a hierarchical namespace are not held themselves, what is in them is.
  if (isDirectory(copy)) return;
  if (heldUntil(container, copy, clock.now()) !== undefined) {
    throw new StorageError('BlobImmutableDueToPolicy', 'An immutability policy forbids it until its date.');
  }
}

/**
 * Refuses to overwrite what is current. With immutability per version, overwriting keeps it as a previous version and
 * is allowed (Azure docs: version-level policies).
 */
export function checkOverwrite(place: Place, copy: Copy): void {
  const { policy } = place.container;
  const keepsVersion = place.account.settings.isVersioningEnabled && policy.legalHold !== true;
  if (keepsVersion && policy.immutabilityDays === undefined) return;
  if (keepsVersion && policy.versionLevelImmutability === true) return;
  checkMutable(place, copy);
}
