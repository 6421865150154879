import BTree from 'sorted-btree';
import { day, type StorageClock } from './clock';
import { StorageError } from '../http/errors';
import { isEmpty, none, type Account, type Container, type Copy, type Deletion, type Named } from './model';
import { softDeleteDays } from './settings';

/** A name in a container, with all that decides what becomes of it. */
export interface Place {
  clock: StorageClock;
  account: Account;
  container: Container;
  named: Named;
}

/** Days after which blocks that were never committed go (Azure docs: Put Block). */
const uncommittedDays = 7;

/** An empty index of names. */
export function newNames(): BTree<string, Named> {
  return new BTree<string, Named>(undefined, (a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** What lies under a name, less what has expired; undefined when nothing does. */
export function find(container: Container, name: string, now: number): Named | undefined {
  const named = container.names.get(name);
  if (named === undefined || !expires(named, now)) return named;
  container.names.delete(name);
  return undefined;
}

/** The place of a name, made when it is new. */
export function placeFor(clock: StorageClock, account: Account, container: Container, name: string): Place {
  let named = find(container, name, clock.now());
  if (named === undefined) {
    named = { name, versions: none, snapshots: none, gone: none };
    container.names.set(name, named);
  }
  return { clock, account, container, named };
}

/** The place of a name that holds something. Throws BlobNotFound. */
export function placeOfExisting(clock: StorageClock, account: Account, container: Container, name: string): Place {
  const named = find(container, name, clock.now());
  if (named === undefined) throw new StorageError('BlobNotFound');
  return { clock, account, container, named };
}

/** Whether anything lies in a container that has not expired. */
export function holdsAnything(container: Container, now: number): boolean {
  for (const named of container.names.values()) if (!expires(named, now)) return true;
  return false;
}

/** Takes a name out of the index when nothing is left under it. */
export function tidy({ container, named }: Place): void {
  if (isEmpty(named)) container.names.delete(named.name);
}

/** A deletion that begins now; undefined when soft delete is off. */
export function deletionNow({ clock, account }: Place): Deletion | undefined {
  const days = softDeleteDays(account.settings);
  const at = clock.now();
  return days === undefined ? undefined : { at, until: at + days * day };
}

/** The copies without those whose time is over. Returns the same list when all stay. */
function alive(copies: readonly Copy[], now: number): readonly Copy[] {
  return copies.every((copy) => !isOver(copy, now)) ? copies : copies.filter((copy) => !isOver(copy, now));
}

function isOver({ deleted }: Copy, now: number): boolean {
  return deleted !== undefined && deleted.until <= now;
}

/** Drops what has expired under a name; returns whether nothing is left. */
export function expires(named: Named, now: number): boolean {
  const { versions, snapshots, gone, uncommitted } = named;
  if (versions === none && snapshots === none && gone === none && uncommitted === undefined) return isEmpty(named);
  named.versions = alive(versions, now);
  named.snapshots = alive(snapshots, now);
  named.gone = alive(gone, now);
  if (uncommitted !== undefined && uncommitted.at + uncommittedDays * day <= now) named.uncommitted = undefined;
  return isEmpty(named);
}
