import { experimentIdOf } from '../../../local/azureml/ids';
import type { JsonObject } from '../../../local/azureml/json';
import { DEFAULT_SUBSCRIPTION } from '../../../local/azureml/seed/defaults';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Switches } from '../../../local/azureml/settings';
import type { Emulator } from '../../../local/azureml/start-emulator';
import { startEmulator } from '../../../local/azureml/start-emulator';
import type { RawCall } from './raw-calls';
import { codeOf, namesOf, rawCaller, settled } from './raw-calls';
import type { TestStorage } from './running-emulator';
import { accountsOfSeeds, startStorage, startWith } from './running-emulator';

const other = '5ab50000-0000-4000-8000-000000000002';
const group = (subscription: string, name: string): string => `/subscriptions/${subscription}/resourceGroups/${name}`;
const workspaceIn = (where: string, name: string): string =>
  `${where}/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
const ml = group(DEFAULT_SUBSCRIPTION, 'ml');
const seedWith = (switches: Partial<Switches>): SeedFile => ({
  people: [{ key: 'ida', displayName: 'Ida Wells' }],
  switches: { operationSeconds: 0.05, retryAfterSeconds: 0, pageSize: 2, operationHeaders: 'location', ...switches },
  forbiddenSubscriptions: [other],
  locks: [
    { scope: group(DEFAULT_SUBSCRIPTION, 'kept'), name: 'keep-all', level: 'CanNotDelete' },
    { scope: workspaceIn(ml, 'locked'), name: 'keep-one', level: 'CanNotDelete' },
  ],
  workspaces: [
    {
      name: 'plain',
      storageAccount: 'plainstore',
      jobs: [
        { name: 'done', createdBy: 'ida', experiment: 'e' },
        { name: 'busy', createdBy: 'ida', status: 'Running' },
      ],
      computes: [{ name: 'ci', owner: 'ida' }],
      onlineEndpoints: [
        { name: 'live', traffic: { blue: 100 }, deployments: [{ name: 'blue', logs: 'one\ntwo\nthree' }] },
      ],
      emptyExperiments: ['nothing'],
      models: [{ name: 'm', versions: [{ version: '1', createdBy: 'ida' }] }],
    },
    { name: 'team', kind: 'Hub', storageAccount: 'hubstore', containerRegistry: 'hubimages' },
    { name: 'project-a', kind: 'Project', hub: 'team' },
    { name: 'locked', storageAccount: 'plainstore' },
    { name: 'in-kept', resourceGroup: 'kept', storageAccount: 'plainstore' },
    { name: 'elsewhere', subscriptionId: other, storageAccount: 'plainstore', dataPlane: 'forbidden' },
  ],
});

describe('whole workspaces', () => {
  let test: TestStorage;
  let emulator: Emulator | undefined;
  let call: RawCall;

  const start = async (switches: Partial<Switches> = {}): Promise<void> => {
    emulator = await startWith(seedWith(switches), test);
    call = rawCaller(emulator, test);
  };
  const at = (path: string, version = '2024-04-01', query = ''): string => `${path}?api-version=${version}${query}`;
  const purge = (path: string) => call('DELETE', at(path, '2024-04-01', '&forceToPurge=true'));
  const statusOf = async (path: string) => (await call('GET', at(path))).status;
  const recordsOf = async (scope: string): Promise<JsonObject[]> => {
    const { records } = (await call('GET', '/_emulator/state', { admin: true })).body as { records: JsonObject[] };
    return records.filter((record) => record.scope === scope);
  };

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seedWith({})));
  });
  afterEach(() => emulator?.stop());
  afterAll(() => test.stop());

  it('are purged with all that they hold, while the bytes stay', async () => {
    await start();
    const plain = workspaceIn(ml, 'plain');
    const answer = await purge(plain);
    expect(answer.status).toBe(202);
    expect((await settled(call, answer)).status).toBe(204);
    expect(await statusOf(plain)).toBe(404);
    expect(await recordsOf(plain)).toEqual([]);
    expect((await purge(plain)).status).toBe(204);
    const log = test.blobs
      .container('plainstore', 'azureml')
      .getBlobClient('ExperimentRun/dcid.done/user_logs/std_log.txt');
    expect(await log.exists()).toBe(true);
  });

  it.each([
    ['without forceToPurge', '2024-04-01', ''],
    ['when the api-version does not know forceToPurge', '2022-10-01', '&forceToPurge=true'],
  ])('are only marked %s: not found, and yet kept', async (_case, version, query) => {
    await start();
    const plain = workspaceIn(ml, 'plain');
    await settled(call, await call('DELETE', at(plain, version, query)));
    expect(await statusOf(plain)).toBe(404);
    const types = (await recordsOf(plain)).map((record) => `${record.type as string} ${record.name as string}`);
    expect(types).toEqual(expect.arrayContaining(['softDeletedWorkspaces plain', 'jobs done', 'models/versions 1']));
    for (const gone of ['jobs busy', 'computes ci', 'onlineEndpoints live', 'onlineEndpoints/deployments blue']) {
      expect(types).not.toContain(gone);
    }
    const again = await call('PUT', at(plain), { body: {} });
    expect([again.status, codeOf(again)]).toEqual([400, 'UserError']);
    expect((await purge(plain)).status).toBe(404);
  });

  it('go on being purged after a restart in the middle', async () => {
    const first = await startWith(seedWith({ operationSeconds: 1 }), test);
    emulator = first;
    call = rawCaller(first, test);
    const plain = workspaceIn(ml, 'plain');
    const { location = '' } = (await purge(plain)).headers;
    await first.stop();
    const { certFile, keyFile } = test.certificate;
    const files = { seedFile: 'unused', certFile, keyFile };
    emulator = await startEmulator({ ...files, stateDir: first.stateDir, storage: test.storage });
    call = rawCaller(emulator, test);
    const { pathname, search } = new URL(location);
    await settled(call, { status: 202, headers: { location: `${pathname}${search}` }, body: {} });
    expect(await recordsOf(plain)).toEqual([]);
  });

  it('can be purged after a soft deletion when the seed says so', async () => {
    await start({ purgeOfSoftDeleted: 'works' });
    const plain = workspaceIn(ml, 'plain');
    await settled(call, await call('DELETE', at(plain)));
    const answer = await purge(plain);
    expect(answer.status).toBe(202);
    await settled(call, answer);
    expect(await recordsOf(plain)).toEqual([]);
  });

  it('stay where a purge is answered 204 and ignored', async () => {
    await start({ workspacePurge: 'ignored' });
    expect((await purge(workspaceIn(ml, 'plain'))).status).toBe(204);
    expect(await statusOf(workspaceIn(ml, 'plain'))).toBe(200);
  });

  it.each([409, 202] as const)('that are hubs with projects answer %d to their deletion', async (status) => {
    await start({ hubDeleteWithProjects: status });
    const [hub, project] = [workspaceIn(ml, 'team'), workspaceIn(ml, 'project-a')];
    expect((await purge(hub)).status).toBe(status);
    if (status === 202) return;
    await settled(call, await purge(project));
    expect((await settled(call, await purge(hub))).status).toBe(204);
  });

  it('tell hubs from projects, which use what is the hub’s', async () => {
    await start();
    const hub = (await call('GET', at(workspaceIn(ml, 'team')))).body;
    const project = (await call('GET', at(workspaceIn(ml, 'project-a')))).body;
    expect([hub.kind, project.kind]).toEqual(['Hub', 'Project']);
    const [shared, own] = [hub.properties, project.properties] as [JsonObject, JsonObject];
    expect(shared.associatedWorkspaces).toEqual([project.id]);
    expect(own.hubResourceId).toBe(hub.id);
    for (const name of ['storageAccount', 'keyVault', 'containerRegistry']) expect(own[name]).toBe(shared[name]);
    expect(own.applicationInsights).not.toBe(shared.applicationInsights);
    const older = (await call('GET', at(workspaceIn(ml, 'project-a'), '2022-10-01'))).body.properties;
    expect(older).not.toHaveProperty('hubResourceId');
  });

  it('are listed by group and subscription, unless the subscription may not be listed', async () => {
    await start();
    const list = async (where: string): Promise<unknown[]> => {
      const names: unknown[] = [];
      let next: unknown = at(`${where}/providers/Microsoft.MachineLearningServices/workspaces`);
      while (typeof next === 'string') {
        const page = await call('GET', next, { as: 'reader' });
        names.push(...namesOf(page));
        next = page.body.nextLink;
      }
      return names.sort();
    };
    expect(await list(`/subscriptions/${DEFAULT_SUBSCRIPTION}`)).toEqual([
      ...['in-kept', 'locked', 'plain', 'project-a', 'team'],
    ]);
    expect(await list(group(DEFAULT_SUBSCRIPTION, 'kept'))).toEqual(['in-kept']);
    for (const path of ['providers/Microsoft.MachineLearningServices/workspaces', 'resources']) {
      const version = path === 'resources' ? '2025-04-01' : '2024-04-01';
      const refused = await call('GET', at(`/subscriptions/${other}/${path}`, version));
      expect([refused.status, codeOf(refused)]).toEqual([403, 'AuthorizationFailed']);
    }
    expect(await list(group(other, 'ml'))).toEqual(['elsewhere']);
    expect(await statusOf(workspaceIn(group(other, 'ml'), 'elsewhere'))).toBe(200);
  });

  it('may have a run history that refuses everybody', async () => {
    await start();
    const ask = (workspace: string) =>
      call('POST', `/history/v1.0${workspace}/experiments:query`, { body: {}, audience: 'https://ml.azure.com' });
    expect((await ask(workspaceIn(group(other, 'ml'), 'elsewhere'))).status).toBe(403);
    expect((await ask(workspaceIn(ml, 'plain'))).status).toBe(200);
  });

  it('and what they hold are kept by locks at, above and below them', async () => {
    await start();
    const keptVault = `${group(DEFAULT_SUBSCRIPTION, 'kept')}/providers/Microsoft.KeyVault/vaults/in-kept-kv`;
    for (const answer of [
      await purge(workspaceIn(ml, 'locked')),
      await purge(workspaceIn(group(DEFAULT_SUBSCRIPTION, 'kept'), 'in-kept')),
      await call('DELETE', at(keptVault, '2023-07-01')),
    ]) {
      expect([answer.status, codeOf(answer)]).toEqual([409, 'ScopeLocked']);
    }
    const locksOf = async (scope: string, query = '') =>
      namesOf(await call('GET', at(`${scope}/providers/Microsoft.Authorization/locks`, '2020-05-01', query)));
    expect(await locksOf(keptVault)).toEqual(['keep-all']);
    expect(await locksOf(workspaceIn(ml, 'plain'))).toEqual([]);
    expect(await locksOf(ml)).toEqual(['keep-one']);
    expect(await locksOf(ml, '&$filter=atScope()')).toEqual([]);
  });

  it('let the reader fetch the logs of a deployment, which no other answer shows', async () => {
    await start();
    const deployment = `${workspaceIn(ml, 'plain')}/onlineEndpoints/live/deployments/blue`;
    const logs = (body: object) => call('POST', at(`${deployment}/getLogs`, '2022-10-01'), { body, as: 'reader' });
    expect((await logs({ containerType: 'InferenceServer' })).body).toEqual({ content: 'one\ntwo\nthree' });
    expect((await logs({ tail: 1 })).body).toEqual({ content: 'three' });
    expect((await logs({ containerType: 'StorageInitializer' })).body).toEqual({ content: '' });
    expect(JSON.stringify((await call('GET', at(deployment))).body)).not.toContain('three');
  });

  it.each([409, 202] as const)('answer %d to the deletion of a deployment with traffic', async (status) => {
    await start({ deleteDeploymentWithTraffic: status });
    const endpoint = `${workspaceIn(ml, 'plain')}/onlineEndpoints/live`;
    const answer = await call('DELETE', at(`${endpoint}/deployments/blue`));
    expect(answer.status).toBe(status);
    if (status === 202) await settled(call, answer);
    const { traffic } = (await call('GET', at(endpoint))).body.properties as JsonObject;
    expect(traffic).toEqual(status === 202 ? {} : { blue: 100 });
  });

  it.each(['202', '200'] as const)('delete an empty experiment with %s', async (experimentDelete) => {
    await start({ experimentDelete });
    const audience = 'https://ml.azure.com';
    const plain = workspaceIn(ml, 'plain');
    const experiment = `/history/v1.0${plain}/experimentids/${experimentIdOf(plain, 'nothing')}`;
    expect((await call('GET', experiment, { audience })).body.name).toBe('nothing');
    const answer = await call('DELETE', experiment, { audience });
    expect(answer.status).toBe(Number(experimentDelete));
    if (answer.status === 202) expect((await settled(call, answer, audience)).status).toBe(200);
    expect((await call('GET', experiment, { audience })).status).toBe(404);
    expect((await call('DELETE', experiment, { audience })).status).toBe(204);
  });

  it.each(['200', '405'] as const)(
    'answer %s to the deletion of assets that may be archived only',
    async (assetDelete) => {
      await start({ assetDelete });
      const plain = workspaceIn(ml, 'plain');
      for (const type of ['environments', 'components', 'codes', 'featuresets', 'featurestoreEntities']) {
        const version = `${plain}/${type}/made/versions/1`;
        await call('PUT', at(version), { body: { properties: {} } });
        const { status } = await call('DELETE', at(version));
        expect([type, status]).toEqual([type, assetDelete === '405' ? 405 : type.startsWith('feature') ? 202 : 200]);
      }
    },
  );
});
