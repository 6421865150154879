import { resourceId } from '../records';
import type { SeedWorkspace } from './seed-file';
import type { SeedAccount, SeedContent } from './seed-storage';

/** Subscription and resource group of things that name none. */
export const DEFAULT_SUBSCRIPTION = '5ab50000-0000-4000-8000-000000000001';
/** See DEFAULT_SUBSCRIPTION. */
export const DEFAULT_RESOURCE_GROUP = 'ml';
/** Region of things that name none. */
export const DEFAULT_LOCATION = 'westeurope';

const FIRST_TIME = Date.parse('2024-01-08T09:00:00Z');

/** Hours after a fixed Monday: the time of things that name none, different for each. */
export function defaultTime(index: number): string {
  return new Date(FIRST_TIME + index * 3_600_000).toISOString();
}

/** The storage account of a workspace: the one it names, else one named after it. */
export function accountOf(workspace: SeedWorkspace): string {
  if (workspace.storageAccount !== undefined) return workspace.storageAccount;
  return `${workspace.name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 16)}store`;
}

/** The bytes that a content stands for; `size` gives that many bytes of a fixed pattern. */
export function bytesOf(content: SeedContent): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  if ('text' in content) return Buffer.from(content.text);
  if ('base64' in content) return Buffer.from(content.base64, 'base64');
  return Buffer.alloc(content.size, 'emulated content\n');
}

/** The ARM id of an account of the seed. */
export function accountScope(account: SeedAccount): string {
  const { subscriptionId = DEFAULT_SUBSCRIPTION, resourceGroup = DEFAULT_RESOURCE_GROUP, name } = account;
  return resourceId({ subscriptionId, resourceGroup }, 'Microsoft.Storage/storageAccounts', name);
}
