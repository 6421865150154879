import { Agent } from 'node:https';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { BlobServiceClient, newPipeline } from '@azure/storage-blob';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import small from '../../../seeds/small.json';
import type { TestStorage } from './running-emulator';
import { accountsOfSeeds, armClient, managedIdentity, startStorage, startWith } from './running-emulator';

const seed = {
  ...small,
  switches: { operationSeconds: 0.2, cancelSeconds: 0.2, retryAfterSeconds: 0, pageSize: 2 },
} as SeedFile;
const group = 'ml';
const workspace = 'small';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('the management SDK against the emulator', () => {
  let test: TestStorage;
  let emulator: Emulator;
  let client: AzureMachineLearningWorkspaces;

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seed));
    emulator = await startWith(seed, test);
    client = armClient(emulator, test, managedIdentity(emulator, emulator.eraserClientId));
  });

  afterAll(async () => {
    await emulator.stop();
    await test.stop();
  });

  it('gets a workspace with its id and where its run history is', async () => {
    const found = await client.workspaces.get(group, workspace);
    expect(found.workspaceId).toMatch(/^[0-9a-f-]{36}$/);
    expect(found.storageAccount).toContain('/storageAccounts/smallstore');
    expect(found.discoveryUrl).toBe(`${emulator.url}/discovery`);
  });

  it('pages through jobs without child jobs', async () => {
    const names = (await all(client.jobs.list(group, workspace, { listViewType: 'All' }))).map((job) => job.name);
    expect([...names].sort()).toEqual(['job1', 'job10', 'long-run', 'nightly']);
    await expect(client.jobs.get(group, workspace, 'nightly-train')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('shows the four datastores of every workspace', async () => {
    const types = (await all(client.datastores.list(group, workspace))).map((store) => store.properties.datastoreType);
    expect([...types].sort()).toEqual(['AzureBlob', 'AzureBlob', 'AzureFile', 'AzureFile']);
  });

  it('cancels a running job before it can be deleted, and answers 204 for a job that is gone', async () => {
    await expect(client.jobs.beginDelete(group, workspace, 'long-run')).rejects.toMatchObject({ statusCode: 409 });
    await client.jobs.beginCancelAndWait(group, workspace, 'long-run', { updateIntervalInMs: 50 });
    expect((await client.jobs.get(group, workspace, 'long-run')).properties.status).toBe('Canceled');
    await client.jobs.beginDeleteAndWait(group, workspace, 'long-run', { updateIntervalInMs: 50 });
    await expect(client.jobs.get(group, workspace, 'long-run')).rejects.toMatchObject({ code: 'ResourceNotFound' });
    await client.jobs.beginDeleteAndWait(group, workspace, 'long-run', { updateIntervalInMs: 50 });
  });

  it('lets the reader read and refuses to let it delete', async () => {
    const reader = armClient(emulator, test, managedIdentity(emulator, emulator.readerClientId));
    await reader.jobs.get(group, workspace, 'job1');
    await expect(reader.jobs.beginDelete(group, workspace, 'job1')).rejects.toMatchObject({
      statusCode: 403,
      code: 'AuthorizationFailed',
    });
  });

  it('hands out storage tokens that Azurite accepts', async () => {
    const pipeline = newPipeline(managedIdentity(emulator, emulator.readerClientId));
    const agent = new Agent({ ca: test.certificate.pem });
    pipeline.factories.push({
      create: (next) => ({ sendRequest: (request) => next.sendRequest(Object.assign(request, { agent })) }),
    });
    const service = new BlobServiceClient(`${test.storage.blobEndpoint}/smallstore`, pipeline);
    const log = service.getContainerClient('azureml').getBlobClient('ExperimentRun/dcid.job1/user_logs/std_log.txt');
    expect((await log.downloadToBuffer()).toString()).toBe('epoch 1\n');
  });
});
