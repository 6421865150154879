import { asAzureError } from '../azure/azure-error';
import { now } from '../config/clock';
import { containerOf } from './blobs';
import type { ListedBlob } from './byte-store';
import type { Ended } from './erase-rules';

const clientOf = (blob: ListedBlob) => containerOf('eraser', blob).getBlobClient(blob.name);

/** What is under a blob's name at this moment; undefined when nothing is. Throws AzureError. */
export async function lookAt(
  blob: ListedBlob,
): Promise<
  | { etag: string; size: number; versionId?: string; directory: boolean; legalHold: boolean; heldUntil?: Date }
  | undefined
> {
  try {
    const found = await clientOf(blob).getProperties();
    return {
      ...{ etag: (found.etag ?? '').replaceAll('"', ''), size: found.contentLength ?? 0, versionId: found.versionId },
      directory: found.metadata?.['hdi_isfolder']?.toLowerCase() === 'true',
      ...{ legalHold: found.legalHold === true, heldUntil: found.immutabilityPolicyExpiresOn },
    };
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.status === 404) return undefined;
    throw error;
  }
}

/**
 * Whether a hold is on a blob that was listed with one. Deleting the current version is allowed in spite of it and would
 * only hide the blob, so it is looked at before (Azure docs: version-level immutability).
 */
export async function heldNow(blob: ListedBlob): Promise<Ended | undefined> {
  const found = await lookAt(blob);
  if (found?.legalHold) return { outcome: 'blocked', reason: 'BlobImmutableDueToLegalHold' };
  if (!found?.heldUntil || found.heldUntil <= now()) return undefined;
  return { outcome: 'blocked', reason: 'BlobImmutableDueToPolicy', until: found.heldUntil.toISOString() };
}

/** Whether whatever is written to a container is held from then on, by a legal hold or a policy of the container. */
export async function holdsWhatIsNew(blob: ListedBlob): Promise<boolean> {
  try {
    const { hasLegalHold, hasImmutabilityPolicy } = await containerOf('eraser', blob).getProperties();
    return hasLegalHold === true || hasImmutabilityPolicy === true;
  } catch (thrown) {
    throw asAzureError(thrown);
  }
}

/** Breaks the lease of a blob at once. Throws AzureError where that can't be done now. */
export async function breakLease(blob: ListedBlob): Promise<void> {
  try {
    await clientOf(blob).getBlobLeaseClient().breakLease(0);
  } catch (thrown) {
    const error = asAzureError(thrown);
    // Whatever else keeps the lease: the deletion that follows is refused for it again, and that is reported.
    if (error.transient) throw error;
  }
}

/**
 * Makes an empty blob of blocks that were never committed, which discards them; only a blob can be deleted. An empty blob
 * that is there already is this request's own if it began before. Throws AzureError.
 */
export async function commitNothing<T extends ListedBlob>(
  blob: T,
  intended: boolean,
): Promise<{ blob: T } | { ended: Ended }> {
  try {
    const client = containerOf('eraser', blob).getBlockBlobClient(blob.name);
    const { etag = '', versionId } = await client.commitBlockList([], { conditions: { ifNoneMatch: '*' } });
    return committed(blob, etag.replaceAll('"', ''), versionId);
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.code !== 'BlobAlreadyExists' && error.code !== 'ConditionNotMet') throw error;
    const found = await lookAt(blob);
    if (found && intended && found.size === 0) return committed(blob, found.etag, found.versionId);
    return { ended: { outcome: 'drifted', reason: error.code } };
  }
}

function committed<T extends ListedBlob>(blob: T, etag: string, versionId: string | undefined): { blob: T } {
  return { blob: { ...blob, etag, state: undefined, ...(versionId === undefined ? {} : { versionId }) } };
}
