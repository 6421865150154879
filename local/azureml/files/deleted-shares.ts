import type { EmulatorContext } from '../context';
import { asObject, asString } from '../json';

/** A share that was deleted and can still be restored. */
export interface DeletedShare {
  name: string;
  /** RFC 3339. */
  deletedTime: string;
  /** Whole days that are left: the one under way is dropped, as in recorded answers of the real service. */
  remainingDays: number;
}

const DAY = 86_400_000;

/** The soft-deleted shares of an account, as the record of the account keeps them. */
export function deletedSharesOf(account: string, context: Pick<EmulatorContext, 'state' | 'now'>): DeletedShare[] {
  const record = context.state.list('storageAccounts').find(({ name }) => name === account);
  const shares = record?.body.deletedShares;
  return (Array.isArray(shares) ? shares : []).map(asObject).flatMap(({ name, deletedTime, until }) => {
    const left = Date.parse(asString(until) ?? '') - context.now().getTime();
    if (!(left > 0)) return [];
    return [
      { name: asString(name) ?? '', deletedTime: asString(deletedTime) ?? '', remainingDays: Math.floor(left / DAY) },
    ];
  });
}
