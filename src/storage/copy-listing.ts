import { asAzureError } from '../azure/azure-error';
import type { Role } from '../azure/credential';
import { now } from '../config/clock';
import { containerOf } from './blobs';
import { blobPages } from './bulk/list';
import type { BlobEntry, ListOptions } from './bulk/types';
import type { ListedBlob, ListHow } from './byte-store';
import { concurrently } from './concurrently';
import { abilityOf, forgetApart, isRefusalOfOptions, learnApart, learnIncludes, unlistedIn } from './copy-ability';
import { byName, currentFirst, listedCopy } from './copies';
import type { ByteRange } from './uri';

/** Calls at once to tell blocks that were never committed from empty blobs. */
const width = 16;
/** Entries asked for where only those of one name are wanted. */
const fewEntries = 100;

/**
 * Lists a range with every copy of what is in it, and for a prefix the marker of its own directory. What the account
 * refuses to list is told to `unlisted`. A container that doesn't exist holds nothing. Throws AzureError.
 */
export async function* listCopies(
  range: ByteRange,
  { role = 'reader', unlisted }: Omit<ListHow, 'copies'>,
): AsyncGenerator<ListedBlob> {
  await learnApart(role, range);
  const all = range.kind === 'blob' ? ofOneName(range, range.path, role) : under(range, role);
  let empty = true;
  for await (const copies of byName(all)) {
    empty = false;
    yield* currentFirst(copies);
  }
  const hns = abilityOf(range.account).deletedApart;
  // The marker of the directory is named like it without the slash, so it isn't below the prefix.
  if (range.kind === 'prefix' && range.path.endsWith('/') && (hns || !empty)) {
    for await (const copy of ofOneName(range, range.path.slice(0, -1), role)) {
      if (copy.state === 'directory') yield copy;
    }
  }
  for (const what of unlistedIn(range.account)) unlisted?.(what);
}

async function* under(range: ByteRange, role: Role): AsyncGenerator<ListedBlob> {
  const options = { prefix: range.path };
  for await (const blobs of shown(range, role, options)) yield* blobs;
  for await (const blobs of shownApart(range, role, options)) yield* blobs;
}

/** Only what has exactly this name; names that go on after it come later in a listing. */
async function* ofOneName(range: ByteRange, name: string, role: Role): AsyncGenerator<ListedBlob> {
  const options = { prefix: name, size: fewEntries };
  // Each has its own order of names: what comes later in one says nothing about the other.
  for (const pages of [shown(range, role, options), shownApart(range, role, options)]) {
    for await (const blobs of pages) {
      const same = blobs.filter((blob) => blob.name === name);
      yield* same;
      if (same.length < blobs.length) break;
    }
  }
}

/** Pages with all that the account shows but what it lists apart. */
async function* shown(range: ByteRange, role: Role, options: ListOptions): AsyncGenerator<ListedBlob[]> {
  for await (const page of complete(range, role, options)) yield describe(range, role, page);
}

/** Pages with what is soft-deleted, where that is listed apart. */
async function* shownApart(range: ByteRange, role: Role, options: ListOptions): AsyncGenerator<ListedBlob[]> {
  const { deletedApart, apart } = abilityOf(range.account);
  if (!deletedApart) return;
  for await (const { blobs } of blobPages(role, range, { ...options, include: apart, showOnly: 'deleted' })) {
    if (!blobs.every(({ deleted }) => deleted)) {
      forgetApart(range.account);
      return;
    }
    yield blobs.map((entry) => listedCopy(range, entry, now().getTime()));
  }
}

/** Pages with as much as the account shows. What it shows is found out by its refusal of too much. */
async function* complete(range: ByteRange, role: Role, options: ListOptions): AsyncGenerator<BlobEntry[]> {
  for (let probed = false; ; probed = true) {
    const { deletedApart, include: able } = abilityOf(range.account);
    const include = able.filter((what) => !(deletedApart && what === 'deleted'));
    let begun = false;
    try {
      for await (const { blobs } of blobPages(role, range, { ...options, include })) {
        begun = true;
        yield blobs;
      }
      return;
    } catch (thrown) {
      if (begun || probed || !isRefusalOfOptions(thrown)) throw thrown;
      await learnIncludes(role, range, options);
    }
  }
}

/** Blocks that were never committed look like an empty blob in a listing, but aren't there when asked for. */
async function describe(range: ByteRange, role: Role, entries: readonly BlobEntry[]): Promise<ListedBlob[]> {
  const blobs = entries.map((entry) => listedCopy(range, entry, now().getTime()));
  const doubtful = blobs.filter((blob, index) => mayBeUncommitted(blob) && entries[index]?.isCurrentVersion !== true);
  await concurrently(doubtful, width, async (blob) => {
    try {
      if (!(await containerOf(role, range).getBlobClient(blob.name).exists())) blob.state = 'uncommitted';
    } catch (thrown) {
      throw asAzureError(thrown);
    }
  });
  return blobs;
}

function mayBeUncommitted({ size, snapshot, state, deleted }: ListedBlob): boolean {
  return size === 0 && snapshot === undefined && state === undefined && deleted === undefined;
}
