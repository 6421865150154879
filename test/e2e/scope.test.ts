import type { Certificate } from '../../src/requests/certificate/certificate';
import { subscription, World } from './harness';
import { zelda } from './seeds';

const person = { key: 'zelda', displayName: 'Zelda Quux', objectId: '2e1da000-0000-4000-8000-000000000001' };
const lab = (name: string, resourceGroup: string) => ({
  ...{ name, resourceGroup, storageAccount: `${name}store`, createdBy: 'ben' },
  jobs: [{ name: `job-of-${name}`, createdBy: 'zelda', files: { 'logs/a.txt': name } }],
});
const seed = {
  people: [
    { ...person, upn: 'zelda@example.org', email: 'zelda.quux@example.org', alias: 'zeldaq' },
    { key: 'ben', displayName: 'Ben Okri', upn: 'ben@example.org', alias: 'ben' },
  ],
  workspaces: [lab('one', 'first'), lab('two', 'first'), lab('three', 'second')],
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

  it('has a gap when there was nothing to look into', async () => {
    const certificate = await certificateOf('by-nothing', [`/subscriptions/${subscription}/resourceGroups/nowhere`]);
    expect(certificate.state).toBe('completed_with_gaps');
    expect(certificate.gaps).toMatchObject([{ type: expect.stringMatching(/^(workspace|resourceGroup)$/) as string }]);
  });
});
