import type { Json } from '../../azure/arm';
import type { AccountSettings, ContainerSettings } from '../../storage/account-settings';
import { objectAt, textAt } from '../json';

/** Days that count where a policy is on and doesn't say for how long: the most that Azure allows. */
const longestDays = 365;

/** The answers of Resource Manager about one storage account; a service that its kind lacks has no answer. */
export interface AccountAnswers {
  account: Json;
  blobService?: Json;
  fileService?: Json;
  /** Those that the plan touches. */
  containers: readonly Json[];
  objectReplication: readonly Json[];
}

/** What the answers say. What they leave out is off (Azure docs: REST reference of the storage resource provider). */
export function parseSettings(account: string, id: string, answers: AccountAnswers): AccountSettings {
  const blobs = objectAt(answers.blobService, 'properties');
  const files = objectAt(answers.fileService, 'properties');
  const feed = objectAt(blobs, 'changeFeed');
  return {
    account,
    id,
    blobSoftDeleteDays: daysOf(objectAt(blobs, 'deleteRetentionPolicy')),
    containerSoftDeleteDays: daysOf(objectAt(blobs, 'containerDeleteRetentionPolicy')),
    shareSoftDeleteDays: daysOf(objectAt(files, 'shareDeleteRetentionPolicy')),
    versioning: isTrue(blobs, 'isVersioningEnabled'),
    pointInTimeRestoreDays: daysOf(objectAt(blobs, 'restorePolicy')),
    permanentDelete: isTrue(objectAt(blobs, 'deleteRetentionPolicy'), 'allowPermanentDelete'),
    changeFeed: isTrue(feed, 'enabled') && (numberAt(feed, 'retentionInDays') ?? true),
    replication: textAt(objectAt(answers.account, 'sku'), 'name') ?? '',
    objectReplicas: replicasOf(account, answers.objectReplication),
    hns: isTrue(objectAt(answers.account, 'properties'), 'isHnsEnabled'),
    containers: answers.containers.map(containerOf).filter(isProtected),
  };
}

/** Settings that nobody could read, with the code that says why. */
export function unreadableSettings(account: string, unreadable: string, id?: string): AccountSettings {
  return {
    ...{ account, ...(id ? { id } : {}), unreadable },
    ...{ versioning: false, permanentDelete: false, changeFeed: false, replication: '' },
    ...{ objectReplicas: [], hns: false, containers: [] },
  };
}

function containerOf(body: Json): ContainerSettings {
  const properties = objectAt(body, 'properties');
  const policy = objectAt(objectAt(properties, 'immutabilityPolicy'), 'properties');
  const days = numberAt(policy, 'immutabilityPeriodSinceCreationInDays');
  return {
    name: textAt(body, 'name') ?? '',
    ...(days ? { immutabilityDays: days, immutabilityLocked: textAt(policy, 'state') === 'Locked' } : {}),
    legalHold: isTrue(properties, 'hasLegalHold'),
    versionLevelImmutability: isTrue(objectAt(properties, 'immutableStorageWithVersioning'), 'enabled'),
  };
}

function isProtected({ immutabilityDays, legalHold, versionLevelImmutability }: ContainerSettings): boolean {
  return immutabilityDays !== undefined || legalHold || versionLevelImmutability;
}

/** Policies stand on both accounts, and name them by name or by ARM id. */
function replicasOf(account: string, policies: readonly Json[]): string[] {
  const named = (policy: Json, key: string) =>
    textAt(objectAt(policy, 'properties'), key)?.split('/').pop()?.toLowerCase() ?? '';
  const copies = policies.filter((policy) => named(policy, 'sourceAccount') === account);
  return [...new Set(copies.map((policy) => named(policy, 'destinationAccount')))].filter((name) => name).sort();
}

function daysOf(policy: Json): number | undefined {
  return isTrue(policy, 'enabled') ? (numberAt(policy, 'days') ?? longestDays) : undefined;
}

function isTrue(value: Json, key: string): boolean {
  return value[key] === true;
}

function numberAt(value: Json, key: string): number | undefined {
  const found = value[key];
  return typeof found === 'number' && Number.isFinite(found) && found > 0 ? found : undefined;
}
