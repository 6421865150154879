import { settings } from '../config/settings';
import { isOwnAccount } from '../storage/own-account';
import type { DataRequest } from './schema';

/**
 * Names of the storage accounts that a request lists beside those of its workspaces, in lower case. Never the one that
 * holds this program's own documents: an asset that names them must not get its own evidence erased.
 */
export function listedAccounts(scope: Pick<DataRequest['scope'], 'storageAccounts'>): string[] {
  const names = (scope.storageAccounts ?? []).map((id) => (id.split('/').pop() ?? '').toLowerCase());
  return [...new Set(names)].filter((name) => !isOwnAccount(name, settings().RequestStorage__blobServiceUri));
}
