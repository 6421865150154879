import { bytesOnly } from './erasing/bytes-only';
import { asAzureError } from '../azure/azure-error';
import { areEmpty, listRange } from '../storage/bytes';
import { concurrently } from '../storage/concurrently';
import { folderPage, type FolderPage } from '../storage/folders';
import { readRuns, type KnownRuns } from './ownership/known-runs';
import { workspacesOn } from './ownership/neighbours';
import { placeId } from './ownership/place-id';
import type { Found, Gap, ListContext, ResourceType } from './resource-type';
import { rangesOfSnapshot, snapshotAt } from './ownership/snapshot-ranges';
import { snapshotContainers, type Workspace } from './workspace';

/** The source code that jobs were started with, as the service keeps it in containers of its own. */
export const snapshot: ResourceType = {
  ...bytesOnly,
  name: 'snapshot',
  title: 'Snapshots of source code',
  summary:
    'The source code that jobs were started with, in the containers `snapshots`, `snapshotzips` and `revisions`. A snapshot belongs to the jobs that run history names it for (`ContentSnapshotId`), in whatever workspace of the account; of the others nothing says whose they are.',
  namesPeopleBy: 'identity',
  bytes: 'Its folder or zip in each of the three containers.',
  proof: 'Its places are listed and nothing is in them.',
  residue: [],
  permissions: { read: ['jobs/read', 'experiments/read', 'experiments/runs/read'], erase: [] },

  async list(context, next) {
    let at: Position = next ? (JSON.parse(next) as Position) : { container: 0 };
    const gaps: Gap[] = [];
    for (let name = snapshotContainers[at.container]; name; name = snapshotContainers[at.container]) {
      const container = name;
      const page = await entriesOf(context, container, at.marker);
      gaps.push(...(page.gaps ?? []));
      at = page.next ? { container: at.container, marker: page.next } : { container: at.container + 1 };
      if (page.names.length === 0) continue;
      const { runs, gaps: missing } = await runsOf(context);
      // A run history that can't be asked may name any of them.
      if (!runs) return { found: [], gaps: [...gaps, ...missing] };
      const found = await concurrently(page.names, 8, (entry) => describe(context, runs, container, entry));
      return { found: found.flatMap((item) => item ?? []), gaps, next: JSON.stringify(at) };
    }
    return { found: [], gaps };
  },
};

/** Where a listing goes on: index of the container, and the marker of its page. */
interface Position {
  container: number;
  marker?: string;
}

const place = (context: ListContext, container: string) => ({ account: context.workspace.storageAccount, container });

async function entriesOf(
  context: ListContext,
  container: string,
  marker?: string,
): Promise<FolderPage & { gaps?: Gap[] }> {
  try {
    return await folderPage(place(context, container), '', marker);
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    const at = { type: 'snapshot', workspace: context.workspace.id };
    return { names: [], gaps: [{ code: 'storage_unreadable', ...at, detail: `${container}: ${error.code}` }] };
  }
}

const readings = new WeakMap<Workspace, ReturnType<typeof read>>();

/** One reading for all pages that one activity call lists: each call reads its workspace anew. */
function runsOf(context: ListContext): ReturnType<typeof read> {
  const reading = readings.get(context.workspace) ?? read(context);
  readings.set(context.workspace, reading);
  return reading;
}

async function read({ arm, workspace, scope }: ListContext): Promise<{ runs?: KnownRuns; gaps: Gap[] }> {
  const gaps: Gap[] = [];
  const missing = (gap: Gap) => gaps.push({ ...gap, code: 'references_unknown', type: 'snapshot' });
  const accounts = new Set([workspace.storageAccount]);
  const workspaces = await workspacesOn(arm, [workspace.id, ...scope], accounts, missing);
  const { runs, runGaps } = await readRuns(arm, workspaces, 'snapshot');
  return gaps.length > 0 ? { gaps } : { runs, gaps: runGaps };
}

/** The snapshot that an entry belongs to; undefined when an earlier container had it, or it is another workspace's. */
async function describe(
  context: ListContext,
  runs: KnownRuns,
  container: string,
  entry: string,
): Promise<Found | undefined> {
  const { workspace } = context;
  const id = snapshotAt(container, entry);
  const ranges = id
    ? rangesOfSnapshot(workspace.storageAccount, id)
    : [
        {
          ...place(context, container),
          path: entry,
          kind: entry.endsWith('/') ? ('prefix' as const) : ('blob' as const),
        },
      ];
  const earlier = snapshotContainers.slice(0, snapshotContainers.indexOf(container));
  const seen = id ? ranges.filter((range) => earlier.includes(range.container)) : [];
  if (seen.length > 0 && !(await areEmpty(seen, { copies: true }))) return undefined;
  const namedBy = (id && runs.snapshots.get(id.toLowerCase())) || [];
  const own = namedBy.filter((run) => run.workspace === workspace.id).map(({ run }) => run);
  if (namedBy.length > 0 && own.length === 0) return undefined;
  const found: Found = {
    id: placeId(workspace, 'snapshots', id ?? `${container}/${entry}`),
    name: id ?? `${container}/${entry}`,
    actors: [],
    ...(own.length > 0 ? { madeBy: own } : { common: true }),
    ranges,
  };
  if (!context.selects(found)) return found;
  let createdAt: string | undefined;
  for (const range of ranges) {
    for await (const { modifiedAt } of listRange(range, { copies: true })) {
      if (modifiedAt && (!createdAt || modifiedAt > createdAt)) createdAt = modifiedAt;
    }
  }
  return { ...found, createdAt };
}
