import { subscriptionOf } from '../../azure/arm-id';
import type { Arm } from '../../azure/arm';
import { asAzureError } from '../../azure/azure-error';
import { apiVersionOf } from '../../azure/resource-manager';
import { blobService } from '../../storage/blobs';
import { fileService } from '../../storage/files/service';
import { instantAt, objectAt, textAt } from '../json';
import type { KnownAccount } from './account-ids';

/** A container or share that was deleted and can still be restored. */
export interface DeletedPlace {
  store: 'blob' | 'file';
  account: string;
  container: string;
  /** RFC 3339, where the service says when it was deleted. */
  deletedAt?: string;
  /** Whole days that are left of its retention, as the service counts them; it drops the one under way. */
  remainingDays?: number;
}

/** What was deleted in one service of an account, or the code of Azure's refusal. */
export interface DeletedPlaces {
  store: DeletedPlace['store'];
  places: DeletedPlace[];
  refusal?: string;
}

/** Codes for an account that has no blobs or no files at all: by Resource Manager, and for want of an address. */
const noSuchService = ['FeatureNotSupportedForAccount', 'ENOTFOUND'];

/**
 * The soft-deleted containers and shares of an account. Resource Manager is asked first, because it also lists shares
 * where the service itself refuses tokens; where it refuses, or doesn't know the account, the services themselves are.
 * Throws what time may heal.
 */
export async function deletedPlaces(arm: Arm, known: KnownAccount): Promise<DeletedPlaces[]> {
  return [await deletedIn(arm, known, 'blob'), await deletedIn(arm, known, 'file')];
}

async function deletedIn(
  arm: Arm,
  { account, id }: KnownAccount,
  store: DeletedPlace['store'],
): Promise<DeletedPlaces> {
  const ways = [
    ...(id ? [() => byResourceManager(arm, account, id, store)] : []),
    () => (store === 'blob' ? deletedContainers(account) : deletedShares(account)),
  ];
  let refusal: string | undefined;
  for (const way of ways) {
    try {
      return { store, places: await way() };
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (noSuchService.includes(error.code)) return { store, places: [] };
      if (error.transient) throw error;
      refusal = error.code;
    }
  }
  return { store, places: [], refusal };
}

/** Azure docs: Blob Containers - List has `$include`, File Shares - List has `$expand`. */
async function byResourceManager(
  arm: Arm,
  account: string,
  id: string,
  store: DeletedPlace['store'],
): Promise<DeletedPlace[]> {
  const list =
    store === 'blob'
      ? '/blobServices/default/containers?$include=deleted'
      : '/fileServices/default/shares?$expand=deleted';
  const version = await apiVersionOf('Microsoft.Storage/storageAccounts', subscriptionOf(id));
  const places: DeletedPlace[] = [];
  for await (const body of arm.list(`${id}${list}`, version)) {
    const properties = objectAt(body, 'properties');
    if (properties.deleted !== true) continue;
    const remaining = properties.remainingRetentionDays;
    places.push({
      ...{ store, account, container: textAt(body, 'name') ?? '' },
      ...{ deletedAt: instantAt(properties, 'deletedTime') },
      remainingDays: typeof remaining === 'number' ? remaining : undefined,
    });
  }
  return places;
}

async function deletedContainers(account: string): Promise<DeletedPlace[]> {
  const places: DeletedPlace[] = [];
  for await (const { name, deleted, properties } of blobService('reader', account).listContainers({
    includeDeleted: true,
  })) {
    if (deleted) places.push(listed('blob', account, name, properties));
  }
  return places;
}

async function deletedShares(account: string): Promise<DeletedPlace[]> {
  const places: DeletedPlace[] = [];
  for await (const { name, deleted, properties } of fileService('reader', account).listShares({
    includeDeleted: true,
  })) {
    if (deleted) places.push(listed('file', account, name, properties));
  }
  return places;
}

function listed(
  store: DeletedPlace['store'],
  account: string,
  container: string,
  properties: { deletedOn?: Date; deletedTime?: Date; remainingRetentionDays?: number },
): DeletedPlace {
  const at = properties.deletedOn ?? properties.deletedTime;
  return { store, account, container, deletedAt: at?.toISOString(), remainingDays: properties.remainingRetentionDays };
}
