import { childId, subscriptionOf } from '../../azure/arm-id';
import type { Arm, Json } from '../../azure/arm';
import { asAzureError, AzureError } from '../../azure/azure-error';
import { apiVersionOf } from '../../azure/resource-manager';
import type { AccountSettings } from '../../storage/account-settings';
import type { KnownAccount } from './account-ids';
import { parseSettings, unreadableSettings } from './parse-settings';

/** The Azure actions that reading settings, and looking for what was deleted, needs. */
export const settingsActions: readonly string[] = [
  'Microsoft.Storage/storageAccounts/read',
  'Microsoft.Storage/storageAccounts/blobServices/read',
  'Microsoft.Storage/storageAccounts/fileServices/read',
  'Microsoft.Storage/storageAccounts/blobServices/containers/read',
  'Microsoft.Storage/storageAccounts/fileServices/shares/read',
  'Microsoft.Storage/storageAccounts/objectReplicationPolicies/read',
];

/** An account without blobs or without files refuses questions about them (users report it of premium accounts). */
const noSuchService = 'FeatureNotSupportedForAccount';

/**
 * Reads what a storage account is set to, and the containers of it that a plan touches. What is refused leaves all of it
 * `unreadable`: half of the settings would promise too much. Throws what time may heal.
 */
export async function readSettings(
  arm: Arm,
  { account, id, unreadable }: KnownAccount,
  containers: readonly string[],
): Promise<AccountSettings> {
  if (!id) return unreadableSettings(account, unreadable ?? 'not_found');
  try {
    const version = await apiVersionOf('Microsoft.Storage/storageAccounts', subscriptionOf(id));
    const get = (path: string) => arm.get(`${id}${path}`, version);
    const body = needed(await get(''));
    const blobService = await unlessMissing(async () => needed(await get('/blobServices/default')));
    const fileService = await unlessMissing(async () => needed(await get('/fileServices/default')));
    const objectReplication = await unlessMissing(() => all(arm, `${id}/objectReplicationPolicies`, version));
    const found: Json[] = [];
    for (const name of blobService ? containers : []) {
      // In a container that isn't there any more nothing forbids anything.
      const container = await arm.get(childId(`${id}/blobServices/default`, 'containers', name), version);
      if (container) found.push(container);
    }
    return parseSettings(account, id, {
      ...{ account: body, blobService, fileService },
      ...{ containers: found, objectReplication: objectReplication ?? [] },
    });
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    return unreadableSettings(account, error.code, id);
  }
}

function needed(body: Json | undefined): Json {
  if (body) return body;
  throw new AzureError(404, 'ResourceNotFound', 'Azure does not know a storage account or its service.', false);
}

async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (asAzureError(thrown).code === noSuchService) return undefined;
    throw thrown;
  }
}

async function all(arm: Arm, path: string, version: string): Promise<Json[]> {
  const found: Json[] = [];
  for await (const body of arm.list(path, version)) found.push(body);
  return found;
}
