import { asAzureError } from '../azure/azure-error';
import { RangeIndex } from '../storage/range-index';
import { containerKey, type ByteRange } from '../storage/uri';
import { byteOwners } from './byte-owners';
import { mentions, type Mention } from './mentions';
import { workspacesOn } from './neighbours';
import type { Gap, ListContext } from './resource-type';
import { readRuns, type KnownRuns } from './known-runs';
import type { Workspace } from './workspace';

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

const code = 'references_unknown';

/**
 * Reads everything that points into some containers, in every workspace of the scope's subscriptions that uses their
 * accounts.
 * Only what lies in those containers is kept in memory. What is read may be old a minute later: whoever erases looks
 * again (`findSharing`).
 */
export async function readUse(
  { arm, workspace, scope }: Pick<ListContext, 'arm' | 'workspace' | 'scope'>,
  places: readonly { account: string; container: string }[],
  type: string,
): Promise<AccountUse> {
  const accounts = new Set(places.map(({ account }) => account));
  const gaps: Gap[] = [];
  const missing = (gap: Gap) => gaps.push({ ...gap, code, type });
  const workspaces = await workspacesOn(arm, [workspace.id, ...scope], accounts, missing);
  const elsewhere = new Map(workspaces.map(({ id, blobStores }) => [id.toLowerCase(), blobStores]));
  const use: AccountUse = { workspaces, owners: new RangeIndex(), mentions: new RangeIndex(), gaps, runGaps: [] };
  const wanted = new Set(places.map(containerKey));
  const matters = (range: ByteRange) => wanted.has(containerKey(range));
  for (const neighbour of workspaces) {
    try {
      for await (const { id, range } of byteOwners(arm, neighbour, { accounts, elsewhere })) {
        if (matters(range)) use.owners.add(range, id);
      }
      for await (const mention of mentions(arm, neighbour, { accounts, elsewhere })) {
        if (matters(mention.range)) use.mentions.add(mention.range, { ...mention, workspace: neighbour.id });
      }
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      missing({ code, type, workspace: neighbour.id, detail: error.code });
    }
  }
  const runs = await readRuns(arm, workspaces, type);
  return { ...use, ...runs };
}
