import { isPlaceUnknown } from '../../../../src/requests/place-unknown';
import { dataAsset } from '../../../../src/resources/data-asset';
import { fakeArm } from '../resources/fake-arm';
import { workspace } from '../resources/workspace';

/** A data asset on a datastore, as a listing finds it. */
async function found(properties: object, store: string) {
  const id = `${workspace.id}/data/people`;
  const dataUri = `azureml://datastores/${store}/paths/x/`;
  const { arm } = fakeArm({
    [id]: { properties: {} },
    [`${id}/versions/1`]: { properties: { dataUri, dataType: 'uri_folder', ...properties } },
  });
  const context = { arm, workspace, scope: [workspace.id], selects: () => true };
  const names = await dataAsset.list(context);
  const versions = await dataAsset.list(context, names.next);
  return versions.found[0] ?? {};
}

describe('the place of bytes is unknown', () => {
  const emptied = { isArchived: true, description: '', tags: {} };

  it.each([
    ['an emptied record without its datastore', emptied, 'gone', true],
    ['one with its datastore', emptied, 'workspaceblobstore', false],
    ['one that was archived with what it says', { ...emptied, tags: { of: 'ada' } }, 'gone', false],
    ['one in use', { tags: {} }, 'gone', false],
  ])('of %s', async (_name, properties, store, expected) => {
    expect(isPlaceUnknown(await found(properties, store))).toBe(expected);
  });
});
