import { asAzureError, hasNoAddress } from '../../azure/azure-error';
import type { Gap } from '../../resources/resource-type';
import { listShares } from '../../storage/files/service';
import type { PlanItem } from './plan';

/**
 * Share snapshots that hold copies of what is planned: nothing erases single files of them. One gap for each share, with
 * their number and the date of the newest. Where shares can't be listed, that is a gap as well.
 */
export async function shareSnapshots(
  items: readonly Pick<PlanItem, 'type' | 'workspace' | 'ranges'>[],
): Promise<Gap[]> {
  const wanted = new Map<string, Map<string, Pick<Gap, 'type' | 'workspace'>>>();
  for (const { type, workspace, ranges } of items) {
    for (const { store, account, container } of ranges) {
      if (store !== 'file') continue;
      const shares = wanted.get(account) ?? new Map<string, Pick<Gap, 'type' | 'workspace'>>();
      if (!shares.has(container)) shares.set(container, { type, workspace });
      wanted.set(account, shares);
    }
  }
  const gaps: Gap[] = [];
  for (const [account, shares] of wanted) {
    try {
      for (const { name, snapshots, newestSnapshot } of await listShares(account)) {
        const at = shares.get(name);
        if (!at || !newestSnapshot) continue;
        const newest = newestSnapshot.replace(/\.\d+Z$/, 'Z');
        gaps.push({ code: 'share_snapshot', ...at, detail: `${account}/${name}: ${snapshots}, newest ${newest}` });
      }
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient && !hasNoAddress(error)) throw error;
      for (const at of shares.values()) {
        gaps.push({ code: 'storage_unreadable', ...at, detail: `shares of ${account}: ${error.code}` });
      }
    }
  }
  return gaps;
}
