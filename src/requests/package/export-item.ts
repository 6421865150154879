import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { asAzureError } from '../../azure/azure-error';
import { now } from '../../config/clock';
import { resourceType } from '../../resources/registry';
import type { ExportedRecord, RecordContext } from '../../resources/resource-type';
import { blobUrl } from '../../storage/bytes';
import { concurrently } from '../../storage/concurrently';
import { copyToPackage, writePackageFile } from '../../storage/copy';
import type { Written } from '../../storage/upload';
import type { Subject } from '../../subjects/subject';
import { blobLine, itemLine } from '../outcome-lines';
import { worst, type Outcome, type OutcomeLine } from '../outcomes';
import { apart, clashesOf, compared } from './distinct-paths';
import { extraPath, filePath, packageBlobName, recordPath, type PackageFile } from './package-files';
import type { PlanItem } from '../plan/plan';
import { redactOthers } from './redact';
import type { WorkBlob } from '../shard-results';
import { withoutSecrets } from './without-secrets';

/** What the package got of an item. */
export interface ExportedItem {
  lines: OutcomeLine[];
  files: PackageFile[];
  /** Blobs that are in the package now, at their etags: only these may be erased afterwards. */
  blobs: WorkBlob[];
}

/** What exporting needs beside the item. */
export interface Exporting {
  /** Key of the request. */
  key: string;
  context: RecordContext;
  /** The person in whose records nobody else may be named; undefined where nobody is taken out. */
  subject?: Subject;
}

/** One item on its way into the package, with names of this attempt alone. */
interface Attempt extends Exporting {
  item: PlanItem;
  exported: ExportedItem;
  nameOf: (path: string) => string;
}

/**
 * Copies an item's records, its bytes and what else its type has for the package. Transient failures are thrown; others
 * are outcomes. `unlisted`: what became of places of the item that could not be listed.
 */
export async function exportItem(
  exporting: Exporting,
  item: PlanItem,
  present: readonly WorkBlob[],
  unlisted: readonly Outcome[] = [],
): Promise<ExportedItem> {
  const exported: ExportedItem = { lines: [], files: [], blobs: [] };
  // A second run must not change bytes whose hashes stand in a manifest.
  const attempt = randomUUID();
  const nameOf = (path: string) => packageBlobName(exporting.key, `${attempt} ${path}`);
  const work: Attempt = { ...exporting, item, exported, nameOf };
  const records = await exportRecords(work);
  const extras = await exportExtras(work);
  const clashes = clashesOf(present.filter(isCopied).map((blob) => pathOf(work, blob)));
  const outcomes = await concurrently(present, 8, (blob) => exportBlob(work, blob, clashes));
  const outcome = worst([records.outcome, extras.outcome, ...unlisted, ...outcomes]);
  // Nothing failed, but nothing was there to be copied either: somebody was there first.
  const absent = outcome === 'exported' && exported.files.length === 0 && wasThere(item);
  const reason = records.reason ?? extras.reason;
  exported.lines.push(itemLine(item, 'export', absent ? 'already_absent' : (outcome ?? 'exported'), reason));
  return exported;
}

/** Whether the plan saw something of the item that a package can hold. */
function wasThere(item: PlanItem): boolean {
  return resourceType(item.type).erasure !== 'bytes only' || item.ranges.some((range) => range.blobs > 0);
}

/** The line of the manifest about a file that was written. */
function fileOf(work: Attempt, path: string, written: Written, more: Partial<PackageFile> = {}): PackageFile {
  const { ref, type, id, name, workspace, createdAt } = work.item;
  return {
    ...{ path, blob: work.nameOf(path), ...written, source: id, ref, type, item: name },
    ...{ workspace: workspace.split('/').pop() ?? '', createdAt, ...more },
    at: now().toISOString(),
  };
}

interface Part {
  outcome: Outcome;
  /** Azure's error code. */
  reason?: string;
}

/** What a failure that no retry can heal makes of a part of the item. */
function partOf(thrown: unknown): Part {
  const error = asAzureError(thrown);
  if (error.transient) throw error;
  return { outcome: error.status === 403 ? 'blocked' : 'failed', reason: error.code };
}

async function exportRecords(work: Attempt): Promise<Part> {
  const { item, context, exported, subject } = work;
  try {
    const records: ExportedRecord[] = [];
    const target = { ...item, inUseAccepted: false };
    for await (const record of resourceType(item.type).records(context, target)) records.push(record);
    const bodies = records.map((record) => record.body);
    // Together, since one of them may tell who a name in another one is.
    const others = subject && redactOthers(bodies, subject);
    const clashes = clashesOf(records.map(({ source }) => recordPath(item, source)));
    for (const [index, record] of records.entries()) {
      // Other people first: their identifiers must not stand in the pointers to what is removed.
      const { body: theirs, redacted } = others?.[index] ?? { body: record.body, redacted: [] };
      const { body, removed } = withoutSecrets(theirs);
      const path = apart(recordPath(item, record.source), clashes, record.source);
      const content = [Buffer.from(JSON.stringify(body, undefined, 2))];
      const written = await writePackageFile(work.nameOf(path), Readable.from(content));
      exported.files.push(
        fileOf(work, path, written, {
          ...(removed.length > 0 ? { removed } : {}),
          ...(redacted.length > 0 ? { redacted } : {}),
        }),
      );
    }
    return { outcome: 'exported' };
  } catch (thrown) {
    return partOf(thrown);
  }
}

/** Metrics, logs: what a type has that is neither a record nor stored bytes. */
async function exportExtras(work: Attempt): Promise<Part> {
  const { item, context, exported } = work;
  const taken = new Set<string>();
  try {
    for await (const file of resourceType(item.type).files?.(context, { ...item, inUseAccepted: false }) ?? []) {
      const path = apart(extraPath(item, file.folder, file.name), taken, file.name);
      taken.add(compared(path));
      exported.files.push(fileOf(work, path, await writePackageFile(work.nameOf(path), file.content)));
    }
    return { outcome: 'exported' };
  } catch (thrown) {
    return partOf(thrown);
  }
}

/**
 * Whether there is a file for it in the package. A directory of a file share holds nothing of its own; it is there to be
 * erased after what is in it. An image holds software; what it was built from is in the record of its environment.
 */
function isCopied({ store, name, state, deleted }: WorkBlob): boolean {
  if ((store === 'file' && name.endsWith('/')) || store === 'image' || state === 'directory') return false;
  return !deleted && state !== 'uncommitted';
}

/** Bytes that an export of these blobs copies. */
export function bytesToCopy(blobs: readonly WorkBlob[]): number {
  return blobs.filter(isCopied).reduce((sum, { size }) => sum + size, 0);
}

/** The path of a blob in the package, unless others clash with it. */
function pathOf({ item }: Attempt, blob: WorkBlob): string {
  return filePath(item, blob, item.ranges[blob.range] ?? { ...blob, path: blob.name });
}

async function exportBlob(work: Attempt, blob: WorkBlob, clashes: ReadonlySet<string>): Promise<Outcome> {
  const { item, exported } = work;
  // Nobody can read it, whoever deleted it or never finished it, so the export has all that there is.
  if (blob.deleted || blob.state === 'uncommitted') {
    exported.blobs.push(blob);
    exported.lines.push(
      blob.deleted
        ? blobLine(item, blob, 'export', 'soft_deleted', 'cannot_be_read', blob.deleted.until)
        : blobLine(item, blob, 'export', 'out_of_scope', 'never_committed'),
    );
    return 'exported';
  }
  if (!isCopied(blob)) {
    exported.blobs.push(blob);
    return 'exported';
  }
  const path = apart(pathOf(work, blob), clashes, blobUrl(blob));
  try {
    const written = await copyToPackage(blob, work.nameOf(path));
    exported.files.push(fileOf(work, path, written, { source: blobUrl(blob), etag: blob.etag }));
    exported.lines.push(blobLine(item, blob, 'export', 'exported'));
    exported.blobs.push(blob);
    return 'exported';
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    const outcome = error.status === 412 ? 'drifted' : error.status === 404 ? 'already_absent' : 'failed';
    exported.lines.push(blobLine(item, blob, 'export', outcome, error.code));
    return outcome;
  }
}
