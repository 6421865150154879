import { concurrently } from '../storage/concurrently';
import { shareEntries } from '../storage/files/folders';
import type { ResourceType } from './resource-type';
import { filesOnShare, itemAt, shareBehind } from './ownership/share-items';

/** The file share that comes with a workspace as another place for uploads. */
export const fileStoreShare: ResourceType = {
  ...filesOnShare,
  name: 'fileStore',
  title: 'Files in the workspace file store',
  summary:
    'What lies at the top of the share behind `workspacefilestore`, each file and folder with all that is in it. Nothing says whose it is; what an asset names there is the asset’s. A folder is dated by the newest file in it.',
  namesPeopleBy: 'nothing',
  bytes: 'Its folder or file on the share.',

  async list(context, next) {
    const place = shareBehind(context.workspace, 'workspacefilestore');
    if (!place) return { found: [] };
    const page = await shareEntries(place, '', next);
    const found = await concurrently(page.entries, 4, ({ name, kind }) => {
      const path = kind === 'directory' ? `${name}/` : name;
      return itemAt(context, place, path, { name: path, actors: [] });
    });
    return { found, ...(page.next ? { next: page.next } : {}) };
  },
};
