import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import { DEFAULT_SUBSCRIPTION } from '../../../local/azureml/seed/defaults';
import type { Emulator } from '../../../local/azureml/start-emulator';
import type { ArmReader, Json } from '../../../tools/access/arm-reader';
import { targetOf } from '../../../tools/access/target';
import { rawCaller } from '../azureml/raw-calls';
import { accountsOfSeeds, startStorage, startWith, type TestStorage } from '../azureml/running-emulator';

const group = `/subscriptions/${DEFAULT_SUBSCRIPTION}/resourceGroups/ml/providers`;
const workspace = (name: string) => `${group}/Microsoft.MachineLearningServices/workspaces/${name}`;
const account = (name: string) => `${group}/Microsoft.Storage/storageAccounts/${name}`;

const seed: SeedFile = {
  people: [],
  switches: { pageSize: 2 },
  storageAccounts: [
    { name: 'opsstore' },
    { name: 'lake', isHnsEnabled: true },
    { name: 'farstore', subscriptionId: '5ab50000-0000-4000-8000-00000000000f' },
  ],
  registries: [{ name: 'opsimages', repositories: [] }],
  logAnalytics: [{ name: 'ops-la' }],
  applicationInsights: [{ name: 'ops-ai', logAnalytics: 'ops-la' }],
  workspaces: [
    {
      name: 'ops',
      storageAccount: 'opsstore',
      containerRegistry: 'opsimages',
      applicationInsights: 'ops-ai',
      datastores: [
        { name: 'lake', account: 'lake', container: 'data' },
        { name: 'far', account: 'farstore', container: 'data' },
      ],
    },
    { name: 'other', storageAccount: 'opsstore' },
  ],
};

describe('what stands behind a workspace', () => {
  let test: TestStorage;
  let emulator: Emulator;
  let arm: ArmReader;

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seed));
    emulator = await startWith(seed, test);
    const call = rawCaller(emulator, test);
    const read = async (url: string): Promise<Json | undefined> => {
      const { status, body } = await call('GET', url, { as: 'reader' });
      if (status !== 404 && status !== 200) throw new Error(`${url}: ${status}`);
      return status === 404 ? undefined : body;
    };
    arm = {
      get: (path, version) => read(`${path}?api-version=${version}`),
      async list(path, version) {
        const found: Json[] = [];
        for (let url: string | undefined = `${path}?api-version=${version}`; url;) {
          const page = await read(url);
          found.push(...((page?.value ?? []) as Json[]));
          url = page?.nextLink as string | undefined;
        }
        return found;
      },
    };
  });
  afterAll(async () => {
    await emulator?.stop();
    await test?.stop();
  });

  it('is found from its record and its datastores', async () => {
    const { target } = await targetOf(arm, workspace('ops'));
    expect(target).toEqual({
      workspaceId: workspace('ops'),
      storageAccountIds: [account('lake'), account('opsstore')],
      registryIds: [`${group}/Microsoft.ContainerRegistry/registries/opsimages`],
      componentIds: [`${group}/Microsoft.Insights/components/ops-ai`],
      logWorkspaceIds: [`${group}/Microsoft.OperationalInsights/workspaces/ops-la`],
    });
  });

  it('comes with what has to be looked at', async () => {
    const { notes } = await targetOf(arm, workspace('ops'));
    expect(notes).toEqual([
      'farstore: an account behind a datastore lies in a subscription that was not looked at.',
      'lake: has a hierarchical namespace, so it has no versions.',
      'opsstore: other keeps data there too, and must be readable as well.',
    ]);
  });

  it('is not made up for a workspace that is not there', async () => {
    await expect(targetOf(arm, workspace('nobody'))).rejects.toThrow('there is no such workspace');
  });
});
