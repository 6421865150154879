import { bytesOnly } from './erasing/bytes-only';
import { asAzureError } from '../azure/azure-error';
import { listRange } from '../storage/bytes';
import { concurrently } from '../storage/concurrently';
import { folderPage } from '../storage/folders';
import { contains, type ByteRange } from '../storage/uri';
import { readUse, type AccountUse } from './ownership/account-use';
import { placeId } from './ownership/place-id';
import type { Found, Gap, ListContext, ResourceType } from './resource-type';
import { entryOf, isContentAddressed, walksOf, type Entry, type Walk } from './ownership/upload-places';
import type { Workspace } from './workspace';

/** Uploaded files that nothing owns any more, and what is left of runs that no longer exist. */
export const upload: ResourceType = {
  ...bytesOnly,
  name: 'upload',
  title: 'Uploads that nothing names any more',
  summary:
    'Folders and files in the two containers that come with a workspace, which no asset owns: uploads (`LocalUpload`, `UI`, `WebUpload`, `Dataset`, `az-ml-artifacts` and others), and what is left of runs that neither run history nor ARM know any more. An upload is a person’s when a job of theirs names it as its input and its folder is named by the hash of its content; otherwise nothing says whose it is. An upload is dated by its newest file. Behind a datastore that somebody added, only what assets name is looked at: the rest may be data of their own. What only a v1 dataset names looks forgotten, because those can’t be listed.',
  namesPeopleBy: 'identity',
  bytes: 'Its folder or file.',
  proof: 'Its place is listed and nothing is in it.',
  residue: [],
  permissions: {
    read: [
      'jobs/read',
      'experiments/read',
      'experiments/runs/read',
      'datastores/read',
      'environments/read',
      'components/read',
    ],
    erase: [],
  },

  async list(context, next) {
    const walks = walksOf(context.workspace);
    let at: Position = next ? (JSON.parse(next) as Position) : { walk: 0 };
    const gaps: Gap[] = [];
    // Most levels hold nothing: only for one that does, everything that points to it is read.
    for (let level = walks[at.walk]; level; level = walks[at.walk]) {
      const page = await levelOf(context, level, at.marker);
      gaps.push(...(page.gaps ?? []));
      at = page.next ? { walk: at.walk, marker: page.next } : { walk: at.walk + 1 };
      if (page.entries.length === 0) continue;
      const use = await useOf(context, walks);
      // Where not everybody who may own something could be asked, nothing is known to be forgotten.
      if (use.gaps.length > 0) return { found: [], gaps: [...gaps, ...use.gaps] };
      const walk = level;
      const found = await concurrently(page.entries, 8, (entry) => describe(context, use, walk, entry));
      gaps.push(...use.runGaps);
      return { found: found.flatMap((item) => item ?? []), gaps, next: JSON.stringify(at) };
    }
    return { found: [], gaps };
  },
};

/** Where a listing goes on: index of the walk, and the marker of its page. */
interface Position {
  walk: number;
  marker?: string;
}

const uses = new WeakMap<Workspace, Promise<AccountUse>>();

/** One reading for all pages that one activity call lists: each call reads its workspace anew. */
function useOf(context: ListContext, walks: readonly Walk[]): Promise<AccountUse> {
  const use = uses.get(context.workspace) ?? readUse(context, walks, 'upload');
  uses.set(context.workspace, use);
  return use;
}

/** One page of a level, less what is walked by itself. */
async function levelOf(
  context: ListContext,
  walk: Walk,
  marker?: string,
): Promise<{ entries: Named[]; gaps?: Gap[]; next?: string }> {
  try {
    const { names, next } = await folderPage(walk, walk.prefix, marker);
    const entries = names.flatMap((path): Named[] => {
      const entry = entryOf(walk.prefix, path);
      return entry.kind === 'above' ? [] : [{ path, entry }];
    });
    return { entries, ...(next ? { next } : {}) };
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    const at = { type: 'upload', workspace: context.workspace.id };
    return { entries: [], gaps: [{ code: 'storage_unreadable', ...at, detail: `${walk.container}: ${error.code}` }] };
  }
}

interface Named {
  path: string;
  entry: Exclude<Entry, { kind: 'above' }>;
}

/** What is found at a place; undefined when something owns it. */
async function describe(
  context: ListContext,
  use: AccountUse,
  walk: Walk,
  { path, entry }: Named,
): Promise<Found | undefined> {
  const { account, container } = walk;
  const range: ByteRange = { account, container, path, kind: path.endsWith('/') ? 'prefix' : 'blob' };
  if (entry.kind === 'run' && (!use.runs || use.runs.names.has(entry.folder))) return undefined;
  if (use.owners.containing(range).length > 0) return undefined;
  const madeBy = isContentAddressed(path) ? jobsThatName(context, use, range) : [];
  const found: Found = {
    id: placeId(context.workspace, 'uploads', `${container}/${path}`),
    name: entry.kind === 'run' ? entry.run : path,
    actors: [],
    ...(madeBy.length > 0 ? { madeBy } : { common: true }),
    ranges: [range],
  };
  const partlyOwned = use.owners.overlapping(range).length > 0;
  // Without a look at the files its age is unknown, which counts as selected where a filter asks for it.
  if (!partlyOwned && !context.selects(found)) return found;
  const { newest, forgotten } = await look(use, range);
  return forgotten ? { ...found, createdAt: newest } : undefined;
}

/** The jobs of this workspace that name a place, or something in it: they have uploaded it, or the same content. */
function jobsThatName(context: ListContext, use: AccountUse, range: ByteRange): string[] {
  const named = use.mentions
    .overlapping(range)
    .filter((mention) => contains(range, mention.range) && mention.workspace === context.workspace.id)
    .flatMap(({ job }) => job ?? []);
  return [...new Set(named)];
}

/** When something was last written below a range, and whether anything there is owned by nobody. */
async function look(use: AccountUse, range: ByteRange): Promise<{ newest?: string; forgotten: boolean }> {
  let newest: string | undefined;
  let forgotten = false;
  for await (const { account, container, name, modifiedAt } of listRange(range, { copies: true })) {
    if (modifiedAt && (!newest || modifiedAt > newest)) newest = modifiedAt;
    forgotten ||= use.owners.containing({ account, container, path: name, kind: 'blob' }).length === 0;
  }
  return { newest, forgotten };
}
