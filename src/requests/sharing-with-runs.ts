import { childId } from '../azure/arm-id';
import type { Arm } from '../azure/arm';
import { holdsRuns, rangesOfRun, runOfPath } from '../resources/run-ranges';
import { textAt } from '../resources/json';
import type { Gap } from '../resources/resource-type';
import { openRunHistory, type Workspace } from '../resources/workspace';
import { contains, type ByteRange } from '../storage/uri';
import type { Note, Owned } from './sharing';

/**
 * An asset that lies in a job's folder shares it with the job, if that job still exists and is not planned; one that
 * lies above the folders of jobs shares them with all of those. Workspaces on one account keep their jobs' folders in
 * one container, so a job of the same name elsewhere shares too. Returns a gap where run history can't be asked.
 */
export async function noteRuns(
  arm: Arm,
  workspace: Workspace,
  owned: readonly Owned[],
  planned: ReadonlySet<string>,
  note: Note,
): Promise<Gap | undefined> {
  const { runHistory, gap } = await openRunHistory(workspace);
  const idOf = (run: string) => childId(workspace.id, 'jobs', run);
  const isPlanned = (run: string) =>
    planned.has(idOf(run).toLowerCase()) || planned.has(childId(workspace.id, 'runs', run).toLowerCase());
  const known = new Map<string, Promise<boolean>>();
  const exists = (run: string) => {
    const asked =
      known.get(run) ??
      (async () => (await runHistory?.run(run)) !== undefined || (await arm.get(idOf(run))) !== undefined)();
    known.set(run, asked);
    return asked;
  };
  const above: { item: Owned; range: ByteRange }[] = [];
  for (const item of owned) {
    const own = item.id.toLowerCase().startsWith(`${workspace.id.toLowerCase()}/`);
    for (const range of item.ranges) {
      if (holdsRuns(workspace, range)) above.push({ item, range });
      const run = runOfPath(workspace, range);
      if (!run || isPlanned(run)) continue;
      if (await exists(run)) note(item, { id: idOf(run), range });
      // A child job that only run history would show.
      else if (!runHistory && own) note(item, { id: 'unknown', range });
    }
  }
  if (above.length === 0) return gap && { ...gap, code: 'sharing_unknown', type: 'workspace' };
  if (!runHistory) for (const { item, range } of above) note(item, { id: 'unknown', range });
  for await (const body of runHistory?.all() ?? []) {
    const run = textAt(body, 'runId') ?? '';
    if (isPlanned(run)) continue;
    const places = rangesOfRun(workspace, run, textAt(body, 'dataContainerId') ?? `dcid.${run}`);
    for (const { item, range } of above) {
      for (const place of places) if (contains(range, place)) note(item, { id: idOf(run), range: place });
    }
  }
  return gap && { ...gap, code: 'sharing_unknown', type: 'workspace' };
}
