import { listRange } from '../../storage/bytes';
import type { ByteRange, DatastorePlace } from '../../storage/uri';
import type { Actor } from '../../subjects/match';
import { bytesOnly } from '../erasing/bytes-only';
import { placeId } from './place-id';
import type { Found, ListContext, ResourceType } from '../resource-type';
import type { Workspace } from '../workspace';

/** The share behind one of a workspace's own datastores, if it is on Azure Files. */
export function shareBehind(workspace: Workspace, datastore: string): DatastorePlace | undefined {
  const found = workspace.fileShares.get(datastore);
  return found && { store: 'file', account: found.account, container: found.share };
}

/**
 * A file or folder of a share as an item. It is as old as the newest thing in it: what is still worked with is not old.
 * That takes a look at everything below, so it is only taken where the request asks for the item.
 */
export async function itemAt(
  context: ListContext,
  place: DatastorePlace,
  path: string,
  who: { name: string; actors: Actor[] },
): Promise<Found> {
  const range: ByteRange = { ...place, path, kind: path.endsWith('/') ? 'prefix' : 'blob' };
  const id = placeId(context.workspace, 'fileShares', `${place.account}/${place.container}/${path}`);
  const found: Found = { id, ...who, common: true, ranges: [range] };
  if (!context.selects(found)) return found;
  let newest: string | undefined;
  for await (const { modifiedAt } of listRange(range)) {
    if (modifiedAt && (!newest || modifiedAt > newest)) newest = modifiedAt;
  }
  return { ...found, createdAt: newest };
}

const files = 'Microsoft.Storage/storageAccounts/fileServices';

/** What types of files on shares have in common (Azure docs: access to file shares with Microsoft Entra ID). */
export const filesOnShare = {
  ...bytesOnly,
  proof: 'Its place is listed and nothing is in it.',
  residue: ['Share snapshots and backups keep the files that were in the share when they were taken.'],
  permissions: {
    read: ['datastores/read', `${files}/shares/read`],
    erase: [],
    data: {
      read: [`${files}/fileshares/files/read`, `${files}/readFileBackupSemantics/action`],
      erase: [
        ...[`${files}/fileshares/files/read`, `${files}/readFileBackupSemantics/action`],
        ...[`${files}/fileshares/files/delete`, `${files}/writeFileBackupSemantics/action`],
      ],
    },
  },
} satisfies Partial<ResourceType>;
