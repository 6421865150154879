import { asObject, type JsonObject } from '../azureml/json';
import type { SeedFile } from '../azureml/seed/seed-file';
import type { SeedAccount, SeedBlob } from '../azureml/seed/seed-storage';

/**
 * Whether a seed needs what Azurite lacks (its README: soft delete, versions, holds, hierarchical namespaces), so that
 * the customers' accounts live in the blob service of local/storage. Snapshots, leases and blocks that were never
 * committed are in Azurite too.
 */
export function needsBlobService({ storageAccounts = [], blobs = [] }: SeedFile): boolean {
  return storageAccounts.some(accountNeedsIt) || blobs.some(blobNeedsIt);
}

const SWITCHED = ['deleteRetentionPolicy', 'containerDeleteRetentionPolicy', 'restorePolicy'] as const;

function accountNeedsIt(account: SeedAccount): boolean {
  const { blobService = {}, containers = [], heldContainers = [], isHnsEnabled, versionLevelImmutability } = account;
  const isOn = (policy: JsonObject): boolean => policy.enabled === true;
  return (
    isHnsEnabled === true ||
    versionLevelImmutability === true ||
    blobService.isVersioningEnabled === true ||
    SWITCHED.some((policy) => isOn(asObject(blobService[policy]))) ||
    containers.length > 0 ||
    heldContainers.length > 0
  );
}

function blobNeedsIt({ deletedDaysAgo, legalHold, immutableUntil, directory }: SeedBlob): boolean {
  return deletedDaysAgo !== undefined || legalHold === true || immutableUntil !== undefined || directory === true;
}
