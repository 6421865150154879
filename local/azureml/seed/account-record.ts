import type { Json, JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import { accountScope, DEFAULT_LOCATION } from './defaults';
import { retentionDays } from './check-storage';
import { containersOf } from './containers';
import type { SeedAccount } from './seed-storage';

const DAY = 86_400_000;
const OFF: JsonObject = { enabled: false };

/**
 * The record of a storage account. What Resource Manager answers below the account and not with it (services,
 * containers, replication) stands beside its properties; `now` is what days ago are counted from.
 */
export function accountRecord(account: SeedAccount, accounts: readonly SeedAccount[], now: Date): ResourceRecord {
  const sku = account.sku ?? 'Standard_LRS';
  const properties: JsonObject = { isHnsEnabled: account.isHnsEnabled ?? false, provisioningState: 'Succeeded' };
  if (account.versionLevelImmutability === true) properties.immutableStorageWithVersioning = { enabled: true };
  const body: JsonObject = {
    location: account.location ?? DEFAULT_LOCATION,
    kind: 'StorageV2',
    sku: { name: sku, tier: sku.split('_')[0] },
    properties,
    blobService: blobServiceOf(account),
    fileService: { shareDeleteRetentionPolicy: OFF, ...account.fileService },
    containers: containersOf(account) as unknown as Json,
    objectReplicas: (account.objectReplicas ?? []).map((name) => idOrName(name, accounts)),
    deletedShares: deletedShares(account, now),
    storageSettings: account.storageSettings,
  };
  return { type: 'storageAccounts', scope: accountScope(account), name: account.name, createdAt: '', body };
}

/** Properties of `blobServices/default`: everything off that the seed doesn't turn on. */
export function blobServiceOf({ blobService }: SeedAccount): JsonObject {
  return {
    deleteRetentionPolicy: { ...OFF, allowPermanentDelete: false },
    containerDeleteRetentionPolicy: OFF,
    isVersioningEnabled: false,
    changeFeed: OFF,
    ...blobService,
  };
}

// A policy names its target by ARM id, or by name alone where replication may leave the tenant.
function idOrName(name: string, accounts: readonly SeedAccount[]): string {
  const known = accounts.find((account) => account.name === name);
  return known === undefined ? name : accountScope(known);
}

function deletedShares({ deletedShares: shares = [], fileService }: SeedAccount, now: Date): JsonObject[] {
  const days = retentionDays(fileService, 'shareDeleteRetentionPolicy') ?? 0;
  return shares.map(({ share, deletedDaysAgo }) => {
    const deletedTime = new Date(now.getTime() - deletedDaysAgo * DAY);
    const until = new Date(deletedTime.getTime() + days * DAY);
    return { name: share, deletedTime: deletedTime.toISOString(), until: until.toISOString() };
  });
}
