import type { Json } from '../../../../src/azure/arm';
import { AzureError } from '../../../../src/azure/azure-error';
import { datastore } from '../../../../src/resources/datastore';
import { fakeArm } from './fake-arm';
import { group, own, other, far, short, long, stores, asset, world, listed, usedNow } from './in-use-world';

describe('a datastore is in use', () => {
  const refused = new AzureError(403, 'AuthorizationFailed', '', false);

  it('while an asset of any kind, a schedule, a deployment or a running job names it', async () => {
    const records = {
      ...stores('free', 'a', 'b', 'c', 'd', 'e', 'f', 'ended'),
      ...asset('data', 'people', { dataUri: short('a') }),
      ...asset('featuresets', 'features', { specification: { path: short('b') } }),
      'batchEndpoints/nightly': {},
      'batchEndpoints/nightly/deployments/one': {
        properties: { model: { referenceType: 'DataPath', datastoreId: `${own}/datastores/c`, path: 'm' } },
      },
      'schedules/daily': { properties: { action: { jobDefinition: { inputs: { in: { uri: short('d') } } } } } },
      'jobs/now': { properties: { status: 'Running', inputs: { in: { uri: short('e') } } } },
      'jobs/then': { properties: { status: 'Completed', inputs: { in: { uri: short('ended') } } } },
      ...asset('models', 'm', { modelUri: long('f'), isArchived: true }),
    };
    const { usedBy, gaps } = await listed(datastore, fakeArm(world(records)));
    expect(usedBy).toEqual({
      ...{ free: undefined, ended: undefined },
      ...{ a: [`${own}/data/people/versions/1`], b: [`${own}/featuresets/features/versions/1`] },
      ...{ c: [`${own}/batchEndpoints/nightly/deployments/one`], d: [`${own}/schedules/daily`] },
      ...{ e: [`${own}/jobs/now`], f: [`${own}/models/m/versions/1`] },
    });
    expect(gaps).toEqual([]);
  });

  it('while another workspace on the account names it, whose own datastore of that name is another', async () => {
    const others = {
      ...asset('data', 'theirs', { dataUri: long('a') }),
      ...asset('data', 'own', { dataUri: short('b') }),
    };
    const arm = fakeArm(world(stores('a', 'b'), others));
    expect((await listed(datastore, arm)).usedBy).toEqual({ a: [`${other}/data/theirs/versions/1`], b: undefined });
    expect(await usedNow(datastore, arm)).toEqual(['a']);
  });

  it('as far as anybody knows, where a workspace on the account can not be looked into', async () => {
    const arm = fakeArm(world(stores('a')), { [`${other}/models`]: refused });
    const { usedBy, gaps } = await listed(datastore, arm);
    expect(usedBy).toEqual({ a: ['unknown'] });
    expect(gaps).toEqual([
      { code: 'references_unknown', type: 'datastore', workspace: other, detail: 'AuthorizationFailed' },
    ]);
    expect(await usedNow(datastore, arm)).toEqual(['a']);
  });

  it('whatever a workspace elsewhere hides', async () => {
    const elsewhere = { properties: { storageAccount: `${group}/Microsoft.Storage/storageAccounts/elsewhere` } };
    const arm = fakeArm({ ...world(stores('a')), [far]: elsewhere }, { [`${far}/models`]: refused, [far]: refused });
    expect(await listed(datastore, arm)).toEqual({ usedBy: { a: undefined }, gaps: [] });
  });

  it('of everybody for the plan, which may hold some of them; right before erasing one is enough', async () => {
    const own1 = { ...stores('a'), ...asset('data', 'people', { dataUri: short('a') }) };
    const arm = fakeArm(world(own1, asset('data', 'theirs', { dataUri: long('a') })));
    expect((await listed(datastore, arm)).usedBy).toEqual({
      a: [`${own}/data/people/versions/1`, `${other}/data/theirs/versions/1`],
    });
    const asked = arm.asked.splice(0);
    expect(await usedNow(datastore, arm)).toEqual(['a']);
    const [before, now] = [asked, arm.asked].map((paths) =>
      paths.filter((path) => /other\/data$|own\/jobs$/.test(path)),
    );
    expect([before, now]).toEqual([[`${own}/jobs`, `${other}/data`], []]);
  });

  it('no longer when all that names it was erased by the request, as far as the platform lets it', async () => {
    const archived = { isArchived: true, dataUri: short('a') };
    const view = { scope: [own], begun: (id: string) => Promise.resolve(id.includes('/data/')) };
    const left = (properties: Json, kind = 'data') =>
      usedNow(datastore, fakeArm(world({ ...stores('a'), ...asset(kind, 'x', { ...archived, ...properties }) })), view);
    expect(await left({})).toEqual([]);
    // What was not emptied was not erased; what somebody archived by hand may be restored.
    expect(await left({ tags: { of: 'ada' } })).toEqual(['a']);
    expect(await left({ isArchived: false })).toEqual(['a']);
    expect(await left({ modelUri: short('a') }, 'models')).toEqual(['a']);
  });

  it('by being the default', async () => {
    const arm = fakeArm(world({ 'datastores/a': { properties: { isDefault: true } } }));
    expect((await listed(datastore, arm)).usedBy).toEqual({ a: [`${own}/datastores/a`] });
    expect(await usedNow(datastore, arm)).toEqual(['a']);
  });
});
