import { refOf } from '../../../../src/requests/keys';
import { placeId } from '../../../../src/resources/ownership/place-id';
import { workspace } from './workspace';

const account = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/wsstore';
const one = { ...workspace, storageAccountId: account };

describe('placeId', () => {
  it('is the same for two workspaces on one account, however they write its id', () => {
    const other = { ...workspace, id: `${workspace.id}-2`, storageAccountId: account.toUpperCase() };
    expect(placeId(one, 'uploads', 'azureml/x/')).toBe(placeId(other, 'uploads', 'azureml/x/'));
    expect(placeId(workspace, 'uploads', 'azureml/x/')).toBe(`${workspace.id.toLowerCase()}/uploads/azureml%2Fx%2F`);
  });

  it('tells apart what differs by case, by a slash, or by an escape', () => {
    const names = ['a/x', 'a/X', 'A/x', 'a/x/', 'a/x%2F', 'a/../x', 'a/ä', 'a/Ä', 'a/#?', 'a/ '];
    expect(new Set(names.map((name) => refOf(placeId(one, 'uploads', name)))).size).toBe(names.length);
  });

  it('is one segment below its kind, whatever the name', () => {
    for (const name of ['..', 'a/../b', 'a?b#c', 'x/..']) {
      expect(placeId(one, 'uploads', name).split('/')).toHaveLength(account.split('/').length + 2);
    }
  });
});
