import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { asAzureError } from '../azure/azure-error';
import { now } from '../config/clock';
import { resourceType } from '../resources/registry';
import type { RecordContext } from '../resources/resource-type';
import { blobUrl } from '../storage/bytes';
import { concurrently } from '../storage/concurrently';
import { copyToPackage, writePackageFile } from '../storage/copy';
import { blobLine, itemLine } from './outcome-lines';
import { worst, type Outcome, type OutcomeLine } from './outcomes';
import { filePath, packageBlobName, recordPath, withoutSecrets, type PackageFile } from './package-files';
import type { PlanItem } from './plan';
import type { WorkBlob } from './shard-results';

/** What the package got of an item. */
export interface ExportedItem {
  lines: OutcomeLine[];
  files: PackageFile[];
  /** Blobs that are in the package now, at their etags: only these may be erased afterwards. */
  blobs: WorkBlob[];
}

/**
 * Copies an item's records and blobs into the package. Transient failures are thrown; others are outcomes. `unlisted`:
 * what became of places of the item that could not be listed.
 */
export async function exportItem(
  key: string,
  context: RecordContext,
  item: PlanItem,
  present: readonly WorkBlob[],
  unlisted: readonly Outcome[] = [],
): Promise<ExportedItem> {
  const exported: ExportedItem = { lines: [], files: [], blobs: [] };
  // Names of this attempt alone: a second run must not change bytes whose hashes stand in a manifest.
  const attempt = randomUUID();
  const nameOf = (path: string) => packageBlobName(key, `${attempt} ${path}`);
  const records = await exportRecords(nameOf, context, item, exported.files);
  const outcomes = await concurrently(present, 8, (blob) => exportBlob(nameOf, item, blob, exported));
  const outcome = worst([records, ...unlisted, ...outcomes]);
  // Nothing failed, but nothing was there to be copied either: somebody was there first.
  const absent = outcome === 'exported' && exported.files.length === 0 && wasThere(item);
  exported.lines.push(itemLine(item, 'export', absent ? 'already_absent' : (outcome ?? 'exported')));
  return exported;
}

/** Whether the plan saw something of the item that a package can hold. */
function wasThere(item: PlanItem): boolean {
  return resourceType(item.type).erasure !== 'bytes only' || item.ranges.some((range) => range.blobs > 0);
}

async function exportRecords(
  nameOf: (path: string) => string,
  context: RecordContext,
  item: PlanItem,
  files: PackageFile[],
): Promise<Outcome> {
  const { ref, type } = item;
  try {
    for await (const record of resourceType(type).records(context, { ...item, inUseAccepted: false })) {
      const { body, removed } = withoutSecrets(record.body);
      const path = recordPath(type, item.name, ref, record.source);
      const blob = nameOf(path);
      const written = await writePackageFile(blob, Readable.from([Buffer.from(JSON.stringify(body, undefined, 2))]));
      files.push({
        ...{ path, blob, ...written, source: item.id, ref, type },
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

async function exportBlob(
  nameOf: (path: string) => string,
  item: PlanItem,
  blob: WorkBlob,
  exported: ExportedItem,
): Promise<Outcome> {
  const { ref, type } = item;
  const path = filePath(type, item.name, blob.name, item.ranges[blob.range] ?? { ...blob, path: blob.name });
  const target = nameOf(path);
  try {
    const written = await copyToPackage(blob, target);
    const source = blobUrl(blob);
    exported.files.push({
      path,
      blob: target,
      ...written,
      source,
      ref,
      type,
      etag: blob.etag,
      at: now().toISOString(),
    });
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
