import type { Arm } from '../azure/arm';
import { asAzureError } from '../azure/azure-error';
import { byteOwners } from '../resources/byte-owners';
import { textAt } from '../resources/json';
import type { Gap } from '../resources/resource-type';
import { runOfPath } from '../resources/run-ranges';
import { accountsOf, openRunHistory, readWorkspace, type Workspace } from '../resources/workspace';
import { RangeIndex } from '../storage/range-index';
import type { ByteRange } from '../storage/uri';
import type { Sharer } from './plan';

/** What sharing needs to know of a planned item. */
export interface Owned {
  ref: string;
  id: string;
  ranges: readonly ByteRange[];
}

/** Who else owns bytes of the planned items. */
export interface Sharing {
  /** By item reference. */
  sharers: Map<string, Sharer[]>;
  gaps: Gap[];
}

/**
 * Looks for owners outside the plan among everything that any workspace on the same storage accounts registers. Only
 * what overlaps the plan is kept in memory. Where owners can't be listed, the bytes count as shared with `unknown`.
 */
export async function findSharing(arm: Arm, scope: readonly string[], owned: readonly Owned[]): Promise<Sharing> {
  const planned = new Set(owned.map((item) => item.id.toLowerCase()));
  const index = new RangeIndex<Owned>();
  for (const item of owned) for (const range of item.ranges) index.add(range, item);
  const sharing: Sharing = { sharers: new Map(), gaps: [] };
  const note = (item: Owned, sharer: Sharer) => {
    sharing.sharers.set(item.ref, [...(sharing.sharers.get(item.ref) ?? []), sharer]);
  };
  const accounts = new Set(owned.flatMap((item) => item.ranges.map((range) => range.account)));

  for (const workspace of await workspacesOn(arm, scope, accounts, sharing.gaps)) {
    try {
      for await (const owner of byteOwners(arm, workspace, accounts)) {
        if (planned.has(owner.id.toLowerCase())) continue;
        for (const item of index.overlapping(owner.range)) note(item, owner);
      }
      await noteRuns(workspace, owned, planned, note);
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      sharing.gaps.push({ code: 'sharing_unknown', type: 'workspace', workspace: workspace.id, detail: error.code });
      for (const item of owned) {
        for (const range of item.ranges) {
          if (range.account === workspace.storageAccount && !runOfPath(workspace, range))
            note(item, { id: 'unknown', range });
        }
      }
    }
  }
  return sharing;
}

/** An asset that lies in a job's folder shares it with the job, if that job still exists and is not planned. */
async function noteRuns(
  workspace: Workspace,
  owned: readonly Owned[],
  planned: ReadonlySet<string>,
  note: (item: Owned, sharer: Sharer) => void,
): Promise<void> {
  const { runHistory } = await openRunHistory(workspace);
  for (const item of owned) {
    for (const range of item.ranges) {
      const run = runOfPath(workspace, range);
      const id = `${workspace.id}/jobs/${run}`;
      if (!run || planned.has(id.toLowerCase()) || planned.has(`${workspace.id}/runs/${run}`.toLowerCase())) continue;
      if (await runHistory?.run(run)) note(item, { id, range });
    }
  }
}

/** The workspaces of the scope's subscriptions whose storage or datastores lie on one of the accounts. */
async function workspacesOn(
  arm: Arm,
  scope: readonly string[],
  accounts: ReadonlySet<string>,
  gaps: Gap[],
): Promise<Workspace[]> {
  const ids = new Map(scope.map((id) => [id.toLowerCase(), id]));
  for (const subscription of new Set(scope.map((id) => id.split('/')[2] ?? ''))) {
    const path = `/subscriptions/${subscription}/providers/Microsoft.MachineLearningServices/workspaces`;
    try {
      for await (const body of arm.list(path)) {
        const id = textAt(body, 'id');
        if (id) ids.set(id.toLowerCase(), id);
      }
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      gaps.push({ code: 'subscription_unreadable', type: 'workspace', detail: `${subscription}: ${error.code}` });
    }
  }
  const found: Workspace[] = [];
  for (const id of ids.values()) {
    const workspace = await readWorkspace(arm, id);
    if (workspace && [...accountsOf(workspace)].some((account) => accounts.has(account))) found.push(workspace);
  }
  return found;
}
