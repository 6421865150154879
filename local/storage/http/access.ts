import type { Call } from './call';
import { StorageError } from './errors';

/**
 * Refuses what the caller's role or SAS doesn't permit (Azure docs: Storage Blob Data Reader and Contributor, service
 * SAS permissions). The call of a batch itself is free: its items are checked.
 */
export function checkAccess(call: Call): void {
  const { caller, method, account, query } = call;
  if (method === 'GET' || method === 'HEAD' || query.get('comp') === 'batch') return;
  if (query.get('comp') === 'userdelegationkey') return;
  const { readers } = account.settings.access;
  const reads = caller.ids.some((id) => readers.some((reader) => reader.toLowerCase() === id));
  const needed = method === 'DELETE' ? /[dx]/ : /[wcadxt]/;
  if (reads || (caller.kind === 'sas' && !needed.test(caller.permissions ?? ''))) {
    throw new StorageError('AuthorizationPermissionMismatch');
  }
}

/**
 * Whether the caller may delete for good: whoever holds the key, a SAS with `y`, and tokens of owners (Azure docs:
 * `…/blobs/permanentDelete/action` is in Blob Data Owner, not in Contributor).
 */
export function mayDeleteForGood({ caller, account }: Call): boolean {
  if (caller.kind === 'sas') return caller.permissions?.includes('y') === true;
  const { owners } = account.settings.access;
  if (caller.kind === 'key' || owners === undefined) return true;
  return caller.ids.some((id) => owners.some((owner) => owner.toLowerCase() === id));
}
