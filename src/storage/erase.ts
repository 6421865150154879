import type { BlobOutcome, EraseHow, ListedBlob } from './byte-store';
import { Erasing } from './erasing';

/**
 * Erases every given copy: what is current at exactly the etag that is known, then the version that it becomes; previous
 * versions and snapshots by their ids; and what that only soft-deletes once more for good, where asked for. What each
 * answer says decides about its blob. Refusals that time may heal are thrown after all others were given to `report`.
 */
export async function eraseBlobs<T extends ListedBlob>(
  account: string,
  blobs: readonly T[],
  how: EraseHow<T>,
  report: (outcome: BlobOutcome<T>) => void,
): Promise<void> {
  const erasing = new Erasing(account, how, report);
  const live = blobs.filter((blob) => !blob.deleted);
  // Before what they are snapshots of: with them it could only be deleted together with those that aren't planned.
  await erasing.copies(live.filter((blob) => blob.snapshot !== undefined));
  await erasing.current(live.filter((blob) => blob.snapshot === undefined && blob.state === undefined));
  await erasing.copies(live.filter((blob) => blob.state === 'previous'));
  await erasing.uncommitted(live.filter((blob) => blob.state === 'uncommitted'));
  await erasing.directories(live.filter((blob) => blob.state === 'directory'));
  await erasing.softDeleted(blobs.filter((blob) => blob.deleted));
  if (erasing.fault) throw erasing.fault;
}
