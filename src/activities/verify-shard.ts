import { append } from '../append';
import { Arm } from '../azure/arm';
import { asAzureError, AzureError, hasNoAddress } from '../azure/azure-error';
import { claimedGone, proveBytes, type ByteProof, type Said } from '../requests/byte-proof';
import { itemLine } from '../requests/outcome-lines';
import type { Outcome, OutcomeLine } from '../requests/outcomes';
import type { PlanItem } from '../requests/plan/plan';
import { outcomeLines, phaseResults, type WorkBlob, writeResult } from '../requests/shard-results';
import { gonePlaces } from '../requests/gone-places';
import { loadShard, type ShardInput } from '../requests/shard-work';
import { resourceType } from '../resources/registry';
import type { RecordContext, ResourceType } from '../resources/resource-type';
import { workspaceOf } from '../requests/known-workspaces';
import { openRunHistory } from '../resources/workspace';
import { concurrently } from '../storage/concurrently';

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
 * Looks whether everything that was reported gone is gone: the records by asking for them, the bytes by listing every
 * copy. What is still there becomes an outcome, and a list for another round; what can be restored gets its date.
 */
export async function verifyShard(input: VerifyInput): Promise<VerifyResult> {
  const shard = await loadShard(input);
  const said = await lastSaid(input);
  const reader = new Arm('reader');
  // One look for all shards of the round, which begins when the erasing before it has ended.
  const look = `${input.key} verify ${input.history.at(-1) ?? ''}`;
  const workspace = await workspaceOf(input.key, new Arm('reader', look), shard.workspaceId);
  if (!workspace) throw new Error('The workspace of this shard was never seen.');
  const { runHistory } = await openRunHistory(workspace);
  const context = { arm: reader, runHistory, workspace };
  const type = resourceType(shard.type);
  const lines: OutcomeLine[] = [];
  const blobs: WorkBlob[] = [];
  const remaining: string[] = [];
  const outcomeOf = (item: PlanItem) => said.items.get(item.ref)?.outcome ?? 'failed';
  const isErased = (item: PlanItem) =>
    claimed.has(outcomeOf(item)) || (outcomeOf(item) === 'soft_deleted' && type.erasure === 'bytes only');
  const erased = shard.items.filter(isErased);
  const within = workspace.gone === true && !type.needs;
  // Azure has just said that the workspace is gone, and with it all that was in it.
  const present = within ? new Set<string>() : await stillPresent(type, context, erased).catch(permanent);
  const isGone = await gonePlaces(input.key, reader, workspace);
  // Of an item that stays in part the rest is gone, which wants proof like everything else.
  const items = shard.items.filter((item) => isErased(item) || said.touched.has(item.ref));
  await concurrently(items, 8, async (item) => {
    try {
      const proof = await proveBytes(item, said, isGone);
      append(blobs, proof.again);
      append(lines, proof.lines);
      if (isErased(item) && present instanceof AzureError) throw present;
      const there = isErased(item) && !(present instanceof AzureError) && present.has(item.id);
      if (proof.again.length > 0 || there) {
        lines.push(itemLine(item, 'erase', 'failed', 'still_present'));
        remaining.push(item.ref);
      } else if (type.erasure === 'bytes only' && isErased(item)) lines.push(...restated(item, said, proof));
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient && !hasNoAddress(error)) throw error;
      // What can't be looked at is not proven, so it counts as not done.
      lines.push(itemLine(item, 'erase', 'failed', `not_verified ${error.code}`));
    }
  });
  const unproven = new Set(lines.filter(isUnproven).map((line) => line.ref));
  const proven = shard.items.filter((item) => !unproven.has(item.ref));
  if (within) lines.push(...goneWithWorkspace(proven, said));
  const result = await writeResult(input.key, 'verify', input.shard, { lines, blobs, again: remaining });
  return { result, remaining: remaining.length };
}

const isUnproven = ({ kind, outcome }: OutcomeLine) => kind === 'item' && outcome === 'failed';

/** What was last said of a shard's items and blobs, of the erasing part. */
interface AllSaid extends Said {
  /** By reference. */
  items: ReadonlyMap<string, OutcomeLine>;
  /** References of items of which some blob was reported gone. */
  touched: ReadonlySet<string>;
}

async function lastSaid(input: VerifyInput): Promise<AllSaid> {
  const items = new Map<string, OutcomeLine>();
  const blobs = new Map<string, OutcomeLine>();
  for (const phase of input.history) {
    const last = (await phaseResults(phase)).get(input.shard);
    if (!last) continue;
    for await (const line of outcomeLines(last)) {
      if (line.step !== 'erase') continue;
      if (line.kind === 'item') items.set(line.ref, line);
      else blobs.set(line.id, line);
    }
  }
  const softDeleted = new Map<string, OutcomeLine[]>();
  const touched = new Set<string>();
  for (const line of blobs.values()) {
    if (claimedGone.has(line.outcome)) touched.add(line.ref);
    if (line.outcome !== 'soft_deleted') continue;
    const known = softDeleted.get(line.ref);
    if (known) known.push(line);
    else softDeleted.set(line.ref, [line]);
  }
  return { items, blobs, softDeleted, touched };
}

/** What the listing makes of an item that is nothing but bytes: restorable until a date, or gone. */
function restated(item: PlanItem, said: AllSaid, { recoverable }: ByteProof): OutcomeLine[] {
  const before = said.items.get(item.ref);
  if (recoverable) {
    const same = before?.outcome === 'soft_deleted' && before.until === recoverable.until;
    return same ? [] : [itemLine(item, 'erase', 'soft_deleted', undefined, recoverable.until)];
  }
  return before?.outcome === 'soft_deleted' ? [itemLine(item, 'erase', 'deleted', 'not_restorable')] : [];
}

/** A refusal for good, as a value: it concerns every item alike. Throws what time may heal. */
function permanent(thrown: unknown): AzureError {
  const error = asAzureError(thrown);
  if (error.transient) throw error;
  return error;
}

/** Records that could only be archived, or not erased at all, and went with their workspace after all. */
function goneWithWorkspace(items: readonly PlanItem[], said: AllSaid): OutcomeLine[] {
  return items
    .filter((item) => {
      const { outcome, reason } = said.items.get(item.ref) ?? {};
      return outcome === 'archived_only' || (outcome === 'out_of_scope' && reason === 'inventory_only');
    })
    .map((item) => itemLine(item, 'erase', 'deleted', 'with_workspace'));
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
