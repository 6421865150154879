import type { Certificate } from '../../src/requests/certificate/certificate';
import { subscription, workspaceId, World } from './harness';
import { zelda } from './seeds';

const person = { key: 'zelda', displayName: 'Zelda Quux', objectId: '2e1da000-0000-4000-8000-000000000001' };
const lab = (name: string, resourceGroup: string) => ({
  ...{ name, resourceGroup, storageAccount: `${name}store`, createdBy: 'ben' },
  jobs: [{ name: `job-of-${name}`, createdBy: 'zelda', files: { 'logs/a.txt': name } }],
});
/** With a datastore on another account, and an asset that lies there. */
const withLake = (workspace: object) => ({
  ...workspace,
  datastores: [{ name: 'lake', account: 'lakestore', container: 'lake' }],
  data: [
    {
      name: 'rows',
      versions: [{ version: '1', createdBy: 'ben', datastore: 'lake', path: 'rows/', files: { 'a.csv': '1' } }],
    },
  ],
});
const seed = {
  people: [
    { ...person, upn: 'zelda@example.org', email: 'zelda.quux@example.org', alias: 'zeldaq' },
    { key: 'ben', displayName: 'Ben Okri', upn: 'ben@example.org', alias: 'ben' },
  ],
  storageAccounts: [{ name: 'lakestore', resourceGroup: 'lakes' }],
  blobs: [{ account: 'lakestore', container: 'lake', path: 'others/b.csv', content: '2' }],
  workspaces: [withLake(lab('one', 'first')), lab('two', 'first'), lab('three', 'second')],
};

describe('a scope that names more than a workspace', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(seed);
  });
  afterAll(() => world.stop());

  const certificateOf = async (requestId: string, workspaces: string[]) => {
    const scope = { workspaces, resourceTypes: ['job'] };
    await world.send('privacy-requests', { requestId, action: 'export', subject: zelda, scope });
    await world.end(requestId);
    return (await world.call<Certificate>('GET', `/api/requests/${requestId}/certificate`, 'reader')).body;
  };
  const names = (certificate: Certificate) => certificate.scope.workspaces.map((id) => id.split('/').pop()).sort();

  it('finds the workspaces of a resource group, each once', async () => {
    const group = `/subscriptions/${subscription}/resourceGroups/first`;
    const one = `${group}/providers/microsoft.machinelearningservices/workspaces/ONE`;
    const certificate = await certificateOf('by-group', [one, group]);
    expect(names(certificate).map((name) => name?.toLowerCase())).toEqual(['one', 'two']);
    expect(certificate.results.items.export.job).toEqual({ exported: 2 });
    expect(certificate.gaps).toEqual([]);
  });

  it('finds the workspaces of a subscription', async () => {
    const certificate = await certificateOf('by-subscription', [`/subscriptions/${subscription}`]);
    expect(names(certificate)).toEqual(['one', 'three', 'two']);
    expect(certificate.results.items.export.job).toEqual({ exported: 3 });
  });

  it('leaves bytes in another storage account alone unless it lists that account', async () => {
    const erase = async (requestId: string, more: object) => {
      const workspaces = [workspaceId('one', 'first')];
      const scope = { workspaces, everything: true, resourceTypes: ['dataAsset'], ...more };
      await world.send('privacy-requests', { requestId, action: 'erase', scope });
      await world.until(requestId, ['awaiting_approval']);
      await world.approve(requestId, {});
      expect((await world.end(requestId)).state).toBe('completed');
      return (await world.call<Certificate>('GET', `/api/requests/${requestId}/certificate`, 'reader')).body;
    };
    const lake = async () => (await world.listCustomers()).blobs.filter(({ account }) => account === 'lakestore');

    const unlisted = await erase('not-listed', {});
    expect(unlisted.results.outcomes).toEqual({ archived_only: 2, out_of_scope: 1 });
    expect((await lake()).map(({ path }) => path)).toEqual(['others/b.csv', 'rows/a.csv']);

    const id = `/subscriptions/${subscription}/resourceGroups/lakes/providers/Microsoft.Storage/storageAccounts/LakeStore`;
    const listed = await erase('listed', { storageAccounts: [id] });
    expect(listed.results.outcomes).toEqual({ archived_only: 2, deleted: 1 });
    expect(listed.storage).toMatchObject([{ account: 'lakestore', blobs: 1 }]);
    expect((await lake()).map(({ path }) => path)).toEqual(['others/b.csv']);
  });

  it('has a gap when there was nothing to look into', async () => {
    const certificate = await certificateOf('by-nothing', [`/subscriptions/${subscription}/resourceGroups/nowhere`]);
    expect(certificate.state).toBe('completed_with_gaps');
    expect(certificate.gaps).toMatchObject([{ type: expect.stringMatching(/^(workspace|resourceGroup)$/) as string }]);
  });
});
