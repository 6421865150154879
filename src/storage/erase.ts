import { BlobBatch } from '@azure/storage-blob';
import { asAzureError, AzureError, isTransientStatus } from '../azure/azure-error';
import type { Outcome } from '../requests/outcomes';
import { blobService, containerOf } from './blobs';
import type { BlobOutcome, EraseHow, ListedBlob } from './byte-store';

/** The most that one batch may hold (Azure docs: Blob Batch). */
export const batchSize = 256;

/**
 * What a refusal to delete a blob means. The code decides, never the status: 412 is a lease or a changed blob, 409
 * is a policy, a hold or a snapshot.
 */
export function outcomeOfRefusal(
  status: number,
  code: string,
  intended: boolean,
): { outcome: Outcome; reason?: string } {
  if (code === 'BlobNotFound' || code === 'ContainerNotFound' || (status === 404 && code === '')) {
    return { outcome: intended ? 'deleted' : 'already_absent' };
  }
  if (code === 'ConditionNotMet') return { outcome: 'drifted', reason: code };
  const reason = code || `Http${status}`;
  if (/^Lease|^BlobImmutable|LegalHold|Lock/.test(code) || status === 403) return { outcome: 'blocked', reason };
  return { outcome: 'failed', reason };
}

async function exists(blob: ListedBlob): Promise<boolean> {
  return containerOf('eraser', blob).getBlobClient(blob.name).exists();
}

/**
 * Deletes blobs at exactly the etags that are known, in one batch per 256. A batch that is accepted may hold failures,
 * so each blob's own status counts. Refusals that time may heal are thrown after all others were recorded by `report`.
 */
export async function eraseBlobs<T extends ListedBlob>(
  account: string,
  blobs: readonly T[],
  { intended }: EraseHow,
  report: (outcome: BlobOutcome<T>) => void,
): Promise<void> {
  const service = blobService('eraser', account);
  const client = service.getBlobBatchClient();
  for (let from = 0; from < blobs.length; from += batchSize) {
    const part = blobs.slice(from, from + batchSize);
    const batch = new BlobBatch();
    for (const blob of part) {
      const target = service.getContainerClient(blob.container).getBlobClient(blob.name);
      await batch.deleteBlob(target, { deleteSnapshots: 'include', conditions: { ifMatch: `"${blob.etag}"` } });
    }
    const answer = await client.submitBatch(batch).catch((thrown: unknown) => {
      throw asAzureError(thrown);
    });
    let transient: AzureError | undefined;
    for (const [index, blob] of part.entries()) {
      const single = answer.subResponses[index];
      const status = single?.status ?? 0;
      const code = single?.errorCode ?? '';
      if (status >= 200 && status < 300) report({ blob, outcome: 'deleted' });
      else if (isTransientStatus(status) || status === 0)
        transient = new AzureError(status, code, `A blob was not deleted (${status}).`, true);
      // A condition on the etag of a blob that is gone fails like one on a blob that changed: only a look tells.
      else if (code === 'ConditionNotMet' && !(await exists(blob)))
        report({ blob, ...outcomeOfRefusal(404, '', intended) });
      else report({ blob, ...outcomeOfRefusal(status, code, intended) });
    }
    if (transient) throw transient;
  }
}
