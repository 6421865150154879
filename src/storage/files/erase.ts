import { asAzureError, type AzureError } from '../../azure/azure-error';
import type { Outcome } from '../../requests/outcomes';
import type { BlobOutcome, ListedBlob } from '../byte-store';
import { concurrently } from '../concurrently';
import { shareOf } from './service';
import { plain } from './walk';

/** Calls at once; Azure Files takes a thousand requests a second per share, and SMB clients want theirs. */
const width = 8;

/** Codes that say that an SMB client has the file open (Azure docs: managing file locks). */
const open = new Set(['SharingViolation', 'FileLockConflict', 'FileOpenBySmbClient', 'DeletePending']);

/** What a refusal to delete a file or directory means. The code decides. */
export function outcomeOfFileRefusal(
  status: number,
  code: string,
  intended: boolean,
): { outcome: Outcome; reason?: string } {
  if (status === 404) return { outcome: intended ? 'deleted' : 'already_absent' };
  if (open.has(code)) return { outcome: 'blocked', reason: 'open_handle' };
  // Something new lies in a directory, or a file has become a directory.
  if (code === 'DirectoryNotEmpty' || code === 'ResourceTypeMismatch') return { outcome: 'drifted', reason: code };
  const kept = /^Lease|^ReadOnlyAttribute$|^CannotDeleteFileOrDirectory$/.test(code) || status === 403;
  return { outcome: kept ? 'blocked' : 'failed', reason: code };
}

/**
 * Deletes files, then directories from the deepest up. Delete File knows no If-Match (Azure docs), so the etag is looked
 * at right before; what changes within that moment is lost. Refusals that time may heal are thrown after all others
 * were given to `report`.
 */
export async function eraseFiles<T extends ListedBlob>(
  blobs: readonly T[],
  intended: boolean,
  report: (outcome: BlobOutcome<T>) => void,
): Promise<void> {
  let transient: AzureError | undefined;
  const eraseAll = (some: readonly T[]) =>
    concurrently(some, width, async (blob) => {
      try {
        const drifted = isDirectory(blob) ? await eraseDirectory(blob) : await eraseFile(blob);
        report(drifted ? { blob, outcome: 'drifted', reason: 'ConditionNotMet' } : { blob, outcome: 'deleted' });
      } catch (thrown) {
        const error = asAzureError(thrown);
        if (error.transient) transient = error;
        else report({ blob, ...outcomeOfFileRefusal(error.status, error.code, intended) });
      }
    });
  await eraseAll(blobs.filter((blob) => !isDirectory(blob)));
  const byDepth = new Map<number, T[]>();
  for (const blob of blobs.filter(isDirectory)) {
    const depth = blob.name.split('/').length;
    byDepth.set(depth, [...(byDepth.get(depth) ?? []), blob]);
  }
  // A file whose deletion has to be tried again would make its directories look as if something new were in them.
  for (const depth of [...byDepth.keys()].sort((a, b) => b - a)) {
    if (!transient) await eraseAll(byDepth.get(depth) ?? []);
  }
  if (transient) throw transient;
}

function isDirectory(blob: ListedBlob): boolean {
  return blob.name.endsWith('/');
}

/** Whether it was left because it is not what was listed. */
async function eraseFile(blob: ListedBlob): Promise<boolean> {
  const file = shareOf('eraser', blob).rootDirectoryClient.getFileClient(blob.name);
  const { etag } = await file.getProperties();
  if (plain(etag) !== blob.etag) return true;
  try {
    await file.delete();
  } catch (thrown) {
    // It was there a moment ago, so it went by this deletion, which the SDK may have sent twice.
    if (asAzureError(thrown).status !== 404) throw thrown;
  }
  return false;
}

async function eraseDirectory(blob: ListedBlob): Promise<boolean> {
  await shareOf('eraser', blob).getDirectoryClient(blob.name.replace(/\/$/, '')).delete();
  return false;
}
