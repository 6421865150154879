import { concurrently } from '../storage/concurrently';
import { shareEntries, type ShareEntry } from '../storage/files/folders';
import type { DatastorePlace } from '../storage/uri';
import type { Found, ListContext, ResourceType } from './resource-type';
import { filesOnShare, itemAt, shareBehind } from './ownership/share-items';

/** Notebooks and the other files of people's folders, which compute instances mount as their home. */
export const notebook: ResourceType = {
  ...filesOnShare,
  name: 'notebook',
  title: 'Notebooks and files',
  summary:
    'What people keep in the notebooks of the studio and on compute instances: the folders `Users/<alias>/` of the share behind `workspaceworkingdirectory`, file by file, and what lies beside them. A folder belongs to the person whose alias names it; where the alias is only guessed from a UPN or e-mail address, the match is weak. A folder is dated by the newest file in it.',
  namesPeopleBy: 'alias',
  bytes: 'Its folder on the share, with the directories in it.',

  async list(context, next) {
    const place = shareBehind(context.workspace, 'workspaceworkingdirectory');
    if (!place) return { found: [] };
    const position: Position = next ? (JSON.parse(next) as Position) : { folder: '' };
    const page = await shareEntries(place, position.folder, position.marker);
    const atTop = position.folder === '';
    // SMB shares know no case.
    const isUsers = ({ name, kind }: ShareEntry) => atTop && kind === 'directory' && name.toLowerCase() === 'users';
    const users = page.entries.find(isUsers)?.name ?? position.users;
    const items = page.entries.filter((entry) => !isUsers(entry));
    const found = await concurrently(items, 4, (entry) => describe(context, place, position.folder, entry));
    const following = page.next
      ? { ...position, marker: page.next, users }
      : atTop && users !== undefined
        ? { folder: `${users}/` }
        : undefined;
    return { found, next: following && JSON.stringify(following) };
  },
};

/** Where a listing goes on: the top of the share comes first, then the folders of people. */
interface Position {
  /** Empty, or the folder of people's folders with its slash. */
  folder: string;
  marker?: string;
  /** Name of the folder of people's folders, once it was seen. */
  users?: string;
}

function describe(context: ListContext, place: DatastorePlace, above: string, entry: ShareEntry): Promise<Found> {
  const { name, kind } = entry;
  const path = `${above}${name}${kind === 'directory' ? '/' : ''}`;
  const persons = above !== '' && kind === 'directory';
  return itemAt(context, place, path, {
    name: persons ? name : path,
    actors: persons ? [{ relation: 'owner', source: 'notebook', alias: name }] : [],
  });
}
