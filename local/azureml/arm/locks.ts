import { ArmError } from '../arm-error';
import { asObject } from '../json';
import type { ArmCall, ArmResponse } from './arm-type';

const TYPE = 'Microsoft.Authorization/locks';

/**
 * `GET {scope}/providers/Microsoft.Authorization/locks`: the locks at a scope, those it inherits from above, and
 * those below it, which `$filter=atScope()` leaves out.
 */
export function listLocks(call: ArmCall): ArmResponse {
  const { scope } = call.path;
  const filter = call.query.$filter;
  if (filter !== undefined && filter !== 'atScope()') {
    throw new ArmError(400, 'InvalidFilterInQueryString', 'Locks are filtered by atScope() only.');
  }
  const value = call.context.state
    .list('locks')
    .filter((lock) => covers(lock.scope, scope) || (filter === undefined && covers(scope, lock.scope)))
    .map((lock) => ({ id: `${lock.scope}/providers/${TYPE}/${lock.name}`, name: lock.name, type: TYPE, ...lock.body }));
  return { status: 200, body: { value } };
}

/** Throws when a lock of the seed forbids this change: one at or above the resource, or for a DELETE also below it. */
export function refuseLocked(call: ArmCall): void {
  const isDelete = call.method === 'DELETE';
  for (const lock of call.context.state.list('locks')) {
    const applies = covers(lock.scope, call.pathname) || (isDelete && covers(call.pathname, lock.scope));
    if (!applies || (!isDelete && asObject(lock.body.properties).level !== 'ReadOnly')) continue;
    const message = `The scope '${call.pathname}' cannot perform this operation because the following scope(s) are locked: '${lock.scope}'. Please remove the lock and try again.`;
    throw new ArmError(409, 'ScopeLocked', message, { fact: 'Locks answer 409; the name of the code is UNCONFIRMED.' });
  }
}

function covers(scope: string, other: string): boolean {
  return `${other.toLowerCase()}/`.startsWith(`${scope.toLowerCase().replace(/\/$/, '')}/`);
}
