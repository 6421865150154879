import { Arm } from '../azure/arm';
import { asAzureError, AzureError } from '../azure/azure-error';
import { blobLine, itemLine } from '../requests/outcome-lines';
import type { Outcome, OutcomeLine } from '../requests/outcomes';
import type { PlanItem } from '../requests/plan/plan';
import { outcomeLines, phaseResults, type WorkBlob, writeResult } from '../requests/shard-results';
import { gonePlaces } from '../requests/gone-places';
import { loadShard, type ShardInput } from '../requests/shard-work';
import { resourceType } from '../resources/registry';
import type { RecordContext, ResourceType } from '../resources/resource-type';
import { workspaceOf } from '../requests/known-workspaces';
import { openRunHistory } from '../resources/workspace';
import { blobUrl, listRange } from '../storage/bytes';
import { concurrently } from '../storage/concurrently';
import type { ByteRange } from '../storage/uri';

/** Input of the activity: the phases whose outcomes are to be proven. */
export interface VerifyInput extends ShardInput {
  history: string[];
}

/** What the orchestrator needs to go on. */
export interface VerifyResult {
  result: string;
  /** Records and blobs that are still there although they should not be. */
  remaining: number;
}

const claimed: ReadonlySet<Outcome> = new Set(['deleted', 'already_absent', 'archived_only']);

/**
 * Looks whether everything that was reported gone is gone: the records by asking for them, the bytes by listing. What
 * is still there becomes an outcome, and a list for another round.
 */
export async function verifyShard(input: VerifyInput): Promise<VerifyResult> {
  const shard = await loadShard(input);
  const outcomes = await latestOutcomes(input);
  const reader = new Arm('reader');
  const workspace = await workspaceOf(input.key, reader, shard.workspaceId);
  if (!workspace) throw new Error('The workspace of this shard was never seen.');
  const { runHistory } = await openRunHistory(workspace);
  const context = { arm: reader, runHistory, workspace };
  const type = resourceType(shard.type);
  const lines: OutcomeLine[] = [];
  const blobs: WorkBlob[] = [];
  const remaining: string[] = [];
  const items = shard.items.filter((item) => {
    const outcome = outcomes.get(itemKey(item.ref))?.outcome ?? 'failed';
    // Of bytes that are shared in part the rest is gone, which wants proof like everything else.
    return claimed.has(outcome) || (outcome === 'shared_skipped' && type.erasure === 'bytes only');
  });
  const within = workspace.gone === true && !type.needs;
  // Azure has just said that the workspace is gone, and with it all that was in it.
  const present = within ? new Set<string>() : await stillPresent(type, context, items).catch(permanent);
  const isGone = await gonePlaces(input.key, reader, workspace);
  await concurrently(items, 8, async (item) => {
    try {
      const { again, lines: found } = await leftovers(item, type, outcomes, isGone);
      if (present instanceof AzureError) throw present;
      const gone = again.length === 0 && !present.has(item.id);
      blobs.push(...again);
      lines.push(...found);
      if (gone) return;
      lines.push(itemLine(item, 'erase', 'failed', 'still_present'));
      remaining.push(item.ref);
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      // What can't be looked at is not proven, so it counts as not done.
      lines.push(itemLine(item, 'erase', 'failed', `not_verified ${error.code}`));
    }
  });
  const unproven = new Set(lines.filter((line) => line.kind === 'item').map((line) => line.ref));
  const proven = shard.items.filter((item) => !unproven.has(item.ref));
  if (within) lines.push(...goneWithWorkspace(proven, outcomes));
  const result = await writeResult(input.key, 'verify', input.shard, { lines, blobs, again: remaining });
  return { result, remaining: remaining.length };
}

const itemKey = (ref: string) => `item ${ref}`;

type Latest = Pick<OutcomeLine, 'outcome' | 'reason' | 'etag'>;

/** The last outcome of each item and blob of the shard, of the erasing part. */
async function latestOutcomes(input: VerifyInput): Promise<Map<string, Latest>> {
  const latest = new Map<string, Latest>();
  for (const phase of input.history) {
    const last = (await phaseResults(phase)).get(input.shard);
    if (!last) continue;
    for await (const line of outcomeLines(last)) {
      if (line.step === 'erase') latest.set(line.kind === 'item' ? itemKey(line.ref) : line.id, line);
    }
  }
  return latest;
}

/** A refusal for good, as a value: it concerns every item alike. Throws what time may heal. */
function permanent(thrown: unknown): AzureError {
  const error = asAzureError(thrown);
  if (error.transient) throw error;
  return error;
}

/** Records that could only be archived, or not erased at all, and went with their workspace after all. */
function goneWithWorkspace(items: readonly PlanItem[], outcomes: ReadonlyMap<string, Latest>): OutcomeLine[] {
  return items
    .filter((item) => {
      const { outcome, reason } = outcomes.get(itemKey(item.ref)) ?? {};
      return outcome === 'archived_only' || (outcome === 'out_of_scope' && reason === 'inventory_only');
    })
    .map((item) => itemLine(item, 'erase', 'deleted', 'with_workspace'));
}

interface Leftovers {
  /** Blobs to be erased in another round. */
  again: WorkBlob[];
  lines: OutcomeLine[];
}

/** What is in the item's ranges and is not known to be kept. */
async function leftovers(
  item: PlanItem,
  type: ResourceType,
  outcomes: ReadonlyMap<string, Latest>,
  isGone: (range: ByteRange) => boolean,
): Promise<Leftovers> {
  const found: Leftovers = { again: [], lines: [] };
  for (const [index, range] of item.ranges.entries()) {
    if (range.coveredBy || isGone(range)) continue;
    for await (const listed of listRange(range)) {
      const blob: WorkBlob = { ...listed, ref: item.ref, range: index };
      const known = outcomes.get(blobUrl(blob));
      if (known && known.outcome !== 'deleted' && known.outcome !== 'already_absent') continue;
      // Below a job's own prefix only the service itself writes: what reappears there is the job's, and goes too.
      // Elsewhere another etag is somebody's new file, which happens to have the old name.
      if (type.name === 'runHistory' || (known?.outcome === 'deleted' && known.etag === blob.etag)) {
        found.again.push({ ...blob, late: true });
        found.lines.push(blobLine(item, blob, 'erase', 'failed', 'still_present'));
      } else {
        found.lines.push(blobLine(item, blob, 'erase', 'new_since_plan', 'appeared_after_plan'));
      }
    }
  }
  return found;
}

/** Ids of items whose records are still there. */
async function stillPresent(
  type: ResourceType,
  context: RecordContext,
  items: readonly PlanItem[],
): Promise<ReadonlySet<string>> {
  const targets = items.map((item) => ({ ...item, inUseAccepted: false }));
  if (type.present) return type.present(context, targets);
  const present = new Set<string>();
  await concurrently(targets, 8, async (target) => {
    for await (const _record of type.records(context, target)) return void present.add(target.id);
  });
  return present;
}
