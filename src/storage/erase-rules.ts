import { isTransientStatus } from '../azure/azure-error';
import type { Outcome } from '../requests/outcomes';
import type { DeleteAnswer, DeleteTarget } from './bulk/types';
import type { EraseHow, ListedBlob } from './byte-store';

/** What became of a blob, as far as one answer tells. */
export interface Ended {
  outcome: Outcome;
  reason?: string;
  until?: string;
}

/**
 * What an answer to a deletion comes to: an end, or what to do next. `version`: what was current is a version now, if
 * there are versions; `purge`: it is soft-deleted, under an id that can be deleted for good; `look`: only a look tells
 * whether it changed or is gone; `lease`: its lease may be broken; `again`: time may heal it.
 */
export type Verdict = Ended | 'version' | 'purge' | 'look' | 'lease' | 'again';

/** What names a version or a snapshot in a deletion. */
export function copyId({ versionId, snapshot }: ListedBlob): Pick<DeleteTarget, 'versionId' | 'snapshot'> {
  return versionId === undefined ? { snapshot } : { versionId };
}

const succeeded = ({ status }: DeleteAnswer) => status >= 200 && status < 300;
const isFault = ({ status }: DeleteAnswer) => status === 0 || isTransientStatus(status);
const isAbsent = ({ status, code }: DeleteAnswer) =>
  status === 404 && (code === '' || /^(Blob|Container|Resource|Version|Snapshot)NotFound$/.test(code));

/** What a blob that isn't there ended as. */
export function gone(ours: boolean): Ended {
  return { outcome: ours ? 'deleted' : 'already_absent' };
}

/**
 * What a refusal to delete a blob means. The code decides, never the status: 412 is a lease or a changed blob, 409
 * is a policy, a hold or a snapshot.
 */
export function outcomeOfRefusal(answer: DeleteAnswer, blob: Pick<ListedBlob, 'heldUntil'>, ours: boolean): Ended {
  const { status, code } = answer;
  if (isAbsent(answer)) return gone(ours || answer.afterLost === true);
  // The snapshot, or what is in the directory, isn't in the plan, or it would be gone by now.
  if (/^(ConditionNotMet|SnapshotsPresent|DirectoryIsNotEmpty|OperationNotAllowedOnRootBlob)$/.test(code)) {
    return { outcome: 'drifted', reason: code };
  }
  const reason = code || `Http${status}`;
  if (/^BlobImmutable|LegalHold/.test(code)) {
    return { outcome: 'blocked', reason, ...(blob.heldUntil === undefined ? {} : { until: blob.heldUntil }) };
  }
  if (/^Lease|Lock/.test(code) || status === 403) return { outcome: 'blocked', reason };
  return { outcome: 'failed', reason };
}

/** What the deletion of the current blob of a name came to. */
export function afterCurrent<T extends ListedBlob>(answer: DeleteAnswer, blob: T, how: EraseHow<T>): Verdict {
  if (isFault(answer)) return 'again';
  const versioned = blob.versionId !== undefined;
  if (succeeded(answer)) {
    if (versioned) return 'version';
    return answer.permanent === false ? softDeletedBase(blob, how) : gone(true);
  }
  // Overwritten or deleted by somebody else: what was planned may live on as a previous version.
  if (answer.code === 'ConditionNotMet') return versioned ? 'version' : 'look';
  if (isAbsent(answer) && versioned) return 'version';
  if (/^Lease/.test(answer.code) && how.mayBreakLease(blob)) return 'lease';
  return outcomeOfRefusal(answer, blob, how.intended);
}

/**
 * What the deletion of a version or a snapshot came to. `current` is the answer to the deletion before, where it was the
 * current version: where versions are no longer kept, that was all there was to do.
 */
export function afterCopy(
  answer: DeleteAnswer,
  blob: ListedBlob,
  how: Pick<EraseHow, 'intended' | 'permanently'>,
  current?: DeleteAnswer,
): Verdict {
  if (isFault(answer)) return 'again';
  if (succeeded(answer)) return answer.permanent === false ? 'purge' : gone(true);
  if (isAbsent(answer)) {
    if (current && succeeded(current)) return current.permanent === false ? softDeletedBase(blob, how) : gone(true);
    // An earlier try may have soft-deleted it, and what is soft-deleted isn't there for a deletion.
    if (how.intended && how.permanently) return 'purge';
    return current?.code === 'ConditionNotMet' ? 'look' : gone(how.intended || answer.afterLost === true);
  }
  return outcomeOfRefusal(answer, blob, how.intended);
}

/** What the second pass, the deletion for good, came to. */
export function afterPurge(answer: DeleteAnswer, blob: ListedBlob, ours: boolean): Verdict {
  if (isFault(answer)) return 'again';
  if (succeeded(answer)) return answer.permanent === false ? restorable(blob, 'not_permanent') : gone(true);
  if (isAbsent(answer)) return gone(ours || answer.afterLost === true);
  // Somebody restored it since it was listed.
  if (/NotSoftDeleted$/.test(answer.code)) return { outcome: 'drifted', reason: answer.code };
  return restorable(blob, answer.code || `Http${answer.status}`);
}

/** The end of what stays soft-deleted until its time is over; `reason` is why it was not deleted for good. */
export function restorable({ deleted }: Pick<ListedBlob, 'deleted'>, reason?: string): Ended {
  return {
    outcome: 'soft_deleted',
    ...(reason === undefined ? {} : { reason }),
    ...(deleted ? { until: deleted.until } : {}),
  };
}

/** Only versions and snapshots can be deleted for good, never a soft-deleted blob itself (Azure docs: Delete Blob). */
export function softDeletedBase(
  blob: Pick<ListedBlob, 'deleted'>,
  { permanently }: Pick<EraseHow, 'permanently'>,
): Ended {
  return restorable(blob, permanently ? 'base_blob' : undefined);
}
