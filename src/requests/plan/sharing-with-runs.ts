import { childId } from '../../azure/arm-id';
import type { Arm } from '../../azure/arm';
import { canBeRun, existingRuns } from '../../resources/ownership/existing-runs';
import { snapshotOf } from '../../resources/ownership/known-runs';
import { holdsRuns, rangesOfRun, runOfPath } from '../../resources/ownership/run-ranges';
import { textAt } from '../../resources/json';
import type { Gap } from '../../resources/resource-type';
import { rangesOfSnapshot } from '../../resources/ownership/snapshot-ranges';
import { openRunHistory, snapshotContainers, type Workspace } from '../../resources/workspace';
import { RangeIndex } from '../../storage/range-index';
import { contains, type ByteRange } from '../../storage/uri';
import type { Note, Owned } from './owned';

/**
 * An asset that lies in a job's folder shares it with the job, if that job still exists and is not planned; one that
 * lies above the folders of jobs shares them with all of those. Workspaces on one account keep their jobs' folders in
 * one container, so a job of the same name elsewhere shares too. A snapshot of source code is shared by all the runs
 * that were started with it. Returns a gap where run history can't be asked.
 */
export async function noteRuns(
  arm: Arm,
  workspace: Workspace,
  owned: readonly Owned[],
  planned: ReadonlySet<string>,
  note: Note,
): Promise<Gap | undefined> {
  const { runHistory, gap } = await openRunHistory(workspace, arm.look);
  const idOf = (run: string) => childId(workspace.id, 'jobs', run);
  const isPlanned = (run: string) =>
    planned.has(idOf(run).toLowerCase()) || planned.has(childId(workspace.id, 'runs', run).toLowerCase());

  const above: { item: Owned; range: ByteRange }[] = [];
  const inside: { item: Owned; range: ByteRange; run: string }[] = [];
  for (const item of owned) {
    for (const range of item.ranges) {
      if (holdsRuns(workspace, range)) above.push({ item, range });
      const run = runOfPath(workspace, range);
      if (run && canBeRun(run) && !isPlanned(run)) inside.push({ item, range, run });
    }
  }
  const existing = await existingRuns(arm, workspace.id, runHistory, [...new Set(inside.map(({ run }) => run))]);
  for (const { item, range, run } of inside) {
    const own = item.common === true || item.id.toLowerCase().startsWith(`${workspace.id.toLowerCase()}/`);
    if (existing.has(run)) note(item, { id: idOf(run), range });
    // A child job that only run history would show.
    else if (!runHistory && own) note(item, { id: 'unknown', range });
  }

  const snapshots = snapshotsIn(workspace, owned);
  const listed = runHistory && (above.length > 0 || snapshots) ? runHistory.all() : [];
  if (!runHistory)
    for (const { item, range } of [...above, ...(snapshots?.all ?? [])]) note(item, { id: 'unknown', range });
  for await (const body of listed) {
    const run = textAt(body, 'runId') ?? '';
    if (isPlanned(run)) continue;
    const places = rangesOfRun(workspace, run, textAt(body, 'dataContainerId') ?? `dcid.${run}`);
    for (const { item, range } of above) {
      for (const place of places) if (contains(range, place)) note(item, { id: idOf(run), range: place });
    }
    const snapshot = snapshotOf(body);
    for (const range of snapshot && snapshots ? rangesOfSnapshot(workspace.storageAccount, snapshot) : []) {
      for (const { item, range: kept } of snapshots?.index.overlapping(range) ?? [])
        note(item, { id: idOf(run), range: kept });
    }
  }
  return gap && { ...gap, code: 'sharing_unknown', type: 'workspace' };
}

/** What lies where the service keeps the source code of jobs, by paths in lower case: snapshots are named by GUIDs. */
function snapshotsIn(workspace: Workspace, owned: readonly Owned[]) {
  const all = owned.flatMap((item) =>
    item.ranges
      .filter(
        ({ account, container }) => account === workspace.storageAccount && snapshotContainers.includes(container),
      )
      .map((range) => ({ item, range })),
  );
  if (all.length === 0) return undefined;
  const index = new RangeIndex<(typeof all)[number]>();
  for (const entry of all) index.add({ ...entry.range, path: entry.range.path.toLowerCase() }, entry);
  return { all, index };
}
