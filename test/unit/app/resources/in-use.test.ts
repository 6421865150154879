import { code } from '../../../../src/resources/code';
import { component } from '../../../../src/resources/component';
import { compute } from '../../../../src/resources/compute';
import { connection } from '../../../../src/resources/connection';
import { environment } from '../../../../src/resources/environment';
import { readWorkspace } from '../../../../src/resources/workspace';
import { fakeArm } from './fake-arm';
import { own, asset, world, nothingBegun, listed, storage, usedNow } from './in-use-world';

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
