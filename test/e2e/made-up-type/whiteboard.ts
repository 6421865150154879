import { childId } from '../../../src/azure/arm-id';
import { gone } from '../../../src/resources/erasing/delete-record';
import type { ResourceType } from '../../../src/resources/resource-type';
import { listRange } from '../../../src/storage/bytes';
import type { ByteRange } from '../../../src/storage/uri';

/** A kind that nobody has: folders `<object id>/<board>/` in the container of the datastore `whiteboards`. */
export const whiteboard: ResourceType = {
  name: 'whiteboard',
  title: 'Whiteboards',
  summary: 'Whiteboards, made up for a test.',
  namesPeopleBy: 'object id',
  recordMayTakeBytes: false,
  erasure: 'bytes only',
  residue: ['What was on a whiteboard stays in the memory of those who saw it.'],
  permissions: { read: ['datastores/read'], erase: [] },

  async list({ workspace }) {
    const store = workspace.blobStores.get('whiteboards');
    if (!store) return { found: [] };
    const boards = new Map<string, ByteRange>();
    for await (const { name } of listRange({ ...store, path: '', kind: 'prefix' })) {
      const path = /^[^/]+\/[^/]+\//.exec(name)?.[0];
      if (path) boards.set(path, { ...store, path, kind: 'prefix' });
    }
    const found = [...boards].map(([path, range]) => {
      const [objectId = '', name = ''] = path.split('/');
      const id = childId(workspace.id, 'whiteboards', `${objectId}-${name}`);
      const actors = [{ relation: 'owner' as const, source: 'arm' as const, objectId }];
      return { id, name, actors, ranges: [range], detail: { path } };
    });
    return { found };
  },

  async *records({ workspace }, { id, name, detail = {} }) {
    const store = workspace.blobStores.get('whiteboards');
    const pages: string[] = [];
    if (store)
      for await (const page of listRange({ ...store, path: detail.path ?? '', kind: 'prefix' })) pages.push(page.name);
    if (pages.length > 0) yield { source: 'whiteboards', body: { id, name, pages } };
  },

  erase: (context) => Promise.resolve(gone(context)),
};
