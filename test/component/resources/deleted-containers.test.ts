import { readFile } from 'node:fs/promises';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import { startBlobService, type RunningBlobService } from '../../../local/storage/start-blob-service';
import { Arm } from '../../../src/azure/arm';
import { storageBehind } from '../../../src/requests/plan/storage-behind';
import { readWorkspace } from '../../../src/resources/workspace';
import { accountsOfSeeds, startStorage, startWith, type TestStorage } from '../azureml/running-emulator';
import { leadAppTo } from '../lead-app';

const id =
  '/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/ws';
const seed: SeedFile = {
  people: [],
  storageAccounts: [
    {
      name: 'store1',
      blobService: { containerDeleteRetentionPolicy: { enabled: true, days: 7 } },
      containers: [
        { name: 'snapshots', deletedDaysAgo: 3 },
        { name: 'photos', deletedDaysAgo: 3 },
      ],
    },
  ],
  workspaces: [{ name: 'ws', resourceGroup: 'ml', storageAccount: 'store1' }],
};

describe('containers that were deleted as a whole', () => {
  let test: TestStorage;
  let blobs: RunningBlobService;
  let emulator: Emulator;
  const startedAt = Date.now();

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seed));
    const { accounts } = test.storage;
    const [cert, key] = await Promise.all(
      [test.certificate.certFile, test.certificate.keyFile].map((file) => readFile(file, 'utf8')),
    );
    blobs = await startBlobService({ cert, key, accounts, daysBehind: 3 });
    const { url, adminKey } = blobs;
    test.storage.blobService = { url, adminKey, accounts: ['store1'], daysBehind: 3 };
    emulator = await startWith(seed, test);
    leadAppTo(test, emulator, { CLOUD_BLOB_ENDPOINT_TEMPLATE: `${url}/{account}` });
  });

  afterAll(async () => {
    await emulator.stop();
    await blobs.stop();
    await test.stop();
  });

  async function gaps() {
    const arm = new Arm('reader');
    const workspace = await readWorkspace(arm, id);
    if (!workspace) throw new Error('The seed has no such workspace.');
    const found = await storageBehind(arm, { action: 'erase', scope: { workspaces: [id] } }, [workspace], []);
    return found.gaps;
  }

  it('are told with their date, by Resource Manager and by the service itself', async () => {
    // Deleted for three of seven days; the test may run over midnight.
    const days = [startedAt, Date.now()].map((at) => new Date(at + 4 * 86_400_000).toISOString().slice(0, 10));
    const detail = expect.stringMatching(new RegExp(`^store1/snapshots, until (${days.join('|')})$`)) as string;
    const told = [{ code: 'deleted_container', type: 'container', workspace: id, detail }];
    expect(await gaps()).toEqual(told);

    const headers = { 'x-emulator-admin': emulator.adminKey, 'content-type': 'application/json' };
    const respond = { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'No.' } } };
    const body = JSON.stringify({ match: { method: 'GET', path: '/blobServices/default/containers' }, respond });
    expect((await fetch(`${emulator.url}/_emulator/faults`, { method: 'POST', headers, body })).status).toBe(201);
    expect(await gaps()).toEqual(told);
  });
});
