import { isDeleted } from './check-storage';
import type { SeedFile } from './seed-file';

/** How many days before now the first deletion of a seed was; 0 when nothing in it was deleted. */
export function oldestDeletion({ storageAccounts = [], blobs = [] }: SeedFile): number {
  const containers = storageAccounts.flatMap((account) => account.containers ?? []);
  const copies = blobs.flatMap(({ versions = [], snapshots = [] }) => [...versions, ...snapshots]);
  const days = [...containers, ...blobs, ...copies.filter(isDeleted)].map(({ deletedDaysAgo = 0 }) => deletedDaysAgo);
  return Math.max(0, ...days);
}
