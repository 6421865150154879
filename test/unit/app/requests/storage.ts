import type { BlobLine } from '../../../../src/requests/plan/inventory';
import type { PlanItem, PlannedRange, PlannedStorage } from '../../../../src/requests/plan/plan';
import type { AccountSettings } from '../../../../src/storage/account-settings';

/** When the plans of these tests are made. */
export const at = new Date('2026-11-22T12:00:00.000Z');

/** An instant some days after `at`, RFC 3339. */
export function inDays(days: number): string {
  return new Date(at.getTime() + days * 86_400_000).toISOString();
}

/** An account with everything off. */
export function account(fields: Partial<AccountSettings> = {}): AccountSettings {
  return {
    ...{ account: 'acc', id: '/subscriptions/s/acc', versioning: false, permanentDelete: false, changeFeed: false },
    ...{ replication: 'Standard_LRS', objectReplicas: [], hns: false, containers: [], ...fields },
  };
}

/** The same with what the plan means for it: ten blobs. */
export function planned(fields: Partial<PlannedStorage> = {}): PlannedStorage {
  return { ...account(), blobs: 10, copies: 0, ...fields };
}

/** A blob of the item `i1`, in its first range. */
export function blob(fields: Partial<BlobLine> = {}): BlobLine {
  return {
    ...{ ref: 'i1', range: 0, account: 'acc', container: 'c', name: 'a/x', etag: 'e', size: 1 },
    ...{ modifiedAt: inDays(-30), ...fields },
  };
}

/** A previous version, and the same after somebody deleted it. */
export const previous = { state: 'previous', versionId: 'v1' } as const;
/** Soft-deleted until three days after `at`. */
export const deleted = { deleted: { until: inDays(3) } };

/** The range `a/` with ten blobs. */
export function range(fields: Partial<PlannedRange> = {}): PlannedRange {
  return { account: 'acc', container: 'c', path: 'a/', kind: 'prefix', blobs: 10, bytes: 10, ...fields };
}

/** An item with that range. */
export function item(fields: Partial<PlanItem> = {}): PlanItem {
  return {
    ...{ ref: 'i1', type: 'runHistory', workspace: 'w', id: 'i', name: 'n', strength: 'strong', evidence: [] },
    ...{ ranges: [range()], rank: 0, ...fields },
  };
}
