import { createHash } from 'node:crypto';
import type { Workspace } from '../workspace';

/**
 * The id of something that lies in the storage account of a workspace and that Azure Resource Manager doesn't know. It
 * is below the account, not the workspace: two workspaces on one account see the same thing, which is one item. Ids
 * have no case and names of blobs have, so a name that has some gets a piece of its hash.
 */
export function placeId(workspace: Workspace, kind: string, path: string): string {
  const account = (workspace.storageAccountId ?? workspace.id).toLowerCase();
  const exact = path === path.toLowerCase() ? '' : `~${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
  return `${account}/${kind}/${encodeURIComponent(path)}${exact}`;
}
