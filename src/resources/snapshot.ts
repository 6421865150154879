import { asAzureError } from '../azure/azure-error';
import { areEmpty, listRange } from '../storage/bytes';
import { concurrently } from '../storage/concurrently';
import { folderPage } from '../storage/folders';
import { readRuns, type KnownRuns } from './known-runs';
import { workspacesOn } from './neighbours';
import { placeId } from './place-id';
import type { Found, Gap, ListContext, ResourceType } from './resource-type';
import { rangesOfSnapshot, snapshotAt } from './snapshot-ranges';
import { snapshotContainers, type Workspace } from './workspace';

/** The source code that jobs were started with, as the service keeps it in containers of its own. */
export const snapshot: ResourceType = {
  name: 'snapshot',
  title: 'Snapshots of source code',
  summary:
    'The source code that jobs were started with, in the containers `snapshots`, `snapshotzips` and `revisions`. A snapshot belongs to the jobs that run history names it for (`ContentSnapshotId`), in whatever workspace of the account; of the others nothing says whose they are.',
  namesPeopleBy: 'identity',
  recordMayTakeBytes: false,
  erasure: 'bytes only',
  residue: [],
  permissions: { read: ['jobs/read', 'experiments/read'], erase: [] },

  async list(context, next) {
    const position = next ? (JSON.parse(next) as Position) : { container: 0 };
    const container = snapshotContainers[position.container];
    if (!container) return { found: [] };
    const { runs, gaps } = await runsOf(context);
    // A run history that can't be asked may name any of them.
    if (!runs) return { found: [], gaps };
    const after: Position | undefined = snapshotContainers[position.container + 1]
      ? { container: position.container + 1 }
      : undefined;
    try {
      const page = await folderPage(place(context, container), '', position.marker);
      const found = await concurrently(page.names, 8, (name) => describe(context, runs, container, name));
      const following = page.next ? { ...position, marker: page.next } : after;
      return { found: found.flatMap((item) => item ?? []), next: following && JSON.stringify(following) };
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      const at = { type: 'snapshot', workspace: context.workspace.id };
      const gap: Gap = { code: 'storage_unreadable', ...at, detail: `${container}: ${error.code}` };
      return { found: [], gaps: [gap], next: after && JSON.stringify(after) };
    }
  },

  async *records() {
    // There is no record, only bytes.
  },

  erase: (context) => Promise.resolve({ state: 'done', outcome: context.intended ? 'deleted' : 'already_absent' }),
};

/** Where a listing goes on: index of the container, and the marker of its page. */
interface Position {
  container: number;
  marker?: string;
}

const place = (context: ListContext, container: string) => ({ account: context.workspace.storageAccount, container });

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
  if (seen.length > 0 && !(await areEmpty(seen))) return undefined;
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
    for await (const { modifiedAt } of listRange(range)) {
      if (modifiedAt && (!createdAt || modifiedAt > createdAt)) createdAt = modifiedAt;
    }
  }
  return { ...found, createdAt };
}
