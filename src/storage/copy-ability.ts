import { asAzureError } from '../azure/azure-error';
import type { Role } from '../azure/credential';
import { blobPages } from './bulk/list';
import type { BlobEntry, ListInclude, ListOptions } from './bulk/types';
import { concurrently } from './concurrently';

interface Place {
  account: string;
  container: string;
}

/** What makes a listing complete, and what tells apart and explains what is in it. */
const everything: readonly ListInclude[] = [
  'metadata',
  'snapshots',
  'versions',
  'deleted',
  'uncommittedblobs',
  'immutabilitypolicy',
  'legalhold',
];

/** Without these a listing would lack something, rather than say less of what is in it. */
const copies: readonly ListInclude[] = ['snapshots', 'versions', 'deleted', 'uncommittedblobs'];

/** What an account lets a listing show. */
export interface Ability {
  include: readonly ListInclude[];
  /** A hierarchical namespace: what is soft-deleted is listed apart, and there are no versions (Azure docs: List Blobs). */
  deletedApart: boolean;
  /** What the listing apart shows beside deleted blobs and directories. */
  apart: readonly ListInclude[];
}

/** The same for a listing of what is soft-deleted apart: without asking for them it shows no soft-deleted snapshots. */
const ofDeleted: readonly ListInclude[] = ['metadata', 'snapshots'];

const abilities = new Map<string, Partial<Ability>>();

function learn(account: string, what: Partial<Ability>): void {
  abilities.set(account, { ...abilities.get(account), ...what });
}

/** What an account is known to let a listing show; everything, as long as it refused nothing. */
export function abilityOf(account: string): Ability {
  return { include: everything, deletedApart: false, apart: ofDeleted, ...abilities.get(account) };
}

/** Copies of which nobody can say whether an account has any. */
export function unlistedIn(account: string): ListInclude[] {
  const { include, deletedApart, apart } = abilityOf(account);
  if (!deletedApart) return copies.filter((what) => !include.includes(what));
  const known = new Set<ListInclude>([...include, 'deleted', 'versions']);
  return copies.filter((what) => !known.has(what) || (what === 'snapshots' && !apart.includes(what)));
}

/**
 * Finds out whether an account lists what is soft-deleted apart, by asking it to: only those with a hierarchical
 * namespace do. Throws AzureError where nothing can be listed.
 */
export async function learnApart(role: Role, place: Place): Promise<void> {
  if (abilities.get(place.account)?.deletedApart !== undefined) return;
  for (const apart of [ofDeleted, ofDeleted.filter((what) => what !== 'snapshots')]) {
    const page = await tried(() => firstPage(role, place, { include: apart, showOnly: 'deleted' }));
    if (page === undefined) return;
    if (page === 'refused') continue;
    // An account that ignores the question shows nothing of an empty container either: nothing is learned from that,
    // unless it refuses to list what is deleted in any other way. Nothing is soft-deleted there now, if it understood.
    const beside = page.length === 0 ? await tried(() => firstPage(role, place, { include: ['deleted'] })) : 'unasked';
    if (page.length === 0 && beside !== 'refused') return;
    return learn(place.account, { deletedApart: page.every(({ deleted }) => deleted === true), apart });
  }
  learn(place.account, { deletedApart: false });
}

/** Notes that an account shows what isn't deleted when asked for what is: it doesn't know the question. */
export function forgetApart(account: string): void {
  learn(account, { deletedApart: false });
}

/** Finds out what an account shows by asking for each thing by itself. Throws AzureError where nothing can be listed. */
export async function learnIncludes(role: Role, place: Place, options: Pick<ListOptions, 'prefix'>): Promise<void> {
  await firstPage(role, place, options);
  const pages = await concurrently(everything, everything.length, (what) =>
    tried(() => firstPage(role, place, { ...options, include: [what] })),
  );
  learn(place.account, { include: everything.filter((_, index) => pages[index] !== 'refused') });
}

/** Whether the service didn't like how it was asked, rather than who asked for what. */
export function isRefusalOfOptions(thrown: unknown): boolean {
  const { status, code } = asAzureError(thrown);
  return [400, 405, 409, 501].includes(status) && code !== 'ContainerBeingDeleted';
}

async function tried<T>(work: () => Promise<T>): Promise<T | 'refused'> {
  try {
    return await work();
  } catch (thrown) {
    if (isRefusalOfOptions(thrown)) return 'refused';
    throw thrown;
  }
}

/** The beginning of a listing; undefined where there is no container. */
async function firstPage(role: Role, place: Place, options: ListOptions): Promise<BlobEntry[] | undefined> {
  for await (const { blobs } of blobPages(role, place, { ...options, size: 1 })) return blobs;
  return undefined;
}
