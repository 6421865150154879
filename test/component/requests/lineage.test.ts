import type { SeedFile, SeedJob } from '../../../local/azureml/seed/seed-file';
import { Arm } from '../../../src/azure/arm';
import { refOf } from '../../../src/requests/keys';
import { findLineage, type Source } from '../../../src/requests/plan/lineage';
import { walkAssets } from '../../../src/resources/listing/asset-walk';
import type { Gap } from '../../../src/resources/resource-type';
import type { Workspace } from '../../../src/resources/workspace';
import type { ByteRange } from '../../../src/storage/uri';
import { startLedApp } from '../lead-app';

const idOf = (name: string) =>
  `/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
const [one, two, shut] = [idOf('one'), idOf('two'), idOf('shut')];
const guid = 'e0000000-0000-4000-8000-000000000002';
const uploads = `azureml-blobstore-${guid}`;
const store = 'azureml://datastores/workspaceblobstore/paths';
const host = 'onestore.blob.core.windows.net';

const job = (name: string, uri: string, rest: SeedJob = {}): SeedJob => ({
  ...{ name, createdBy: 'b', files: { 'outputs/m/model.bin': name } },
  inputs: { in: { jobInputType: 'uri_folder', uri } },
  ...rest,
});
/** A model that was registered from a job's outputs. */
const madeBy = (name: string) => ({
  ...{ name, createdBy: 'b' },
  versions: [{ version: '1', createdBy: 'b', job: name, path: 'outputs/m' }],
});
const data = (name: string, path: string, ...versions: string[]) => ({
  name,
  versions: versions.map((version) => ({ version, createdBy: 'a', path, files: { [`${version}.csv`]: version } })),
});
const makers = ['by-id', 'by-label', 'by-https', 'by-wasbs', 'by-output', 'pipe-train', 'hop-1', 'hop-2', 'homonym'];

const seed: SeedFile = {
  people: [
    { key: 'a', displayName: 'A' },
    { key: 'b', displayName: 'B' },
  ],
  workspaces: [
    {
      ...{ name: 'one', storageAccount: 'onestore', workspaceId: guid },
      data: [data('people', 'raw/people/', '1'), data('clean', 'clean/', '1'), data('people-2', 'raw/people2/', '1')],
      jobs: [
        job('by-id', 'azureml:people:1'),
        job('by-label', 'azureml:people@latest'),
        job('by-https', `https://${host}/${uploads}/raw/people/1.csv`),
        job('by-wasbs', `wasbs://${uploads}@${host}/raw`),
        job('homonym', 'azureml:people-2:1', { command: `train ${store}/raw/people.csv` }),
        job('prepare', `${store}/raw/people/`, { outputs: { clean: `${store}/clean/` } }),
        job('hop-1', 'azureml:clean:1'),
        job('hop-2', 'azureml://jobs/hop-1/outputs/artifacts/paths/outputs/m/'),
        job('adas', `${store}/nothing/`, { createdBy: 'a' }),
        job('by-output', 'azureml://jobs/adas/outputs/artifacts/paths/outputs/'),
        {
          ...{ name: 'pipe', createdBy: 'b', type: 'Pipeline' },
          inputs: { raw: { jobInputType: 'uri_folder', uri: 'azureml:people:1' } },
          children: [{ name: 'pipe-clean' }, { name: 'pipe-train', files: { 'outputs/m/model.bin': 'x' } }],
        },
      ],
      models: makers.map(madeBy),
      onlineEndpoints: [
        {
          name: 'live',
          deployments: [
            { name: 'blue', model: 'azureml:by-id:1' },
            { name: 'green', model: 'azureml:by-id@latest' },
            { name: 'other', model: 'azureml:homonym:1' },
          ],
        },
      ],
      batchEndpoints: [
        { name: 'nightly', deployments: [{ name: 'default', model: `${one}/models/hop-2/versions/1` }] },
      ],
      serverlessEndpoints: [
        { name: 'hosted', properties: { modelSettings: { modelId: `azureml:${one}/models/hop-1/versions/1` } } },
      ],
    },
    {
      ...{ name: 'two', storageAccount: 'onestore' },
      jobs: [
        job('elsewhere', `azureml:/${one}/data/clean/versions/1`.replace('azureml:/', 'azureml:')),
        job('afar', `abfss://${uploads}@onestore.dfs.core.windows.net/raw/people/`),
      ],
      models: [madeBy('elsewhere'), madeBy('afar')],
    },
    {
      ...{ name: 'shut', storageAccount: 'shutstore', dataPlane: 'forbidden' },
      data: [data('secret', 'secret/', '1')],
      jobs: [job('trained', 'azureml:secret:1')],
      models: [madeBy('trained')],
    },
  ],
};

const item = (id: string, ...ranges: Pick<ByteRange, 'container' | 'path'>[]): Source => ({
  ...{ ref: refOf(id), id },
  ranges: ranges.map((range) => ({ account: 'onestore', kind: 'prefix', ...range, blobs: 1, bytes: 1 })),
});
const people = item(`${one}/data/people/versions/1`, { container: uploads, path: 'raw/people/' });
const adas = item(`${one}/runs/adas`, { container: 'azureml', path: 'ExperimentRun/dcid.adas/' });

describe('the lineage of a plan, by the real SDKs', () => {
  let app: Awaited<ReturnType<typeof startLedApp>>;

  beforeAll(async () => {
    app = await startLedApp(seed);
  });

  afterAll(() => app.stop());

  async function lineage(items: Source[], scope: string[] = [one]) {
    const gaps: Gap[] = [];
    const lines = await findLineage(new Arm('reader'), scope, items, (gap) => gaps.push(gap));
    return { lines, gaps, names: lines.map(({ name }) => name).sort() };
  }

  it('names each model that read the data: by id, label and place, over several jobs, in any workspace there', async () => {
    const { names, gaps } = await lineage([people]);
    const expected = ['by-id', 'by-label', 'by-https', 'by-wasbs', 'hop-1', 'hop-2', 'pipe-train', 'elsewhere', 'afar'];
    expect(names).toEqual(expected.sort());
    expect(gaps).toEqual([]);
  });

  it('says which jobs and data lie behind a model, and what serves it', async () => {
    const { lines } = await lineage([people]);
    const of = (name: string) => lines.find((line) => line.name === name);
    expect(of('hop-2')).toEqual({
      ...{ ref: refOf(`${one}/models/hop-2/versions/1`), id: `${one}/models/hop-2/versions/1` },
      ...{ name: 'hop-2', version: '1', workspace: one, planned: false },
      jobs: ['hop-1', 'hop-2', 'prepare'].map((name) => `${one}/jobs/${name}`),
      reads: [people.ref],
      deployments: [`${one}/batchEndpoints/nightly/deployments/default`],
    });
    expect(of('by-id')?.deployments).toEqual(
      ['blue', 'green'].map((name) => `${one}/onlineEndpoints/live/deployments/${name}`),
    );
    expect(of('hop-1')?.deployments).toEqual([`${one}/serverlessEndpoints/hosted`]);
    expect(of('pipe-train')?.jobs).toEqual([`${one}/jobs/pipe`, `${one}/jobs/pipe-train`]);
    expect(of('elsewhere')).toMatchObject({ workspace: two, jobs: [`${one}/jobs/prepare`, `${two}/jobs/elsewhere`] });
  });

  it('knows who read the outputs of a job that goes, and not what that job made itself', async () => {
    expect((await lineage([adas])).names).toEqual(['by-output']);
  });

  it('marks models that go too, and leaves out what only stays', async () => {
    const model = item(`${one}/models/by-id/versions/1`);
    expect((await lineage([people, model])).lines.filter(({ planned }) => planned).map(({ name }) => name)).toEqual([
      'by-id',
    ]);
    const kept = { ...people, keep: { outcome: 'out_of_scope' as const, reason: 'inventory_only' } };
    expect((await lineage([kept])).names).toEqual([]);
    const weak = { ...people, keep: { outcome: 'weak_match' as const, reason: 'display_name_only' } };
    expect((await lineage([weak])).names).toContain('by-id');
  });

  it('says what it can, and that steps of pipelines are unknown, where run history is shut', async () => {
    const secret = item(`${shut}/data/secret/versions/1`);
    const { names, gaps } = await lineage([secret], [shut]);
    expect(names).toEqual(['trained']);
    expect(gaps).toEqual([
      {
        code: 'lineage_unknown',
        type: 'model',
        workspace: shut,
        detail: expect.stringMatching(/^run history: /) as string,
      },
    ]);
  });

  it('asks nobody when nothing of the plan can be read by a job', async () => {
    expect(await lineage([item('/subscriptions/none/schedules/x')], [idOf('no-such')])).toMatchObject({
      lines: [],
      gaps: [],
    });
  });

  // The last one: it deletes.
  it('goes on where a model was deleted after its name was listed', async () => {
    const context = { arm: new Arm('reader'), workspace: { id: one } as Workspace };
    const names = await walkAssets(context, 'models');
    expect(names.entries.map(({ container }) => container)).toContain('hop-1');
    expect((await new Arm('eraser').send('DELETE', `${one}/models/hop-1`)).status).toBeLessThan(300);
    const found: string[] = [];
    for (let next = names.next; next;) {
      const page = await walkAssets(context, 'models', next);
      found.push(...page.entries.map(({ container }) => container));
      next = page.next;
    }
    expect(found).toContain('hop-2');
    expect(found).not.toContain('hop-1');
  });

  it('does not take a workspace that is not there for one without models', async () => {
    const context = { arm: new Arm('reader'), workspace: { id: idOf('no-such') } as Workspace };
    await expect(walkAssets(context, 'models')).rejects.toMatchObject({ status: 404 });
  });
});
