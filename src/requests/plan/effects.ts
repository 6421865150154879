import { canPurge } from './fate';
import type { PlannedStorage } from './plan';

/**
 * What erasing a plan comes to in its storage accounts, in sentences for whoever approves it. `permanently`: whether the
 * request asks to delete for good what is soft-deleted.
 */
export function effectsOf(storage: readonly PlannedStorage[], permanently: boolean): string[] {
  return storage.flatMap((account) =>
    account.unreadable
      ? [
          `${account.account}: its settings can't be read (${account.unreadable}), so nobody can say whether what is erased there can be restored`,
          ...heldIn(account),
        ]
      : [...leftIn(account, permanently), ...copiesIn(account), ...heldIn(account), ...elsewhere(account)],
  );
}

function leftIn(storage: PlannedStorage, permanently: boolean): string[] {
  const { account, recoverable, blobs, copies, pointInTimeRestoreDays: restorable } = storage;
  const texts: string[] = [];
  if (recoverable) {
    const { until, days } = recoverable;
    const what = `${things(recoverable.blobs, copies > 0)} in ${account} ${recoverable.blobs === 1 ? 'stays' : 'stay'}`;
    texts.push(`${what} recoverable until ${dayOf(until)} (soft delete, ${counted(days, 'day')})`);
    if (permanently && !canPurge(storage)) {
      texts.push(`${account} does not allow what is soft-deleted to be deleted for good, as the request asks`);
    }
    if (!permanently && canPurge(storage)) {
      texts.push(
        `${account} allows soft-deleted versions and snapshots to be deleted for good, and the request does not ask for it (erasure.permanently)`,
      );
    }
  } else if (blobs + copies > 0) {
    texts.push(`nothing that is erased in ${account} can be restored (${whyGone(storage)})`);
  }
  if (restorable !== undefined && blobs + copies > 0) {
    texts.push(
      `point-in-time restore: containers of ${account} can be set back by ${counted(restorable, 'day')}, which brings erased blobs back`,
    );
  }
  return texts;
}

function whyGone({ blobSoftDeleteDays }: PlannedStorage): string {
  return blobSoftDeleteDays === undefined ? 'no soft delete' : 'nothing of it is left soft-deleted';
}

function copiesIn({ account, copies, versioning }: PlannedStorage): string[] {
  if (versioning) {
    return copies === 0
      ? [`versions are kept in ${account}: there are no previous ones of what is erased`]
      : [`versions are kept in ${account}: ${counted(copies, 'previous version')} (with snapshots) ${go(copies)} too`];
  }
  return copies === 0
    ? []
    : [`${counted(copies, 'snapshot or older copy', 'snapshots and older copies')} in ${account} ${go(copies)} too`];
}

function go(count: number): string {
  return count === 1 ? 'goes' : 'go';
}

function heldIn({ account, held }: PlannedStorage): string[] {
  if (!held) return [];
  const policies = held.blobs - held.legalHolds;
  const verb = (count: number) => (count === 1 ? 'is' : 'are');
  return [
    ...(held.legalHolds > 0
      ? [`${counted(held.legalHolds, 'blob')} in ${account} ${verb(held.legalHolds)} under a legal hold and will stay`]
      : []),
    ...(policies > 0
      ? [
          `${counted(policies, 'blob')} in ${account} ${verb(policies)} under an immutability policy and will stay${held.until ? `, until ${dayOf(held.until)}` : ''}`,
        ]
      : []),
  ];
}

function elsewhere({ account, objectReplicas, replication, changeFeed }: PlannedStorage): string[] {
  const texts: string[] = [];
  if (objectReplicas.length > 0)
    texts.push(`object replication copies blobs of ${account} to ${objectReplicas.join(', ')}: out of reach`);
  if (hasSecondRegion(replication)) texts.push(`the copy of ${account} in another region (${replication}) follows`);
  if (changeFeed !== false) {
    const time = changeFeed === true ? 'for ever' : `for ${counted(changeFeed, 'day')}`;
    texts.push(`the change feed of ${account} keeps names of blobs ${time}`);
  }
  return texts;
}

/** Geo-redundant SKUs are called `…GRS` or `…GZRS` (Azure docs: redundancy). */
function hasSecondRegion(sku: string): boolean {
  return /G(Z)?RS$/.test(sku);
}

function things(count: number, withCopies: boolean): string {
  return withCopies
    ? `${number(count)} ${count === 1 ? 'blob, version or snapshot' : 'blobs, versions and snapshots'}`
    : counted(count, 'blob');
}

function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${number(count)} ${count === 1 ? noun : plural}`;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}

function dayOf(instant: string): string {
  return instant.slice(0, 10);
}
