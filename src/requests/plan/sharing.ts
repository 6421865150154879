import type { Arm } from '../../azure/arm';
import { byteOwners } from '../../resources/ownership/byte-owners';
import { unlisted, workspacesOn } from '../../resources/ownership/neighbours';
import type { Gap } from '../../resources/resource-type';
import { jobIdOf, runHistoryIdOf } from '../../resources/run-history';
import { datastoresOf, keeperOf, keepersOf, placesOf, type Workspace } from '../../resources/workspace';
import { RangeIndex } from '../../storage/range-index';
import { containerKey, type ByteRange } from '../../storage/uri';
import type { Note, Owned } from './owned';
import type { Sharer } from './plan';
import { noteMentions, uploadsAmong } from './sharing-with-mentions';
import { noteRuns } from './sharing-with-runs';

/** Who else owns bytes of the planned items. */
export interface Sharing {
  /** By item reference. */
  sharers: Map<string, Sharer[]>;
  gaps: Gap[];
}

/**
 * Looks for owners outside the plan among everything that any workspace on the same storage accounts registers. Only
 * what overlaps the plan is kept in memory. Where owners can't be listed, the bytes count as shared with `unknown`:
 * to keep too much can be mended, to erase somebody's bytes can't. `near`: ARM ids in whose subscriptions owners may be.
 */
export async function findSharing(
  arm: Arm,
  scope: readonly string[],
  owned: readonly Owned[],
  near: readonly string[] = [],
): Promise<Sharing> {
  // A job and its bytes are two items of one thing: a job whose record stays is no stranger to its own folder.
  const planned = new Set(
    owned.flatMap(({ id }) => [id, jobIdOf(id), runHistoryIdOf(id)]).map((id) => id.toLowerCase()),
  );
  const index = new RangeIndex<Owned>();
  for (const item of owned) for (const range of item.ranges) index.add(range, item);
  const sharing: Sharing = { sharers: new Map(), gaps: [] };
  const note: Note = (item, sharer) => {
    sharing.sharers.set(item.ref, [...(sharing.sharers.get(item.ref) ?? []), sharer]);
  };
  /** Bytes that these accounts and registries keep, any without them, may be somebody's whom nobody can name. */
  const unknown = (gap: Gap, accounts?: ReadonlySet<string>) => {
    sharing.gaps.push(gap);
    for (const item of owned) {
      for (const range of item.ranges) if (accounts?.has(keeperOf(range)) ?? true) note(item, { id: 'unknown', range });
    }
  };
  const accounts = new Set(owned.flatMap((item) => item.ranges.map(keeperOf)));
  if (accounts.size === 0) return sharing;

  const workspaces = await workspacesOn(arm, scope, accounts, unknown, near);
  const elsewhere = new Map(workspaces.map((workspace) => [workspace.id.toLowerCase(), datastoresOf(workspace)]));
  const inScope = new Set(scope.map((id) => id.toLowerCase()));
  const common = owned.filter((item) => item.common);
  const uploads = uploadsAmong(owned);
  const concerns = (range: ByteRange) => index.overlapping(range).length > 0;
  for (const workspace of workspaces) {
    if (!inScope.has(workspace.id.toLowerCase())) noteCommon(workspace, common, note);
    try {
      for await (const owner of byteOwners(arm, workspace, { accounts, elsewhere, concerns })) {
        if (planned.has(owner.id.toLowerCase())) continue;
        for (const item of index.overlapping(owner.range)) note(item, owner);
      }
      const gap = await noteRuns(arm, workspace, owned, planned, note);
      if (gap) sharing.gaps.push(gap);
      if (uploads) await noteMentions(arm, workspace, { accounts, elsewhere }, uploads, planned, note);
    } catch (thrown) {
      unknown(unlisted(workspace.id, thrown), keepersOf(workspace));
    }
  }
  return sharing;
}

/** What lies in a place that another workspace uses as well, and has no owner that could be named, may be that one's. */
function noteCommon(workspace: Workspace, common: readonly Owned[], note: Note): void {
  const places = placesOf(workspace);
  const keepers = keepersOf(workspace);
  for (const item of common) {
    for (const range of item.ranges) {
      // A registry has a repository for each image, so it is a place as a whole.
      const used = range.store === 'image' ? keepers.has(keeperOf(range)) : places.has(containerKey(range));
      if (used) note(item, { id: workspace.id, range });
    }
  }
}
