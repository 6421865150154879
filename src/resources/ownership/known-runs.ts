import type { Arm } from '../../azure/arm';
import { asAzureError } from '../../azure/azure-error';
import { objectAt, textAt } from '../json';
import type { Gap } from '../resource-type';
import { openRunHistory, type Workspace } from '../workspace';

/** What is known of the runs of some workspaces: enough to tell what belongs to one of them. */
export interface KnownRuns {
  /** Names of runs, and names of their data containers. */
  names: ReadonlySet<string>;
  /** By snapshot id in lower case: the runs whose source code it is, with the ARM id of their workspace. */
  snapshots: ReadonlyMap<string, readonly { workspace: string; run: string }[]>;
}

/** The snapshot of source code that a run was started with, by its id in lower case. */
export function snapshotOf(run: unknown): string | undefined {
  return textAt(objectAt(run, 'properties'), 'ContentSnapshotId')?.toLowerCase();
}

/**
 * The runs of all of these workspaces, children and archived ones included: run history knows them, and ARM those that
 * run history has lost. Without one of the run histories no answer is complete, so there is none but the gap.
 */
export async function readRuns(
  arm: Arm,
  workspaces: readonly Workspace[],
  type: string,
): Promise<{ runs?: KnownRuns; runGaps: Gap[] }> {
  const names = new Set<string>();
  const snapshots = new Map<string, { workspace: string; run: string }[]>();
  const runGaps: Gap[] = [];
  for (const workspace of workspaces) {
    const { id } = workspace;
    const missing = (detail?: string) =>
      runGaps.push({ code: 'references_unknown', type, workspace: id, detail: `run history: ${detail}` });
    try {
      const { runHistory, gap } = await openRunHistory(workspace, arm.look);
      if (!runHistory) {
        missing(gap?.detail);
        continue;
      }
      for await (const body of runHistory.all()) {
        const run = textAt(body, 'runId') ?? '';
        names.add(run).add(`dcid.${run}`);
        const container = textAt(body, 'dataContainerId');
        if (container) names.add(container);
        const snapshot = snapshotOf(body);
        if (!snapshot) continue;
        const sharers = snapshots.get(snapshot) ?? [];
        sharers.push({ workspace: id, run });
        snapshots.set(snapshot, sharers);
      }
      for await (const body of arm.list(`${id}/jobs?listViewType=All`)) {
        const job = textAt(body, 'name') ?? '';
        names.add(job).add(`dcid.${job}`);
      }
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      missing(error.code);
    }
  }
  return runGaps.length > 0 ? { runGaps } : { runs: { names, snapshots }, runGaps };
}
