import type { Json } from '../../../../src/azure/arm';
import { AzureError } from '../../../../src/azure/azure-error';
import { code } from '../../../../src/resources/code';
import { component } from '../../../../src/resources/component';
import { compute } from '../../../../src/resources/compute';
import { connection } from '../../../../src/resources/connection';
import { datastore } from '../../../../src/resources/datastore';
import { environment } from '../../../../src/resources/environment';
import type { Found, Gap, ResourceType, UseView } from '../../../../src/resources/resource-type';
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

/** Who uses what a type lists, on all its pages but those of images, by name. */
async function listed(type: ResourceType, { arm }: ReturnType<typeof fakeArm>, selects = (_found: Found) => true) {
  const workspace = await readWorkspace(arm, own);
  if (!workspace) throw new Error('There is no workspace.');
  const usedBy: Record<string, string[] | undefined> = {};
  const all: Gap[] = [];
  for (let next: string | undefined, first = true; first || (next && !next.startsWith('images ')); first = false) {
    const page = await type.list({ arm, workspace, scope: [own], selects }, next);
    for (const item of page.found) usedBy[item.name] = item.usedBy;
    all.push(...(page.gaps ?? []));
    next = page.next;
  }
  return { usedBy, gaps: all };
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

describe('a compute is in use', () => {
  const on = (name: string) => ({ computeId: `${own}/computes/${name}` });
  const computes = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [`computes/${name}`, { properties: { computeType: 'AmlCompute' } }]));

  it('while a schedule, an endpoint, a deployment or a step of a running pipeline names it', async () => {
    const records = {
      ...computes('free', 'a', 'b', 'c', 'd', 'e', 'ended', 'builds'),
      'schedules/daily': { properties: { isEnabled: false, action: { jobDefinition: { jobs: { step: on('a') } } } } },
      'onlineEndpoints/live': { properties: { compute: `${own}/computes/b` } },
      'onlineEndpoints/live/deployments/blue': { properties: {} },
      'batchEndpoints/nightly': { properties: {} },
      'batchEndpoints/nightly/deployments/one': { properties: { compute: `${own}/computes/c` } },
      'jobs/pipe': { properties: { status: 'Running', ...on('d'), jobs: { one: on('d'), two: on('E') } } },
      'jobs/then': { properties: { status: 'Completed', ...on('ended') } },
    };
    const settings = { properties: { ...storage.properties, imageBuildCompute: 'Builds' } };
    const selects = (found: { id: string }) => !found.id.includes('/jobs/');
    const arm = fakeArm({ ...world(records), [own]: settings });
    expect((await listed(compute, arm, selects)).usedBy).toEqual({
      ...{ free: undefined, ended: undefined, a: [`${own}/schedules/daily`], b: [`${own}/onlineEndpoints/live`] },
      ...{ c: [`${own}/batchEndpoints/nightly/deployments/one`], d: [`${own}/jobs/pipe`], e: [`${own}/jobs/pipe`] },
      ...{ builds: [own] },
    });
    // The workspace itself may be about to go with it.
    expect(await usedNow(compute, arm)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('an environment, a component or code is in use', () => {
  const version = (kind: string, name: string) => `${own}/${kind}/${name}/versions/1`;
  const steps = {
    ...asset('components', 'train', {
      componentSpec: { environment: 'azureml:named:1', code: `azureml:${version('codes', 'free')}` },
    }),
    ...asset('components', 'pipe', {
      componentSpec: { jobs: { step: { component: version('components', 'train') } } },
    }),
    ...asset('components', 'anonymous', { isAnonymous: true, componentSpec: { environment: 'azureml:free:1' } }),
  };
  const records = {
    ...steps,
    ...asset('environments', 'free', {}),
    ...asset('environments', 'named', {}),
    ...asset('environments', 'labelled', {}),
    ...asset('codes', 'free', {}),
    ...asset('codes', 'nightly', {}),
    'schedules/daily': {
      properties: {
        action: { jobDefinition: { environmentId: 'azureml:labelled@latest', codeId: version('codes', 'nightly') } },
      },
    },
  };

  it('while a component or a schedule names it; what only the steps of one job are made of needs nothing', async () => {
    const arm = fakeArm(world(records));
    const [train, pipe] = [version('components', 'train'), version('components', 'pipe')];
    expect((await listed(environment, arm)).usedBy).toMatchObject({
      ...{ 'free:1': undefined, 'named:1': [train], 'labelled:1': [`${own}/schedules/daily`] },
    });
    expect((await listed(component, arm)).usedBy).toMatchObject({ 'train:1': [pipe], 'pipe:1': undefined });
    // Code that a component runs is shared with it: kept by its bytes.
    expect((await listed(code, arm)).usedBy).toMatchObject({
      ...{ 'free:1': undefined, 'nightly:1': [`${own}/schedules/daily`] },
    });
  });

  it('no longer when those were erased by the request', async () => {
    const erased = asset('components', 'train', {
      isArchived: true,
      componentSpec: { environment: 'azureml:named:1' },
    });
    const view = { scope: [own], begun: (id: string) => Promise.resolve(id.includes('/components/train')) };
    const used = async (begun = nothingBegun) => {
      const workspace = await readWorkspace(fakeArm(world(records)).arm, own);
      const { arm } = fakeArm(world({ ...records, ...erased }));
      return workspace && (await environment.inUse?.(arm, workspace, begun));
    };
    const named = version('environments', 'named').toLowerCase();
    expect([(await used())?.has(named), (await used(view))?.has(named)]).toEqual([true, false]);
    // By a label, and so every version of that name.
    expect((await used(view))?.has(version('environments', 'labelled').toLowerCase())).toBe(true);
  });
});

describe('a connection is in use', () => {
  it('while a schedule, a deployment or the settings of a feature store name it', async () => {
    const records = {
      ...Object.fromEntries(['free', 'a', 'b', 'c'].map((name) => [`connections/${name}`, { properties: {} }])),
      'schedules/import': { properties: { action: { source: { connection: `${own}/connections/a` } } } },
      'onlineEndpoints/chat': { properties: {} },
      'onlineEndpoints/chat/deployments/blue': {
        properties: { environmentVariables: { KEY: '${{azureml://connections/B/credentials/key}}' } },
      },
    };
    const settings = { ...storage.properties, featureStoreSettings: { offlineStoreConnectionName: 'c' } };
    const arm = fakeArm({ ...world(records), [own]: { properties: settings } });
    expect((await listed(connection, arm)).usedBy).toEqual({
      ...{ free: undefined, a: [`${own}/schedules/import`], c: [own] },
      ...{ b: [`${own}/onlineEndpoints/chat/deployments/blue`] },
    });
    expect(await usedNow(connection, arm)).toEqual(['a', 'b']);
  });
});
