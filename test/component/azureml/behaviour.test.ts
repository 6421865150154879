import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Switches } from '../../../local/azureml/settings';
import type { Emulator } from '../../../local/azureml/start-emulator';
import { listRecords } from '../../../local/listing/list-records';
import type { TestStorage } from './running-emulator';
import { accountsOfSeeds, armClient, startStorage, startWith } from './running-emulator';

const group = 'ml';
const workspace = 'lab';
const fast = { updateIntervalInMs: 20 };

function seedWith(switches: Partial<Switches>): SeedFile {
  return {
    people: [{ key: 'kim', displayName: 'Kim Novak' }],
    switches: { operationSeconds: 0.05, cancelSeconds: 0.05, retryAfterSeconds: 0, ...switches },
    workspaces: [
      {
        name: workspace,
        storageAccount: 'labstore',
        jobs: [
          { name: 'one', createdBy: 'kim' },
          { name: 'pipe', createdBy: 'kim', children: [{ name: 'step' }] },
          { name: 'busy', createdBy: 'kim', status: 'Running' },
        ],
        models: [{ name: 'net', versions: [{ version: '1', createdBy: 'kim', files: { 'net.bin': { size: 9 } } }] }],
        data: [{ name: 'table', versions: [{ version: '1', createdBy: 'kim', files: { 'a.csv': '1' } }] }],
        schedules: [{ name: 'daily', createdBy: 'kim' }],
        onlineEndpoints: [{ name: 'live', traffic: { blue: 100 }, deployments: [{ name: 'blue' }, { name: 'green' }] }],
        computes: [{ name: 'ci', owner: 'kim' }],
      },
    ],
  };
}

describe('what the service does and refuses', () => {
  let test: TestStorage;
  let emulator: Emulator;
  let client: AzureMachineLearningWorkspaces;

  const start = async (switches: Partial<Switches> = {}): Promise<void> => {
    emulator = await startWith(seedWith(switches), test);
    client = armClient(emulator, test);
  };
  const pathsBelow = async (prefix: string): Promise<string[]> => {
    const paths: string[] = [];
    for await (const blob of test.blobs.container('labstore', 'azureml').listBlobsFlat({ prefix }))
      paths.push(blob.name);
    return paths;
  };

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seedWith({})));
  });
  afterEach(() => emulator.stop());
  afterAll(() => test.stop());

  describe.each([false, true])('jobDeleteDeletesBlobs %s', (jobDeleteDeletesBlobs) => {
    it(jobDeleteDeletesBlobs ? 'deletes the blobs with the job' : 'leaves the blobs of a deleted job', async () => {
      await start({ jobDeleteDeletesBlobs });
      await client.jobs.beginDeleteAndWait(group, workspace, 'one', fast);
      expect(await pathsBelow('ExperimentRun/dcid.one/')).toHaveLength(jobDeleteDeletesBlobs ? 0 : 1);
    });
  });

  describe.each([false, true])('pipelineDeleteDeletesChildren %s', (pipelineDeleteDeletesChildren) => {
    it(pipelineDeleteDeletesChildren ? 'deletes children too' : 'leaves the children', async () => {
      await start({ pipelineDeleteDeletesChildren, childJobsInArm: true });
      await client.jobs.beginDeleteAndWait(group, workspace, 'pipe', fast);
      const child = client.jobs.get(group, workspace, 'step');
      if (pipelineDeleteDeletesChildren) await expect(child).rejects.toMatchObject({ statusCode: 404 });
      else expect((await child).name).toBe('step');
    });
  });

  it.each([
    ['400', 400],
    ['405', 405],
  ] as const)('refuses to delete data with %s', async (dataDelete, statusCode) => {
    await start({ dataDelete });
    await expect(client.dataVersions.delete(group, workspace, 'table', '1')).rejects.toMatchObject({ statusCode });
    await expect(client.dataContainers.delete(group, workspace, 'table')).rejects.toMatchObject({ statusCode });
  });

  it('deletes data when the switch says so, and never touches its blobs', async () => {
    await start({ dataDelete: '204' });
    await client.dataContainers.delete(group, workspace, 'table');
    await expect(client.dataVersions.get(group, workspace, 'table', '1')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('archives data: gone from lists of active versions, there with All', async () => {
    await start();
    const version = await client.dataVersions.get(group, workspace, 'table', '1');
    const properties = { ...version.properties, isArchived: true };
    await client.dataVersions.createOrUpdate(group, workspace, 'table', '1', { properties });
    const names = async (listViewType?: 'All'): Promise<(string | undefined)[]> => {
      const found: (string | undefined)[] = [];
      for await (const item of client.dataVersions.list(group, workspace, 'table', { listViewType }))
        found.push(item.name);
      return found;
    };
    expect(await names()).toEqual([]);
    expect(await names('All')).toEqual(['1']);
    const moved = { ...properties, dataUri: 'azureml://datastores/x/paths/y' };
    const change = client.dataVersions.createOrUpdate(group, workspace, 'table', '1', { properties: moved });
    await expect(change).rejects.toMatchObject({ statusCode: 400 });
  });

  it.each([false, true])('deletes a model; its bytes go too: %s', async (modelDeleteDeletesBlobs) => {
    await start({ modelDeleteDeletesBlobs });
    const { modelUri = '' } = (await client.modelVersions.get(group, workspace, 'net', '1')).properties;
    await client.modelVersions.delete(group, workspace, 'net', '1');
    const [, container = '', path = ''] = /\/datastores\/(\w+)\/paths\/(.+)$/.exec(modelUri) ?? [];
    expect(container).toBe('workspaceblobstore');
    const { workspaceId } = await client.workspaces.get(group, workspace);
    const blobs = test.blobs.container('labstore', `azureml-blobstore-${workspaceId}`);
    expect(await blobs.getBlobClient(`${path}net.bin`).exists()).toBe(!modelDeleteDeletesBlobs);
    expect((await client.modelContainers.get(group, workspace, 'net')).name).toBe('net');
  });

  it.each([409, 400] as const)('refuses to delete a running job with %s', async (deleteRunningJobStatus) => {
    await start({ deleteRunningJobStatus });
    const refused = client.jobs.beginDelete(group, workspace, 'busy');
    await expect(refused).rejects.toMatchObject({ statusCode: deleteRunningJobStatus });
  });

  it('writes one more log while a job is being cancelled', async () => {
    await start({ lateBlobOnCancel: true });
    await client.jobs.beginCancelAndWait(group, workspace, 'busy', fast);
    expect(await pathsBelow('ExperimentRun/dcid.busy/')).toContain(
      'ExperimentRun/dcid.busy/user_logs/std_log_cancelled.txt',
    );
  });

  it('can accept a deletion, report it as done and not carry it out, once', async () => {
    await start({ lostDeletes: ['one'] });
    await client.jobs.beginDeleteAndWait(group, workspace, 'one', fast);
    expect((await client.jobs.get(group, workspace, 'one')).name).toBe('one');
    await client.jobs.beginDeleteAndWait(group, workspace, 'one', fast);
    await expect(client.jobs.get(group, workspace, 'one')).rejects.toMatchObject({ statusCode: 404 });
  });

  it.each(['202', '204'] as const)('answers DELETE of a child job with %s', async (childJobDelete) => {
    await start({ childJobDelete });
    await client.jobs.beginDeleteAndWait(group, workspace, 'step', fast);
    const records = await listRecords({
      emulatorUrl: emulator.url,
      adminKey: emulator.adminKey,
      caFile: test.certificate.certFile,
    });
    const run = records.filter((record) => record.type === 'runs' && record.name === 'step');
    expect(run).toHaveLength(childJobDelete === '202' ? 0 : 1);
  });

  it('wants a schedule disabled before it is deleted', async () => {
    await start();
    await expect(client.schedules.beginDelete(group, workspace, 'daily')).rejects.toMatchObject({ statusCode: 400 });
    const schedule = await client.schedules.get(group, workspace, 'daily');
    const properties = { ...schedule.properties, isEnabled: false };
    await client.schedules.beginCreateOrUpdateAndWait(group, workspace, 'daily', { properties }, fast);
    await client.schedules.beginDeleteAndWait(group, workspace, 'daily', fast);
    await expect(client.schedules.get(group, workspace, 'daily')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('refuses a deployment that has traffic, and deletes deployments with their endpoint', async () => {
    await start();
    const blue = client.onlineDeployments.beginDelete(group, workspace, 'live', 'blue');
    await expect(blue).rejects.toMatchObject({ statusCode: 409 });
    await client.onlineDeployments.beginDeleteAndWait(group, workspace, 'live', 'green', fast);
    await client.onlineEndpoints.beginDeleteAndWait(group, workspace, 'live', fast);
    const gone = client.onlineDeployments.get(group, workspace, 'live', 'blue');
    await expect(gone).rejects.toMatchObject({ statusCode: 404 });
  });

  it('detaches only computes that were attached', async () => {
    await start();
    const detach = client.computeOperations.beginDelete(group, workspace, 'ci', 'Detach');
    await expect(detach).rejects.toMatchObject({ statusCode: 400 });
    const owner = (await client.computeOperations.get(group, workspace, 'ci')).properties;
    expect(JSON.stringify(owner)).toContain('Kim Novak');
    await client.computeOperations.beginDeleteAndWait(group, workspace, 'ci', 'Delete', fast);
  });

  it.each(['location', 'asyncOperation', 'both'] as const)(
    'runs operations by %s headers',
    async (operationHeaders) => {
      await start({ operationHeaders });
      await client.jobs.beginDeleteAndWait(group, workspace, 'one', fast);
      await expect(client.jobs.get(group, workspace, 'one')).rejects.toMatchObject({ statusCode: 404 });
    },
  );
});
