import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Arm } from '../azure/arm';
import { asAzureError } from '../azure/azure-error';
import type { RunHistory } from '../azure/run-history';
import { now } from '../config/clock';
import type { BlobLine } from '../requests/inventory';
import type { Outcome, OutcomeLine } from '../requests/outcomes';
import { worst } from '../requests/outcomes';
import { filePath, packageBlobName, recordPath, withoutSecrets, type PackageFile } from '../requests/package-files';
import type { PlanItem } from '../requests/plan';
import { loadStatus } from '../requests/request-store';
import { loadShard, type ShardInput, type ShardResult, type WorkBlob } from '../requests/shard-work';
import { resourceType } from '../resources/registry';
import { openRunHistory, readWorkspace } from '../resources/workspace';
import { blobUrl, listRange } from '../storage/blobs';
import { concurrently } from '../storage/concurrently';
import { copyToPackage, writePackageFile } from '../storage/copy';
import { Documents } from '../storage/documents';
import type { ByteRange } from '../storage/uri';

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
/** Milliseconds after which an activity call hands back to its orchestrator. */
const budgetMs = 60_000;

/**
 * Lists the blobs of planned items again, compares them with the plan, and exports what is still as planned. What was
 * not exported at its etag is not in the result, and what is not in the result is never erased.
 */
export async function prepareShard(input: PrepareInput): Promise<PrepareResult> {
  const shard = await loadShard(input);
  const previous = input.previous ? await documents.need<ShardResult>(input.previous) : undefined;
  const cancelled = (await loadStatus(input.key)).cancelRequested === true;
  const context = await recordContext(shard.workspaceId);
  const planned = await blobsByItem(shard.shard.blobs, new Set(shard.items.map((item) => item.ref)));

  const work: Work = { input, context, lines: [], blobs: [], files: [] };
  const started = Date.now();
  let at = previous?.next ?? 0;
  while (!cancelled && at < shard.items.length && (at === (previous?.next ?? 0) || Date.now() - started < budgetMs)) {
    const item = shard.items[at];
    // An export is a copy for the person: weak matches stay out of it, shared and used things may be copied.
    const kept = item && shard.keptBecause(item);
    if (item && (kept?.outcome === 'weak_match' || kept?.outcome === 'cancelled')) {
      if (input.export) work.lines.push(itemLine(item, kept.outcome, kept.reason));
    } else if (item) await prepareItem(work, item, planned.get(item.ref) ?? []);
    at += 1;
  }

  const folder = `requests/${input.key}/work/prepare-${String(input.shard).padStart(5, '0')}`;
  const result: ShardResult = {
    previous: input.previous,
    outcomes: await documents.writeLines(`${folder}-outcomes`, work.lines),
    blobs: await documents.writeLines(`${folder}-blobs`, work.blobs),
    manifest: await documents.writeLines(`${folder}-manifest`, work.files),
    next: at,
  };
  const name = `${folder}-${randomUUID().slice(0, 8)}.json`;
  await documents.create(name, result);
  return { result: name, done: at >= shard.items.length, cancelled };
}

interface Work {
  input: PrepareInput;
  context: { arm: Arm; runHistory?: RunHistory };
  lines: OutcomeLine[];
  blobs: WorkBlob[];
  files: PackageFile[];
}

async function recordContext(workspaceId: string): Promise<Work['context']> {
  const arm = new Arm('reader');
  const workspace = await readWorkspace(arm, workspaceId);
  return { arm, runHistory: workspace && (await openRunHistory(workspace)).runHistory };
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

async function prepareItem(work: Work, item: PlanItem, planned: readonly BlobLine[]): Promise<void> {
  const outcomes: Outcome[] = [];
  if (work.input.export) outcomes.push(await exportRecords(work, item));
  for (const [index, range] of item.ranges.entries()) {
    const known = new Map(planned.filter((blob) => blob.range === index).map((blob) => [blob.name, blob]));
    const present: WorkBlob[] = [];
    for await (const blob of listRange(range)) {
      const line = known.get(blob.name);
      known.delete(blob.name);
      if (line?.etag === blob.etag) present.push({ ...blob, ref: item.ref, range: index });
      else if (item.live) present.push({ ...blob, ref: item.ref, range: index, late: true });
      else work.lines.push(lineOf(item, blob, 'erase', line ? 'drifted' : 'new_since_plan'));
    }
    for (const missing of known.values()) work.lines.push(lineOf(item, missing, 'erase', 'already_absent'));
    const done = work.input.export ? await exportBlobs(work, item, range, present, outcomes) : present;
    work.blobs.push(...done);
  }
  for (const { uri, reason } of item.elsewhere ?? []) {
    const { ref, type } = item;
    work.lines.push({
      ref,
      type,
      kind: 'blob',
      step: 'erase',
      id: uri,
      outcome: 'out_of_scope',
      reason,
      at: now().toISOString(),
    });
  }
  if (!work.input.export) return;
  work.lines.push(itemLine(item, worst(outcomes) ?? 'exported'));
}

function itemLine(item: PlanItem, outcome: Outcome, reason?: string): OutcomeLine {
  const { ref, type, id } = item;
  return { ref, type, kind: 'item', step: 'export', id, outcome, reason, at: now().toISOString() };
}

async function exportRecords(work: Work, item: PlanItem): Promise<Outcome> {
  const type = resourceType(item.type);
  try {
    for await (const record of type.records(work.context, { ...item, inUseAccepted: false })) {
      const { body, removed } = withoutSecrets(record.body);
      const path = recordPath(item.type, item.name, item.ref, record.source);
      const blob = packageBlobName(work.input.key, path);
      const written = await writePackageFile(blob, Readable.from([Buffer.from(JSON.stringify(body, undefined, 2))]));
      work.files.push({
        ...{ path, blob, ...written, source: item.id, ref: item.ref, type: item.type },
        ...(removed.length > 0 ? { removed } : {}),
        at: now().toISOString(),
      });
    }
    return 'exported';
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    return error.status === 403 ? 'blocked' : 'failed';
  }
}

/** Copies blobs into the package; returns those that are in it now. */
async function exportBlobs(
  work: Work,
  item: PlanItem,
  range: ByteRange,
  present: readonly WorkBlob[],
  outcomes: Outcome[],
): Promise<WorkBlob[]> {
  const copied = await concurrently(present, 8, async (blob) => {
    const path = filePath(item.type, item.name, blob.name, range);
    const target = packageBlobName(work.input.key, path);
    try {
      const written = await copyToPackage(blob, target);
      work.files.push({
        ...{ path, blob: target, ...written, source: blobUrl(blob), ref: item.ref, type: item.type, etag: blob.etag },
        at: now().toISOString(),
      });
      work.lines.push(lineOf(item, blob, 'export', 'exported', blob.late));
      return blob;
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      const outcome = error.status === 412 ? 'drifted' : error.status === 404 ? 'already_absent' : 'failed';
      outcomes.push(outcome);
      work.lines.push({ ...lineOf(item, blob, 'export', outcome, blob.late), reason: error.code });
      return undefined;
    }
  });
  return copied.filter((blob) => blob !== undefined);
}

function lineOf(
  item: PlanItem,
  blob: { account: string; container: string; name: string; size: number },
  step: OutcomeLine['step'],
  outcome: Outcome,
  late?: boolean,
): OutcomeLine {
  return {
    ...{ ref: item.ref, type: item.type, kind: 'blob', step, id: blobUrl(blob), outcome, bytes: blob.size },
    ...(late ? { late } : {}),
    at: now().toISOString(),
  };
}
