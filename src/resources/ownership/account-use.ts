import type { Arm } from '../../azure/arm';
import { RangeIndex } from '../../storage/range-index';
import { containerKey, type ByteRange } from '../../storage/uri';
import { byteOwners } from './byte-owners';
import { mentions, type Mention } from './mentions';
import { unlisted, workspacesOn } from './neighbours';
import type { Gap, ListContext } from '../resource-type';
import { readRuns, type KnownRuns } from './known-runs';
import { datastoresOf, type OwnersView, type Workspace } from '../workspace';

/** What all workspaces on some accounts point to, as far as it lies in the containers that were asked about. */
export interface AccountUse {
  /** The workspaces that could be read. */
  workspaces: Workspace[];
  /** Assets and jobs with the bytes that they own. */
  owners: RangeIndex<string>;
  /** What names places without owning them. */
  mentions: RangeIndex<Mention & { workspace: string }>;
  /** Missing where run history of any of the workspaces can't be read. */
  runs?: KnownRuns;
  /** Why something may be missing from `owners` or `mentions`: then nothing may be taken for forgotten. */
  gaps: Gap[];
  /** Why the runs are missing. */
  runGaps: Gap[];
}

/** A container of blobs, or a share. */
type Place = Omit<ByteRange, 'path' | 'kind'>;

/**
 * Reads everything that points into some containers, in every workspace of the scope's subscriptions that uses their
 * accounts. Only what lies in those containers is kept in memory. What is read may be old a minute later: whoever
 * erases looks again (`findSharing`).
 */
export async function readUse(
  { arm, workspace, scope }: Pick<ListContext, 'arm' | 'workspace' | 'scope'>,
  places: readonly Place[],
  type: string,
): Promise<AccountUse> {
  const accounts = new Set(places.map(({ account }) => account));
  const gaps: Gap[] = [];
  const missing = (gap: Gap) => gaps.push({ ...gap, code: 'references_unknown', type });
  const workspaces = await workspacesOn(arm, [workspace.id, ...scope], accounts, missing);
  const owners = await readOwners(arm, workspaces, places, missing);
  const named = new RangeIndex<Mention & { workspace: string }>();
  await readInto(workspaces, places, missing, async (neighbour, view, matters) => {
    for await (const mention of mentions(arm, neighbour, view)) {
      if (matters(mention.range)) named.add(mention.range, { ...mention, workspace: neighbour.id });
    }
  });
  return { workspaces, owners, mentions: named, gaps, ...(await readRuns(arm, workspaces, type)) };
}

/** The assets and jobs of some workspaces that own bytes in some containers, by their ids. */
export async function readOwners(
  arm: Arm,
  workspaces: readonly Workspace[],
  places: readonly Place[],
  missing: (gap: Gap) => void,
): Promise<RangeIndex<string>> {
  const owners = new RangeIndex<string>();
  await readInto(workspaces, places, missing, async (workspace, view, matters) => {
    for await (const { id, range } of byteOwners(arm, workspace, view)) if (matters(range)) owners.add(range, id);
  });
  return owners;
}

/** Reads one workspace after the other; one that refuses leaves a gap. */
async function readInto(
  workspaces: readonly Workspace[],
  places: readonly Place[],
  missing: (gap: Gap) => void,
  read: (workspace: Workspace, view: OwnersView, matters: (range: ByteRange) => boolean) => Promise<void>,
): Promise<void> {
  const accounts = new Set(places.map(({ account }) => account));
  const elsewhere = new Map(workspaces.map((workspace) => [workspace.id.toLowerCase(), datastoresOf(workspace)]));
  const wanted = new Set(places.map(containerKey));
  const matters = (range: ByteRange) => wanted.has(containerKey(range));
  for (const workspace of workspaces) {
    try {
      await read(workspace, { accounts, elsewhere, concerns: matters }, matters);
    } catch (thrown) {
      missing({ ...unlisted(workspace.id, thrown), code: 'references_unknown' });
    }
  }
}
