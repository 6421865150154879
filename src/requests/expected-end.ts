import type { AccountSettings } from '../storage/account-settings';
import type { ListedBlob } from '../storage/byte-store';
import type { Outcome } from './outcomes';

/** What became of a blob, with the date that belongs to it. */
export interface Ended {
  outcome: Outcome;
  reason?: string;
  until?: string;
}

const day = 24 * 60 * 60 * 1_000;

/**
 * When what was just soft-deleted becomes irrecoverable, or what a container's policy holds may go, as far as the
 * settings of its account tell. A guess in so far as they may have changed: a listing afterwards tells the truth.
 */
export function expectedEnd(
  blob: ListedBlob,
  { outcome, reason }: Ended,
  accounts: readonly AccountSettings[],
  at: Date,
): string | undefined {
  const account = accounts.find((one) => one.account === blob.account);
  if ((blob.store ?? 'blob') !== 'blob' || !account) return undefined;
  if (outcome === 'soft_deleted') return after(at.getTime(), account.blobSoftDeleteDays);
  if (outcome !== 'blocked' || reason !== 'BlobImmutableDueToPolicy' || !blob.modifiedAt) return undefined;
  const container = account.containers.find(({ name }) => name === blob.container);
  return after(Date.parse(blob.modifiedAt), container?.immutabilityDays);
}

function after(from: number, days: number | undefined): string | undefined {
  return days === undefined ? undefined : new Date(from + days * day).toISOString();
}

/** The last of the dates until which something soft-deleted can be restored; undefined where one is unknown. */
export function latest(ends: readonly Ended[]): string | undefined {
  const dates = ends.filter(({ outcome }) => outcome === 'soft_deleted').map(({ until }) => until);
  if (dates.some((date) => date === undefined)) return undefined;
  return dates.sort().at(-1);
}
