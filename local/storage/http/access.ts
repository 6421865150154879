import { actionOf } from './actions';
import type { Call } from './call';
import { StorageError } from './errors';

/**
 * Refuses what the caller's role or SAS doesn't permit (Azure docs: Storage Blob Data Reader and Contributor, service
 * SAS permissions). The call of a batch itself is free: its items are checked.
 */
export function checkAccess(call: Call): void {
  const { caller, method, account, query } = call;
  checkGranted(call);
  if (method === 'GET' || method === 'HEAD' || query.get('comp') === 'batch') return;
  if (query.get('comp') === 'userdelegationkey') return;
  const { readers } = account.settings.access;
  const reads = caller.ids.some((id) => readers.some((reader) => reader.toLowerCase() === id));
  const needed = method === 'DELETE' ? /[dx]/ : /[wcadxt]/;
  if (reads || (caller.kind === 'sas' && !needed.test(caller.permissions ?? ''))) {
    throw new StorageError('AuthorizationPermissionMismatch');
  }
}

function checkGranted(call: Call): void {
  const { caller, account } = call;
  const { granted } = account.settings.access;
  if (granted === undefined || caller.kind !== 'token') return;
  const own = Object.entries(granted).filter(([id]) => caller.ids.includes(id.toLowerCase()));
  const { data, name } = actionOf(call);
  const names = own.flatMap(([, rights]) => (data ? rights.dataActions : rights.actions));
  if (!names.includes(name)) throw new StorageError('AuthorizationPermissionMismatch');
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
