import { asAzureError } from '../../azure/azure-error';
import { blobService } from '../../storage/blobs';
import { listRange } from '../../storage/bytes';
import { concurrently } from '../../storage/concurrently';
import { listShares } from '../../storage/files/service';
import type { RangeIndex } from '../../storage/range-index';
import { containerKey, type ByteRange } from '../../storage/uri';
import { readOwners } from './account-use';
import { workspacesOn } from './neighbours';
import type { Gap, ListContext } from '../resource-type';
import { accountsOf, placesOf, type Workspace } from '../workspace';

type Place = Omit<ByteRange, 'path' | 'kind'>;
type Context = Pick<ListContext, 'arm' | 'workspace' | 'scope'>;

/** Things counted before a size is only told as a lower bound. */
const countLimit = 10_000;

/**
 * Containers and shares that no rule explains, with their sizes, on every account that a workspace stores something in.
 * What another workspace there uses is no unknown one; a container in which only assets lie (source code that the
 * service puts into containers of its own) is theirs. An account that several workspaces of the request use is told of
 * once, by the first of them.
 */
export async function unknownPlaces(context: Context): Promise<Gap[]> {
  const { arm, workspace, scope } = context;
  // Of a workspace that can't be read, the places are unknown and told as such: nothing is hidden by going on.
  const workspaces = await workspacesOn(arm, [workspace.id, ...scope], accountsOf(workspace), () => undefined);
  const accounts = [...accountsOf(workspace)].filter((account) => isFirst(context, workspaces, account));
  const known = new Set(workspaces.flatMap((neighbour) => [...placesOf(neighbour)]));
  const gaps: Gap[] = [];
  const unknown: Place[] = [];
  for (const account of accounts) {
    for (const type of ['container', 'fileShare'] as const) {
      try {
        const places = type === 'container' ? await containersOf(account) : await sharesOf(account);
        unknown.push(...places.filter((place) => !known.has(containerKey(place))));
      } catch (thrown) {
        gaps.push(unreadable(thrown, workspace, type, account));
      }
    }
  }
  if (unknown.length === 0) return gaps;
  const owners = await readOwners(arm, workspaces, unknown, (gap) => gaps.push({ ...gap, type: 'container' }));
  const measured = await concurrently(unknown, 4, (place) => gapOf(workspace, place, owners));
  return [...gaps, ...measured.flatMap((gap) => gap ?? [])];
}

function isFirst({ workspace, scope }: Context, workspaces: readonly Workspace[], account: string): boolean {
  const users = new Set(
    workspaces.filter((neighbour) => accountsOf(neighbour).has(account)).map(({ id }) => id.toLowerCase()),
  );
  const first = scope.find((id) => users.has(id.toLowerCase()));
  return first === undefined || first.toLowerCase() === workspace.id.toLowerCase();
}

async function containersOf(account: string): Promise<Place[]> {
  const places: Place[] = [];
  for await (const { name } of blobService('reader', account).listContainers({ includeSystem: true })) {
    places.push({ account, container: name });
  }
  return places;
}

async function sharesOf(account: string): Promise<Place[]> {
  try {
    return (await listShares(account)).map(({ name }) => ({ store: 'file', account, container: name }));
  } catch (thrown) {
    // An account for blobs only has no address for files (Azure docs: storage account overview, endpoints by kind).
    if (asAzureError(thrown).code === 'ENOTFOUND') return [];
    throw thrown;
  }
}

async function gapOf(workspace: Workspace, place: Place, owners: RangeIndex<string>): Promise<Gap | undefined> {
  const type = place.store === 'file' ? 'fileShare' : 'container';
  try {
    const { owned, count, bytes, all } = await measure(place, owners);
    if (owned && count === 0) return undefined;
    const things = `${count} ${type === 'container' ? 'blob' : 'file'}${count === 1 ? '' : 's'}`;
    const size = `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
    const detail = `${place.account}/${place.container}: ${all ? '' : 'more than '}${things}, ${size}`;
    return { code: 'not_handled', type, workspace: workspace.id, detail };
  } catch (thrown) {
    return unreadable(thrown, workspace, type, `${place.account}/${place.container}`);
  }
}

/** What lies in a place and belongs to no asset; directories hold no bytes and don't count. */
async function measure(place: Place, owners: RangeIndex<string>) {
  const result = { owned: false, count: 0, bytes: 0, all: true };
  for await (const { name, size } of listRange({ ...place, path: '', kind: 'prefix' })) {
    if (name.endsWith('/') && place.store === 'file') continue;
    if (owners.containing({ ...place, path: name, kind: 'blob' }).length > 0) {
      result.owned = true;
      continue;
    }
    if (result.count === countLimit) return { ...result, all: false };
    result.count += 1;
    result.bytes += size;
  }
  return result;
}

function unreadable(thrown: unknown, workspace: Workspace, type: string, place: string): Gap {
  const error = asAzureError(thrown);
  if (error.transient) throw error;
  return { code: 'storage_unreadable', type, workspace: workspace.id, detail: `${place}: ${error.code}` };
}
