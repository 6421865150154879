import type { AccountSettings } from '../../storage/account-settings';
import type { ListedBlob } from '../../storage/byte-store';

/** What erasing comes to for one blob, version or snapshot. Dates are RFC 3339. */
export type Fate =
  /** Nothing is left of it. */
  | { kind: 'gone' }
  /** Hidden from readers, and restorable until then. */
  | { kind: 'recoverable'; until: string }
  /** It stays: under a legal hold, or a policy whose end is known or not. */
  | { kind: 'held'; legalHold: boolean; until?: string };

const day = 86_400_000;

/**
 * What becomes of a blob that is erased at an instant, in an account with these settings (Azure docs: blob soft delete,
 * blob versioning, permanent delete, immutable storage). `permanently`: whether the request asks to delete for good what
 * is soft-deleted.
 */
export function fateOf(blob: ListedBlob, settings: AccountSettings, permanently: boolean, at: Date): Fate {
  // Files and images have no soft delete of their own.
  if (blob.store === 'file' || blob.store === 'image') return { kind: 'gone' };
  const purged = permanently && canPurge(settings) && endsAsVersionOrSnapshot(blob, settings);
  // Deleting it once more doesn't change its date, and switching soft delete off doesn't either.
  if (blob.deleted) return purged ? { kind: 'gone' } : { kind: 'recoverable', until: blob.deleted.until };
  const held = holdOn(blob, settings, at);
  if (held) return held;
  if (settings.blobSoftDeleteDays === undefined || purged) return { kind: 'gone' };
  return { kind: 'recoverable', until: after(at.getTime(), settings.blobSoftDeleteDays) };
}

/**
 * Whether an account lets soft-deleted versions and snapshots be deleted for good: it must allow it, which it can't
 * together with point-in-time restore, and only while soft delete is on. With a hierarchical namespace it never does.
 */
export function canPurge(settings: AccountSettings): boolean {
  const { permanentDelete, blobSoftDeleteDays, pointInTimeRestoreDays, hns } = settings;
  return permanentDelete && blobSoftDeleteDays !== undefined && pointInTimeRestoreDays === undefined && !hns;
}

/** A soft-deleted base blob can't be purged; with versioning the current blob becomes a version when it is deleted. */
function endsAsVersionOrSnapshot(blob: ListedBlob, { versioning }: AccountSettings): boolean {
  if (blob.snapshot !== undefined || blob.state === 'previous') return true;
  return blob.deleted ? blob.versionId !== undefined : versioning;
}

function holdOn(blob: ListedBlob, settings: AccountSettings, at: Date): Fate | undefined {
  const container = settings.containers.find(({ name }) => name === blob.container);
  if (blob.legalHold || container?.legalHold) return { kind: 'held', legalHold: true };
  // The empty blob that discarding them takes would be held, so they wait for the service to drop them.
  if (blob.state === 'uncommitted' && container?.immutabilityDays !== undefined)
    return { kind: 'held', legalHold: false };
  if (blob.heldUntil !== undefined && Date.parse(blob.heldUntil) > at.getTime())
    return { kind: 'held', legalHold: false, until: blob.heldUntil };
  if (container?.immutabilityDays === undefined || container.versionLevelImmutability) return undefined;
  // The period counts from the creation, which for a blob that nobody may change is when it was last written.
  if (blob.modifiedAt === undefined) return { kind: 'held', legalHold: false };
  const until = after(Date.parse(blob.modifiedAt), container.immutabilityDays);
  return Date.parse(until) > at.getTime() ? { kind: 'held', legalHold: false, until } : undefined;
}

function after(from: number, days: number): string {
  return new Date(from + days * day).toISOString();
}
