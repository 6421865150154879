import type { JsonObject } from '../../../local/azureml/json';
import { DEFAULT_SUBSCRIPTION } from '../../../local/azureml/seed/defaults';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import type { RawAnswer, RawCall } from './raw-calls';
import { codeOf, namesOf, rawCaller } from './raw-calls';
import type { TestStorage } from './running-emulator';
import { accountsOfSeeds, startStorage, startWith } from './running-emulator';

const accounts = `/subscriptions/${DEFAULT_SUBSCRIPTION}/resourceGroups/ml/providers/Microsoft.Storage/storageAccounts`;
const seed: SeedFile = {
  people: [],
  switches: { pageSize: 2 },
  storageAccounts: [
    {
      name: 'fullstore',
      sku: 'Standard_RAGRS',
      objectReplicas: ['plainstore', 'elsewhere'],
      blobService: { deleteRetentionPolicy: { enabled: true, days: 14, allowPermanentDelete: true } },
      fileService: { shareDeleteRetentionPolicy: { enabled: true, days: 7 } },
      containers: [
        { name: 'held', legalHold: true },
        { name: 'locked', immutabilityDays: 30, locked: true },
        { name: 'per-version', versionLevelImmutability: true },
      ],
      deletedShares: [{ share: 'old-share', deletedDaysAgo: 2 }],
    },
    { name: 'plainstore' },
    { name: 'lake', isHnsEnabled: true, versionLevelImmutability: true },
    { name: 'closed', storageSettings: 'forbidden' },
  ],
  containers: [{ account: 'closed', container: 'alpha' }],
  workspaces: [{ name: 'ops', storageAccount: 'plainstore' }],
};

describe('settings of storage accounts', () => {
  let test: TestStorage;
  let emulator: Emulator;
  let call: RawCall;
  const get = (path: string, query = ''): Promise<RawAnswer> =>
    call('GET', `${accounts}${path}?api-version=2023-05-01${query}`, { as: 'reader' });
  const properties = async (path: string): Promise<JsonObject> => (await get(path)).body.properties as JsonObject;

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seed));
    emulator = await startWith(seed, test);
    call = rawCaller(emulator, test);
  });
  afterAll(async () => {
    await emulator?.stop();
    await test?.stop();
  });

  it('stand at the account and its services', async () => {
    expect((await get('/fullstore')).body).toMatchObject({ sku: { name: 'Standard_RAGRS', tier: 'Standard' } });
    expect((await get('/plainstore')).body).toMatchObject({ sku: { name: 'Standard_LRS' } });
    expect(await properties('/lake')).toMatchObject({
      isHnsEnabled: true,
      immutableStorageWithVersioning: { enabled: true },
    });
    expect(await properties('/fullstore/blobServices/default')).toMatchObject({
      deleteRetentionPolicy: { enabled: true, days: 14, allowPermanentDelete: true },
      isVersioningEnabled: false,
    });
    expect(await properties('/plainstore/fileServices/default')).toEqual({
      shareDeleteRetentionPolicy: { enabled: false },
    });
  });

  it('stand at the containers, which are listed in pages', async () => {
    const first = await get('/fullstore/blobServices/default/containers');
    expect(namesOf(first)).toEqual(['held', 'locked']);
    const second = await call('GET', first.body.nextLink as string);
    expect(namesOf(second)).toEqual(['per-version']);
    expect(second.body.nextLink).toBeUndefined();
    expect((first.body.value as JsonObject[]).map((item) => item.properties)).toEqual([
      expect.objectContaining({ hasLegalHold: true, hasImmutabilityPolicy: false }),
      expect.objectContaining({
        hasLegalHold: false,
        hasImmutabilityPolicy: true,
        immutabilityPolicy: { properties: { immutabilityPeriodSinceCreationInDays: 30, state: 'Locked' } },
      }),
    ]);
    expect(await properties('/fullstore/blobServices/default/containers/per-version')).toMatchObject({
      immutableStorageWithVersioning: { enabled: true },
    });
    expect(codeOf(await get('/fullstore/blobServices/default/containers/none'))).toBe('ResourceNotFound');
  });

  it('tell of replication and of deleted shares', async () => {
    const targets = (await get('/fullstore/objectReplicationPolicies')).body.value as JsonObject[];
    expect(targets.map((policy) => (policy.properties as JsonObject).destinationAccount)).toEqual([
      `${accounts}/plainstore`,
      'elsewhere',
    ]);
    expect((await get('/plainstore/objectReplicationPolicies')).body.value).toEqual([]);
    expect((await get('/fullstore/fileServices/default/shares')).body.value).toEqual([]);
    const shares = (await get('/fullstore/fileServices/default/shares', '&$expand=deleted')).body.value as JsonObject[];
    expect(shares).toMatchObject([{ name: 'old-share', properties: { deleted: true, remainingRetentionDays: 4 } }]);
  });

  it('can be forbidden, account by account', async () => {
    for (const path of [
      '',
      '/blobServices/default',
      '/blobServices/default/containers',
      '/objectReplicationPolicies',
    ]) {
      const answer = await get(`/closed${path}`);
      expect([answer.status, codeOf(answer)]).toEqual([403, 'AuthorizationFailed']);
    }
    const list = await call(
      'GET',
      `/subscriptions/${DEFAULT_SUBSCRIPTION}/providers/Microsoft.Storage/storageAccounts?api-version=2023-05-01`,
    );
    expect(namesOf(list)).toHaveLength(2);
  });
});
