import type { Arm } from '../../azure/arm';
import { childId } from '../../azure/arm-id';
import { deployedModels, deploymentsOf } from '../../resources/lineage/deployed-models';
import { LineageGraph, type PlannedData } from '../../resources/lineage/graph';
import { lineageUnknown, readLineage, type LineageFacts } from '../../resources/lineage/read-lineage';
import { workspacesOn } from '../../resources/ownership/neighbours';
import { canBeRun } from '../../resources/ownership/existing-runs';
import { runOfPath } from '../../resources/ownership/run-ranges';
import type { Gap } from '../../resources/resource-type';
import { jobIdOf } from '../../resources/run-history';
import { datastoresOf, keepersOf, readWorkspace, type OwnersView, type Workspace } from '../../resources/workspace';
import { Documents, type ShardRef } from '../../storage/documents';
import { RangeIndex } from '../../storage/range-index';
import type { ByteRange } from '../../storage/uri';
import { refOf } from '../keys';
import type { LineageLine, PlanItem } from './plan';

const documents = new Documents();

/** Items of a plan by which a job may have read their data. */
export type Source = Pick<PlanItem, 'ref' | 'id' | 'ranges' | 'keep'>;

/**
 * Writes which models were trained by jobs that read what the items of a plan hold, and which deployments serve them:
 * in all workspaces of the scope, and in those that use the same accounts. Where that can't be read, a gap says so.
 */
export async function planLineage(
  folder: string,
  arm: Arm,
  scope: readonly string[],
  items: readonly Source[],
): Promise<{ lineage: ShardRef; gaps: Gap[] }> {
  const gaps: Gap[] = [];
  const lines = await findLineage(arm, scope, items, (gap) => gaps.push(gap));
  return { lineage: await documents.writeLines(`${folder}/lineage`, lines), gaps };
}

/** The lines of a plan's lineage, in the order of the models' ids. `missing` is told what can't be read. */
export async function findLineage(
  arm: Arm,
  scope: readonly string[],
  items: readonly Source[],
  missing: (gap: Gap) => void,
): Promise<LineageLine[]> {
  const erasable = items.filter(mayBeErased);
  const planned = plannedData(erasable);
  if (!planned) return [];
  const workspaces = await workspacesAround(arm, scope, missing);
  const view: OwnersView = {
    accounts: new Set(workspaces.flatMap((workspace) => [...keepersOf(workspace)])),
    elsewhere: new Map(workspaces.map((workspace) => [workspace.id.toLowerCase(), datastoresOf(workspace)])),
  };
  const facts = await readLineage(arm, workspaces, view, missing);
  const traced = trace(facts, workspaces, planned);
  if (traced.length === 0) return [];
  const serving = await deployedModels(arm, workspaces, missing);
  const going = new Set(erasable.map(({ id }) => id.toLowerCase()));
  return traced
    .map(({ model: { versionId: id, name, version, workspace }, jobs, reads }) => ({
      ...{ ref: refOf(id), id, name, version, workspace, jobs, reads },
      ...{ deployments: deploymentsOf(id, serving), planned: going.has(id.toLowerCase()) },
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What is to be erased, or will be if the approver says so. */
function mayBeErased({ keep }: Source): boolean {
  return keep === undefined || keep.outcome === 'weak_match' || keep.outcome === 'in_use';
}

/** The planned items by their ids and by their bytes; undefined when none of them holds anything that a job could read. */
function plannedData(items: readonly Source[]): PlannedData | undefined {
  const byId = new Map<string, string>();
  const byRange = new RangeIndex<string>();
  let any = false;
  for (const { ref, id, ranges } of items) {
    const readable = ranges.filter(({ store }) => store !== 'image');
    for (const range of readable) byRange.add(range, ref);
    // Who reads the outputs of a job reads its bytes, which are the run's.
    const job = jobIdOf(id);
    if (job !== id || !byId.has(id.toLowerCase())) byId.set(job.toLowerCase(), ref);
    any ||= readable.length > 0 || /\/(?:data|models)\/[^/]+(?:\/versions\/[^/]+)?$/i.test(id);
  }
  return any ? { byId, byRange } : undefined;
}

/** The workspaces of the scope, and all others that keep bytes in the same places. */
async function workspacesAround(arm: Arm, scope: readonly string[], missing: (gap: Gap) => void): Promise<Workspace[]> {
  const keepers = new Set<string>();
  for (const id of scope) {
    try {
      const workspace = await readWorkspace(arm, id);
      for (const keeper of workspace ? keepersOf(workspace) : []) keepers.add(keeper);
    } catch (thrown) {
      missing(lineageUnknown(id, 'workspace', thrown));
    }
  }
  const unknown = (gap: Gap) => missing({ ...gap, code: 'lineage_unknown', type: 'model' });
  return workspacesOn(arm, scope, keepers, unknown);
}

function trace(facts: LineageFacts, workspaces: readonly Workspace[], planned: PlannedData) {
  // Workspaces on one account keep their jobs' folders in one container: whose a folder is, its existence decides.
  const known = new Set(facts.jobs.map(({ id }) => id.toLowerCase()));
  const jobsAt = (range: ByteRange) =>
    workspaces.flatMap((workspace) => {
      const run = runOfPath(workspace, range);
      const id = run && canBeRun(run) ? childId(workspace.id, 'jobs', run).toLowerCase() : undefined;
      return id !== undefined && known.has(id) ? [id] : [];
    });
  const graph = new LineageGraph(facts.jobs, [...facts.data, ...facts.models], planned, jobsAt);
  return facts.models.flatMap((model) => {
    const found = graph.trace(model);
    return found ? [{ model, ...found }] : [];
  });
}
