import type { Json } from '../../../../src/azure/arm';
import { AzureError } from '../../../../src/azure/azure-error';
import { datastore } from '../../../../src/resources/datastore';
import type { ResourceType, UseView } from '../../../../src/resources/resource-type';
import { readWorkspace } from '../../../../src/resources/workspace';
import { fakeArm } from './fake-arm';

const group = '/subscriptions/s1/resourceGroups/g/providers';
const idOf = (workspace: string) => `${group}/Microsoft.MachineLearningServices/workspaces/${workspace}`;
const storage = { properties: { storageAccount: `${group}/Microsoft.Storage/storageAccounts/store` } };
const [own, other, far] = [idOf('own'), idOf('other'), idOf('far')];
const short = (store: string) => `azureml://datastores/${store}/paths/x/`;
const long = (store: string) =>
  `azureml:/${own.replace('/providers/Microsoft.MachineLearningServices', '')}/datastores/${store}/paths/x/`;

/** Records below a workspace by their paths in it. */
const within = (workspace: string, records: Readonly<Record<string, Json>>) =>
  Object.fromEntries(Object.entries(records).map(([path, body]) => [`${workspace}/${path}`, body]));
const stores = (...names: string[]) => Object.fromEntries(names.map((name) => [`datastores/${name}`, {}]));
const asset = (kind: string, name: string, properties: Json) => ({
  [`${kind}/${name}`]: { properties: {} },
  [`${kind}/${name}/versions/1`]: { properties },
});

/** A workspace with what is told, and another one on its account. */
const world = (records: Readonly<Record<string, Json>>, others: Readonly<Record<string, Json>> = {}) => ({
  ...{ [own]: storage, [other]: storage },
  ...within(own, records),
  ...within(other, others),
});

const nothingBegun: UseView = { scope: [own], begun: () => Promise.resolve(false) };

async function listed(type: ResourceType, { arm }: ReturnType<typeof fakeArm>) {
  const workspace = await readWorkspace(arm, own);
  if (!workspace) throw new Error('There is no workspace.');
  const { found, gaps = [] } = await type.list({ arm, workspace, scope: [own], selects: () => true });
  const usedBy = Object.fromEntries(found.map((item) => [item.name, item.usedBy]));
  return { usedBy, gaps };
}

async function usedNow(type: ResourceType, { arm }: ReturnType<typeof fakeArm>, view = nothingBegun) {
  const workspace = await readWorkspace(arm, own);
  const used = workspace && (await type.inUse?.(arm, workspace, view));
  return [...(used ?? [])].map((id) => id.split('/').pop()).sort();
}

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

  it('of nobody else where its own workspace says enough', async () => {
    const arm = fakeArm(world({ ...stores('a'), ...asset('data', 'people', { dataUri: short('a') }) }));
    await listed(datastore, arm);
    expect(arm.asked.filter((path) => path.startsWith(other))).toEqual([]);
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
