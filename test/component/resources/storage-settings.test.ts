import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import { Arm } from '../../../src/azure/arm';
import type { PlanItem } from '../../../src/requests/plan/plan';
import { storageBehind, type StorageBehind } from '../../../src/requests/plan/storage-behind';
import { readWorkspace } from '../../../src/resources/workspace';
import { startLedApp } from '../lead-app';

const subscription = '/subscriptions/5ab50000-0000-4000-8000-000000000001';
const other = '5ab50000-0000-4000-8000-0000000000ff';
const workspaceId = (name: string) =>
  `${subscription}/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
const lakeStore = (name: string, account: string) => ({
  ...{ name, account, container: 'raw', type: 'AzureBlob' as const },
});
const seed: SeedFile = {
  people: [{ key: 'a', displayName: 'A' }],
  storageAccounts: [
    {
      ...{ name: 'fullstore', resourceGroup: 'data', sku: 'Standard_RAGRS', objectReplicas: ['plainstore', 'abroad'] },
      blobService: {
        deleteRetentionPolicy: { enabled: true, days: 14, allowPermanentDelete: true },
        containerDeleteRetentionPolicy: { enabled: true, days: 5 },
        isVersioningEnabled: true,
        changeFeed: { enabled: true, retentionInDays: 30 },
      },
      fileService: { shareDeleteRetentionPolicy: { enabled: true, days: 7 } },
      containers: [
        { name: 'azureml', legalHold: true, immutabilityDays: 9, locked: true },
        { name: 'unplanned', legalHold: true },
      ],
      deletedShares: [
        { share: 'code-391ff5ac-6576-460f-ba4d-7e03433c68b6', deletedDaysAgo: 2 },
        { share: 'photos', deletedDaysAgo: 2 },
      ],
    },
    { name: 'secretstore', storageSettings: 'forbidden' },
    { name: 'lake', resourceGroup: 'lakes', isHnsEnabled: true },
    { name: 'abroad', subscriptionId: other },
  ],
  workspaces: [
    { name: 'plain', resourceGroup: 'ml', storageAccount: 'plainstore' },
    { name: 'full', resourceGroup: 'ml', storageAccount: 'fullstore', datastores: [lakeStore('lake', 'lake')] },
    { name: 'beside', resourceGroup: 'ml', storageAccount: 'fullstore' },
    { name: 'secret', resourceGroup: 'ml', storageAccount: 'secretstore', datastores: [lakeStore('far', 'abroad')] },
  ],
};

const off = { versioning: false, permanentDelete: false, changeFeed: false, objectReplicas: [], hns: false };

describe('the storage behind a plan', () => {
  let app: Awaited<ReturnType<typeof startLedApp>>;
  let emulator: Emulator;

  beforeAll(async () => {
    app = await startLedApp(seed);
    ({ emulator } = app);
  });

  afterEach(() => admin('DELETE', 'faults'));
  afterAll(() => app.stop());

  async function admin(method: string, path: string, body?: object): Promise<unknown> {
    const headers = { 'x-emulator-admin': emulator.adminKey, 'content-type': 'application/json' };
    const answer = await fetch(`${emulator.url}/_emulator/${path}`, { method, headers, body: JSON.stringify(body) });
    return answer.status === 204 ? undefined : answer.json();
  }

  /** From now on the emulator refuses to read what has this in its path. */
  async function refuse(path: string, status: number): Promise<void> {
    const headers = { 'retry-after': '0' };
    const body = { error: { code: 'AuthorizationFailed', message: 'No.' } };
    await admin('POST', 'faults', { match: { method: 'GET', path }, respond: { status, headers, body } });
  }

  /** What is behind items of these workspaces, each with one range in each of its places. */
  async function behind(
    places: Record<string, string[]>,
    action: 'erase' | 'export' = 'erase',
    resourceTypes?: string[],
  ): Promise<StorageBehind> {
    const arm = new Arm('reader');
    const names = Object.keys(places);
    const read = await Promise.all(names.map((name) => readWorkspace(arm, workspaceId(name))));
    const workspaces = read.filter((workspace) => workspace !== undefined);
    const items = names.flatMap((name) =>
      (places[name] ?? []).map((place): Pick<PlanItem, 'workspace' | 'ranges'> => {
        const [account = '', container = ''] = place.split('/');
        const range = { account, container, path: 'a/', kind: 'prefix' as const, blobs: 1, bytes: 1 };
        return { workspace: workspaceId(name), ranges: [range] };
      }),
    );
    const scope = { workspaces: names.map(workspaceId), ...(resourceTypes ? { resourceTypes } : {}) };
    return storageBehind(arm, { action, scope }, workspaces, items);
  }

  it('is read with everything on', async () => {
    const { settings, gaps } = await behind({ full: ['fullstore/azureml', 'fullstore/other'] });
    expect(settings).toEqual([
      {
        ...{ account: 'fullstore', id: expect.stringContaining('/resourceGroups/data/') as string },
        ...{ blobSoftDeleteDays: 14, containerSoftDeleteDays: 5, shareSoftDeleteDays: 7, versioning: true },
        ...{ permanentDelete: true, changeFeed: 30, replication: 'Standard_RAGRS', hns: false },
        objectReplicas: ['abroad', 'plainstore'],
        containers: [
          {
            ...{ name: 'azureml', legalHold: true, versionLevelImmutability: false },
            ...{ immutabilityDays: 9, immutabilityLocked: true },
          },
        ],
      },
    ]);
    expect(gaps).toEqual([
      {
        ...{ code: 'deleted_container', type: 'fileShare', workspace: workspaceId('full') },
        detail: expect.stringMatching(/^fullstore\/code-391ff5ac-[-0-9a-f]+, until \d{4}-\d\d-\d\d$/) as string,
      },
    ]);
  });

  it('is read with everything off', async () => {
    const { settings, gaps } = await behind({ plain: ['plainstore/azureml'] });
    expect(settings).toMatchObject([{ ...off, account: 'plainstore', replication: 'Standard_LRS', containers: [] }]);
    expect(settings[0]).not.toHaveProperty('unreadable');
    expect(gaps).toEqual([]);
  });

  it('is found by name where a datastore leads to another account', async () => {
    const { settings, gaps } = await behind({ full: ['lake/raw', 'fullstore/azureml'] });
    expect(settings.map(({ account, hns }) => [account, hns])).toEqual([
      ['fullstore', false],
      ['lake', true],
    ]);
    expect(settings[1]?.id).toContain('/resourceGroups/lakes/');
    expect(gaps.filter(({ code }) => code !== 'deleted_container')).toEqual([]);
  });

  it('is a gap where it may not be read, or is nowhere to be found', async () => {
    const { settings, gaps } = await behind({ secret: ['secretstore/azureml', 'abroad/raw'] });
    expect(settings).toMatchObject([
      { account: 'abroad', unreadable: 'not_found' },
      { account: 'secretstore', unreadable: 'AuthorizationFailed' },
    ]);
    const at = { code: 'storage_settings_unknown', type: 'storageAccount', workspace: workspaceId('secret') };
    expect(gaps).toEqual([
      { ...at, detail: 'abroad: not_found' },
      { ...at, detail: 'secretstore: AuthorizationFailed' },
    ]);
  });

  it('is a gap when a part of it is refused', async () => {
    await refuse('/objectReplicationPolicies', 403);
    const { settings, gaps } = await behind({ plain: ['plainstore/azureml'] });
    expect(settings).toMatchObject([{ unreadable: 'AuthorizationFailed', versioning: false }]);
    expect(gaps.map(({ code }) => code)).toEqual(['storage_settings_unknown']);
  });

  it('is asked of the services when Resource Manager refuses to list what was deleted', async () => {
    await refuse('/fileServices/default/shares', 403);
    const { gaps } = await behind({ full: ['fullstore/azureml'] });
    expect(gaps.map(({ code, type }) => [code, type])).toEqual([['deleted_container', 'fileShare']]);
  });

  it('is read once for each account, whoever uses it', async () => {
    const count = async () => {
      const { counters } = (await admin('GET', 'calls')) as { counters: Record<string, number> };
      return Object.entries(counters).filter(([call]) => /storageAccounts\/fullstore/.test(call));
    };
    const before = new Map(await count());
    await behind({ full: ['fullstore/azureml', 'fullstore/azureml'], beside: ['fullstore/azureml'] });
    const calls = (await count()).map(([call, number]) => [
      call.replace(/^GET .*\/fullstore/, ''),
      number - (before.get(call) ?? 0),
    ]);
    const read = calls.filter(([, number]) => number !== 0);
    expect(read).toEqual([
      ['', 1],
      ['/blobServices/default', 1],
      ['/blobServices/default/containers', 1],
      ['/blobServices/default/containers/azureml', 1],
      ['/fileServices/default', 1],
      ['/fileServices/default/shares', 1],
      ['/objectReplicationPolicies', 1],
    ]);
  });

  it('is no matter for an export, nor for things without bytes', async () => {
    const exported = await behind({ full: ['fullstore/azureml'] }, 'export');
    expect(exported.settings).toEqual([]);
    expect(exported.gaps.map(({ code }) => code)).toEqual(['deleted_container']);
    expect(await behind({ full: [] }, 'erase', ['schedule'])).toEqual({ settings: [], gaps: [] });
    expect((await behind({ full: [] }, 'erase', ['model'])).gaps).toHaveLength(1);
  });

  it('is asked again when Azure only failed for now', async () => {
    await refuse('/blobServices/default', 503);
    await expect(behind({ plain: ['plainstore/azureml'] })).rejects.toMatchObject({ transient: true });
  });
});
