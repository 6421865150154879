import { ResourceManagementClient } from '@azure/arm-resources';
import type { JsonObject } from '../../../local/azureml/json';
import { DEFAULT_SUBSCRIPTION } from '../../../local/azureml/seed/defaults';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import type { RawCall } from './raw-calls';
import { codeOf, namesOf, rawCaller, settled } from './raw-calls';
import type { TestStorage } from './running-emulator';
import { accountsOfSeeds, freshCredential, startStorage, startWith, trustingClient } from './running-emulator';

const subscription = `/subscriptions/${DEFAULT_SUBSCRIPTION}`;
const group = `${subscription}/resourceGroups/ml/providers`;
const vault = (name: string): string => `${group}/Microsoft.KeyVault/vaults/${name}`;
const registry = `${group}/Microsoft.ContainerRegistry/registries/opsimages`;
const account = (name: string): string => `${group}/Microsoft.Storage/storageAccounts/${name}`;
const component = (name: string): string => `${group}/Microsoft.Insights/components/${name}`;
const logs = `${group}/Microsoft.OperationalInsights/workspaces/ops-la`;
const seed: SeedFile = {
  people: [],
  switches: { operationSeconds: 0.05, purgeSeconds: 0.05, retryAfterSeconds: 0, pageSize: 2 },
  storageAccounts: [{ name: 'heldstore', heldContainers: [{ container: 'trial', kind: 'legalHold' }] }],
  shares: [{ account: 'opsstore', share: 'extra', files: { 'a.txt': 'a' } }],
  keyVaults: [
    { name: 'safe', purgeProtection: true, softDeleteRetentionInDays: 7 },
    { name: 'third', location: 'northeurope' },
  ],
  registries: [{ name: 'opsimages', repositories: [{ name: 'azureml/azureml_0a' }] }],
  applicationInsights: [{ name: 'classic', rows: { requests: [{ user_Id: 'ida' }] } }],
  logAnalytics: [
    {
      name: 'ops-la',
      rows: { AppTraces: [{ UserId: 'ida' }, { UserId: 'IDA' }, { UserId: 'kim' }] },
      basicTables: ['Cheap_CL'],
    },
  ],
  workspaces: [{ name: 'ops', containerRegistry: 'opsimages', jobs: [{ name: 'job' }] }],
};

describe('what a workspace depends on', () => {
  let test: TestStorage;
  let emulator: Emulator;
  let call: RawCall;
  let client: ResourceManagementClient;
  const at = (path: string, version: string, query = ''): string => `${path}?api-version=${version}${query}`;
  const recordsOf = async (type: string): Promise<JsonObject[]> => {
    const { records } = (await call('GET', '/_emulator/state', { admin: true })).body as { records: JsonObject[] };
    return records.filter((record) => record.type === type);
  };
  const rowsOf = async (type: string, name: string): Promise<unknown> => {
    const found = (await recordsOf(type)).find((record) => record.name === name);
    return (found?.body as JsonObject).rows;
  };

  beforeEach(async () => {
    emulator = await startWith(seed, test);
    call = rawCaller(emulator, test);
    client = new ResourceManagementClient(freshCredential(emulator, emulator.eraserClientId), DEFAULT_SUBSCRIPTION, {
      endpoint: emulator.url,
      credentialScopes: 'https://management.azure.com/.default',
      httpClient: trustingClient(test.certificate),
      retryOptions: { maxRetries: 0 },
    });
  });
  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seed));
  });
  afterEach(() => emulator.stop());
  afterAll(() => test.stop());

  it('is found from the workspace, with a usable api-version, through the generic SDK', async () => {
    const workspace = await client.resources.getById(
      `${group}/Microsoft.MachineLearningServices/workspaces/ops`,
      '2024-04-01',
    );
    const { storageAccount, keyVault, containerRegistry, applicationInsights } = workspace.properties as Record<
      string,
      string
    >;
    for (const id of [storageAccount, keyVault, containerRegistry, applicationInsights, logs]) {
      const [namespace = '', type = ''] = (id ?? '').split('/providers/')[1]?.split('/') ?? [];
      const { resourceTypes = [] } = await client.providers.get(namespace);
      const [newest = ''] = resourceTypes.find((known) => known.resourceType === type)?.apiVersions ?? [];
      expect(await client.resources.getById(id ?? '', newest)).toMatchObject({ id, type: `${namespace}/${type}` });
      expect(await client.resources.checkExistenceById(id ?? '', newest)).toEqual({ body: true });
    }
    const insights = await client.resources.getById(component('ops-ai'), '2020-02-02');
    expect(insights.properties).toMatchObject({ WorkspaceResourceId: logs });
    expect((await client.resources.getById(component('classic'), '2020-02-02')).properties).not.toHaveProperty(
      'WorkspaceResourceId',
    );
  });

  it('is listed by type, group and subscription, page by page', async () => {
    const names: unknown[] = [];
    for await (const item of client.resources.listByResourceGroup('ml')) names.push(`${item.type} ${item.name}`);
    expect(names.sort()).toEqual([
      'Microsoft.ContainerRegistry/registries opsimages',
      'Microsoft.Insights/components classic',
      'Microsoft.Insights/components ops-ai',
      'Microsoft.KeyVault/vaults ops-kv',
      'Microsoft.KeyVault/vaults safe',
      'Microsoft.KeyVault/vaults third',
      'Microsoft.MachineLearningServices/workspaces ops',
      'Microsoft.OperationalInsights/workspaces ops-la',
      'Microsoft.Storage/storageAccounts heldstore',
      'Microsoft.Storage/storageAccounts opsstore',
    ]);
    const first = await call('GET', at(`${subscription}/providers/Microsoft.KeyVault/vaults`, '2023-07-01'));
    const rest = await call('GET', first.body.nextLink as string);
    expect([...namesOf(first), ...namesOf(rest)].sort()).toEqual(['ops-kv', 'safe', 'third']);
  });

  it('is read by the reader and deleted by the eraser only', async () => {
    expect((await call('GET', at(registry, '2023-07-01'), { as: 'reader' })).status).toBe(200);
    const refused = await call('DELETE', at(registry, '2023-07-01'), { as: 'reader' });
    expect([refused.status, codeOf(refused)]).toEqual([403, 'AuthorizationFailed']);
  });

  it('a storage account goes with its containers and shares, unless a container is held', async () => {
    const held = await call('DELETE', at(account('heldstore'), '2023-05-01'));
    expect([held.status, codeOf(held)]).toEqual([409, 'ContainerProtectedFromDeletion']);
    await client.resources.beginDeleteByIdAndWait(account('opsstore'), '2023-05-01');
    expect(await client.resources.checkExistenceById(account('opsstore'), '2023-05-01')).toEqual({ body: false });
    const left: string[] = [];
    for await (const container of test.blobs.service('opsstore').listContainers()) left.push(container.name);
    expect(left).toEqual([]);
    const { files } = (await call('GET', '/_emulator/files', { admin: true })).body as { files: JsonObject[] };
    expect(files.filter((file) => file.account === 'opsstore')).toEqual([]);
    expect(await test.blobs.container('heldstore', 'trial').exists()).toBe(true);
  });

  it('a vault is only marked, and gone when it is purged', async () => {
    await client.resources.beginDeleteByIdAndWait(vault('third'), '2023-07-01');
    expect((await call('GET', at(vault('third'), '2023-07-01'))).status).toBe(404);
    const marked = `${subscription}/providers/Microsoft.KeyVault/locations/northeurope/deletedVaults/third`;
    const shown = await call('GET', at(marked, '2023-07-01'));
    expect(shown.body.properties).toMatchObject({ vaultId: vault('third'), purgeProtectionEnabled: false });
    const list = await call('GET', at(`${subscription}/providers/Microsoft.KeyVault/deletedVaults`, '2023-07-01'));
    expect(namesOf(list)).toEqual(['third']);
    const elsewhere = marked.replace('northeurope', 'westeurope');
    expect((await call('POST', at(`${elsewhere}/purge`, '2023-07-01'))).status).toBe(404);
    const purge = await call('POST', at(`${marked}/purge`, '2023-07-01'));
    expect(purge.status).toBe(202);
    await settled(call, purge);
    expect((await call('GET', at(marked, '2023-07-01'))).status).toBe(404);
  });

  it('a vault with purge protection stays until a date', async () => {
    await call('DELETE', at(vault('safe'), '2023-07-01'));
    const marked = `${subscription}/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/safe`;
    const { properties } = (await call('GET', at(marked, '2023-07-01'))).body as { properties: JsonObject };
    const days = (Date.parse(properties.scheduledPurgeDate as string) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.1);
    const purge = await call('POST', at(`${marked}/purge`, '2023-07-01'));
    expect([purge.status, codeOf(purge)]).toEqual([405, 'MethodNotAllowed']);
  });

  it('a registry shows its server, never its images, and goes by an operation', async () => {
    const shown = await client.resources.getById(registry, '2023-07-01');
    expect(shown.properties).toMatchObject({ loginServer: 'opsimages.azurecr.io' });
    expect(JSON.stringify(shown)).not.toContain('azureml_0a');
    const [record] = await recordsOf('registries');
    const [repository] = (record?.body as { repositories: { name: string; manifests: JsonObject[] }[] }).repositories;
    expect(repository).toMatchObject({ name: 'azureml/azureml_0a', manifests: [{ tags: ['latest'] }] });
    expect(repository?.manifests[0]?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    await client.resources.beginDeleteByIdAndWait(registry, '2023-07-01', { updateIntervalInMs: 20 });
    expect(await recordsOf('registries')).toEqual([]);
  });

  it('a Log Analytics workspace can be recovered unless force=true was said', async () => {
    const purged = await call('DELETE', at(logs, '2023-09-01', '&force=true'));
    await settled(call, purged);
    const deleted = at(`${subscription}/providers/Microsoft.OperationalInsights/deletedWorkspaces`, '2023-09-01');
    expect(namesOf(await call('GET', deleted))).toEqual([]);
    await call('DELETE', at(component('classic'), '2020-02-02'));
    expect((await call('GET', at(component('classic'), '2020-02-02'))).status).toBe(404);
  });

  it('a Log Analytics workspace that was deleted without force is still listed', async () => {
    await settled(call, await call('DELETE', at(logs, '2023-09-01')));
    expect((await call('GET', at(logs, '2023-09-01'))).status).toBe(404);
    const deleted = at(`${subscription}/providers/Microsoft.OperationalInsights/deletedWorkspaces`, '2023-09-01');
    expect(namesOf(await call('GET', deleted))).toEqual(['ops-la']);
  });

  it('rows are purged by filter, later, and not out of basic tables', async () => {
    const body = (table: string) => ({ table, filters: [{ column: 'UserId', operator: 'in', value: ['ida', 'IDA'] }] });
    const tables = await call('GET', at(`${logs}/tables`, '2022-10-01'));
    expect(namesOf(tables)).toEqual(['AppTraces', 'Cheap_CL']);
    expect((await call('POST', at(`${logs}/purge`, '2020-08-01'), { body: body('Cheap_CL') })).status).toBe(400);
    const purge = await call('POST', at(`${logs}/purge`, '2020-08-01'), { body: body('AppTraces') });
    expect(purge.status).toBe(202);
    const statusAt = purge.headers['x-ms-status-location'] as string;
    expect(statusAt).toContain(`/operations/${purge.body.operationId as string}?`);
    expect((await call('GET', statusAt, { as: 'reader' })).body).toEqual({ status: 'pending' });
    while ((await call('GET', statusAt)).body.status !== 'completed') await new Promise((go) => setTimeout(go, 20));
    expect(await rowsOf('operationalInsightsWorkspaces', 'ops-la')).toEqual({ AppTraces: [{ UserId: 'kim' }] });
  });

  it('takes 50 purges an hour and resource', async () => {
    const body = { table: 'requests', filters: [{ column: 'user_Id', operator: '==', value: 'nobody' }] };
    const path = at(`${component('classic')}/purge`, '2015-05-01');
    for (let count = 0; count < 50; count += 1) expect((await call('POST', path, { body })).status).toBe(202);
    const refused = await call('POST', path, { body });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3000);
    const elsewhere = { ...body, table: 'AppTraces' };
    expect((await call('POST', at(`${logs}/purge`, '2020-08-01'), { body: elsewhere })).status).toBe(202);
  });
});
