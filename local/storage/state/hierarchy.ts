import type { StorageClock } from './clock';
import { StorageError } from '../http/errors';
import { newCopy } from './new-copy';
import { isDirectory, type Account, type Container } from './model';
import { placeFor, type Place } from './place';
import { makeCurrent } from './retention';

/**
 * Makes the directories above a name, on accounts with a hierarchical namespace: blobs without content whose metadata
 * says `hdi_isfolder` (Azure docs: Data Lake Storage, known issues with the Blob API).
 */
export function makeParents(clock: StorageClock, account: Account, container: Container, name: string): void {
  if (!account.settings.isHnsEnabled) return;
  for (let slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
    const parent = placeFor(clock, account, container, name.slice(0, slash));
    const { current } = parent.named;
    if (current === undefined) makeCurrent(parent, newCopy(clock, { metadata: { hdi_isfolder: 'true' } }));
    else if (!isDirectory(current)) throw new StorageError('ResourceTypeMismatch', 'A file has nothing below it.');
  }
}

/** Refuses to delete a directory with something in it, on accounts with a hierarchical namespace. */
export function checkEmptyDirectory({ account, container, named }: Place): void {
  if (!account.settings.isHnsEnabled || named.current === undefined || !isDirectory(named.current)) return;
  const below = `${named.name}/`;
  for (const [name, other] of container.names.entries(below)) {
    if (!name.startsWith(below)) return;
    if (other.current !== undefined) throw new StorageError('DirectoryIsNotEmpty', 'Directories are deleted empty.');
  }
}
