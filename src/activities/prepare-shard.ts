import { append } from '../append';
import { Arm } from '../azure/arm';
import { asAzureError, hasNoAddress } from '../azure/azure-error';
import type { BlobLine } from '../requests/plan/inventory';
import { bytesToCopy, exportItem } from '../requests/package/export-item';
import { subjectToKeep } from '../requests/package/known-subject';
import { isPlaceUnknown, isUnknown } from '../requests/place-unknown';
import { passOver } from '../requests/item-pass';
import { blobLine, itemLine } from '../requests/outcome-lines';
import { isGap, worst, type Outcome, type OutcomeLine } from '../requests/outcomes';
import type { PackageFile } from '../requests/package/package-files';
import type { PlanItem } from '../requests/plan/plan';
import { packageLimit } from '../requests/plan/package-room';
import { PlannedCopies } from '../requests/planned-copies';
import { type ShardResult, type WorkBlob, writeResult } from '../requests/shard-results';
import { loadShard, type ShardInput } from '../requests/shard-work';
import { resourceType } from '../resources/registry';
import type { RecordContext } from '../resources/resource-type';
import { workspaceOf } from '../requests/known-workspaces';
import { openRunHistory } from '../resources/workspace';
import { blobUrl, listRange } from '../storage/bytes';
import { byName } from '../storage/copies';
import { Documents } from '../storage/documents';
import type { Subject } from '../subjects/subject';

/** Input of the activity; `export` says whether the package gets the items. */
export interface PrepareInput extends ShardInput {
  export: boolean;
}

/** What the orchestrator needs to go on. */
export interface PrepareResult {
  result: string;
  done: boolean;
  cancelled: boolean;
}

const documents = new Documents();

/**
 * Lists the blobs of planned items again, compares them with the plan, and exports what is still as planned. What was
 * not exported at its etag is not in the result, and what is not in the result is never erased.
 */
export async function prepareShard(input: PrepareInput): Promise<PrepareResult> {
  const shard = await loadShard(input);
  const previous = input.previous ? await documents.needFixed<ShardResult>(input.previous) : undefined;
  const context = await recordContext(input.key, shard.workspaceId);
  const planned = await blobsByItem(shard.shard.blobs, new Set(shard.items.map((item) => item.ref)));

  const step = shard.plan.action === 'export' ? 'export' : 'erase';
  const subject = input.export ? await subjectToKeep(input.key) : undefined;
  const work: Work = { step, input, context, subject, lines: [], blobs: [], files: [], kept: {} };
  const pass = await passOver(input.key, shard.items, previous?.next ?? 0, async (item) => {
    // An export is a copy for the person: weak matches and what it has no room for stay out of it, shared and used things may be copied.
    const kept = shard.keptBecause(item);
    const leftOut = kept && (item.unpackaged || kept.outcome === 'weak_match' || kept.outcome === 'cancelled');
    if (!leftOut) await prepareItem(work, item, planned.get(item.ref) ?? []);
    else if (input.export) work.lines.push(itemLine(item, 'export', kept.outcome, kept.reason));
  });

  const { lines, blobs, files, kept } = work;
  const absent = lines.filter(isAbsent).map(({ ref }) => ref);
  const content = { previous: input.previous, lines, blobs, files, kept, absent, next: pass.next };
  const result = await writeResult(input.key, 'prepare', input.shard, content);
  return { result, done: pass.done, cancelled: pass.cancelled };
}

/** Somebody else has erased it: what is deleted later along with its parent wasn't deleted by us. */
function isAbsent({ kind, step, outcome }: OutcomeLine): boolean {
  return kind === 'item' && step === 'export' && outcome === 'already_absent';
}

interface Work {
  /** What a difference from the plan keeps from happening: the export, where nothing is to be erased. */
  step: OutcomeLine['step'];
  input: PrepareInput;
  context: RecordContext;
  /** The person in whose records nobody else may be named. */
  subject?: Subject;
  lines: OutcomeLine[];
  blobs: WorkBlob[];
  files: PackageFile[];
  kept: NonNullable<ShardResult['kept']>;
}

async function recordContext(key: string, workspaceId: string): Promise<Work['context']> {
  const arm = new Arm('reader');
  // One look for all shards: what has become of the records is asked about one by one.
  const workspace = await workspaceOf(key, new Arm('reader', `${key} prepare`), workspaceId);
  if (!workspace) throw new Error('The workspace of this shard was never seen.');
  return { arm, workspace, runHistory: (await openRunHistory(workspace)).runHistory };
}

/** Blob lines of some items; one shard's worth, as many as its items have. */
async function blobsByItem(
  shard: ShardResult['outcomes'],
  refs: ReadonlySet<string>,
): Promise<Map<string, BlobLine[]>> {
  const byItem = new Map<string, BlobLine[]>();
  for await (const line of documents.lines<BlobLine>(shard)) {
    if (!refs.has(line.ref)) continue;
    const lines = byItem.get(line.ref);
    if (lines) lines.push(line);
    else byItem.set(line.ref, [line]);
  }
  return byItem;
}

/** What a URI stands for that could not be followed: the bytes behind it are unknown, which is a gap. */
const unresolved = new Set(['unsafe_path', 'unknown_datastore', 'job_output']);

async function prepareItem(work: Work, item: PlanItem, planned: readonly BlobLine[]): Promise<void> {
  const outcomes: Outcome[] = [];
  const note = (line: OutcomeLine) => {
    work.lines.push(line);
    outcomes.push(line.outcome);
  };
  const present: WorkBlob[] = [];
  const unlisted: Outcome[] = [];
  for (const [index, range] of item.ranges.entries()) {
    const known = new PlannedCopies(planned.filter((blob) => blob.range === index));
    try {
      for await (const copies of byName(listRange(range, { copies: true }))) {
        for (const { blob, as } of known.compare(copies)) {
          if (as === 'planned') present.push({ ...blob, ref: item.ref, range: index });
          else if (item.live) present.push({ ...blob, ref: item.ref, range: index, late: true });
          else note(blobLine(item, blob, work.step, as === 'changed' ? 'drifted' : 'new_since_plan'));
        }
      }
      for (const missing of known.missing()) note(blobLine(item, missing, work.step, 'already_absent'));
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient && !hasNoAddress(error)) throw error;
      const outcome = error.status === 403 ? 'blocked' : 'failed';
      unlisted.push(outcome);
      // Of the place, not of the item: what is said of the item later must not hide it.
      const place = blobUrl({ ...range, name: range.path });
      note({ ...itemLine(item, work.step, outcome, error.code), kind: 'blob', id: place });
    }
  }
  for (const place of item.elsewhere ?? []) {
    const outcome = unresolved.has(place.reason) ? 'failed' : 'out_of_scope';
    work.lines.push({ ...itemLine(item, work.step, outcome, place.reason), kind: 'blob', id: place.uri });
    // An emptied record is no pointer that has to wait for its bytes.
    if (!(isPlaceUnknown(item) && isUnknown(place))) outcomes.push(outcome);
  }
  const { notExported } = resourceType(item.type);
  if (work.input.export && notExported) {
    note(itemLine(item, 'export', 'out_of_scope', notExported));
    append(work.blobs, present);
  } else if (work.input.export && bytesToCopy(present) > packageLimit().bytes) {
    // It grew since the plan.
    note(itemLine(item, 'export', 'blocked', 'package_limit'));
  } else if (work.input.export) {
    const exported = await exportItem({ ...work, key: work.input.key }, item, present, unlisted);
    append(work.lines, exported.lines);
    append(work.files, exported.files);
    append(work.blobs, exported.blobs);
    // What could not be exported is not erased, when both were asked for.
    for (const { outcome } of exported.lines) outcomes.push(outcome);
  } else {
    append(work.blobs, present);
  }
  const outcome = worst(outcomes);
  if (outcome && isGap(outcome)) work.kept[item.ref] = { outcome, reason: 'bytes_kept' };
}
