import { Arm } from '../../../src/azure/arm';
import type { Found, FoundPage, Gap, ListContext, ResourceType } from '../../../src/resources/resource-type';
import { snapshot } from '../../../src/resources/snapshot';
import { unknownPlaces } from '../../../src/resources/ownership/unknown-places';
import { upload } from '../../../src/resources/upload';
import { readWorkspace } from '../../../src/resources/workspace';
import { folderPage } from '../../../src/storage/folders';
import { startLedApp } from '../lead-app';

const workspaceId = (name: string) =>
  `/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
const guid = 'e0000000-0000-4000-8000-000000000001';
const uploads = `azureml-blobstore-${guid}`;
const at = (container: string, ...paths: string[]) =>
  paths.map((path) => ({ account: 'onestore', container, path, content: path }));
const seed = {
  people: [{ key: 'a', displayName: 'A' }],
  workspaces: [
    {
      ...{ name: 'one', storageAccount: 'onestore', workspaceId: guid },
      jobs: [{ name: 'job1', createdBy: 'a', properties: { ContentSnapshotId: 'S1' } }],
      codes: [
        {
          name: 'script',
          versions: [
            {
              ...{ version: '1', files: { 'train.py': 'x' } },
              uri: 'https://onestore.blob.core.windows.net/code-of-a-job/script/',
            },
          ],
        },
      ],
      data: [
        { name: 'part', versions: [{ version: '1', type: 'uri_file', path: 'mixed/kept.csv', files: { k: '1' } }] },
      ],
    },
    { name: 'two', storageAccount: 'onestore', datastores: [{ name: 'lake', account: 'onestore', container: 'lake' }] },
  ],
  blobs: [
    ...at(
      uploads,
      'UI/a/1',
      'UI/b/1',
      'UI/c',
      'UI/d/1/2',
      'UI/e/1',
      'mixed/rest.csv',
      'azureml/gone/1',
      'azureml/job1/1',
    ),
    ...at('azureml', 'ExperimentRun/dcid.job10/1', 'ExperimentRun/dcid.../1'),
    ...at('snapshots', 's1/train.py', 's2/train.py'),
    ...at('snapshotzips', 's1.zip', 's3.zip'),
    ...at('code-of-a-job', 'script/train.py'),
    ...at('half-code', 'a', 'b/c'),
    ...at('lake', 'raw'),
  ],
  containers: [{ account: 'onestore', container: 'empty' }],
};

describe('what nothing points to, by the real SDKs', () => {
  let app: Awaited<ReturnType<typeof startLedApp>>;

  beforeAll(async () => {
    app = await startLedApp(seed);
  });

  afterAll(() => app.stop());

  async function contextOf(name: string, selects = false): Promise<ListContext> {
    const arm = new Arm('reader');
    const workspace = await readWorkspace(arm, workspaceId(name));
    if (!workspace) throw new Error('The seed has no such workspace.');
    return { arm, workspace, scope: [workspaceId('one'), workspaceId('two')], selects: () => selects };
  }

  /** Lists to the end; `anew` with what an activity would have that begins after a restart: only the continuation. */
  async function listAll(
    type: ResourceType,
    name: string,
    { selects = false, anew = false } = {},
  ): Promise<{ found: Found[]; gaps: Gap[] }> {
    const context = await contextOf(name, selects);
    const found: Found[] = [];
    const gaps: Gap[] = [];
    let next: string | undefined;
    do {
      const page: FoundPage = await type.list(anew ? await contextOf(name, selects) : context, next);
      found.push(...page.found);
      gaps.push(...(page.gaps ?? []));
      next = page.next;
    } while (next !== undefined);
    return { found, gaps };
  }

  it('pages through one level of a container, each name once', async () => {
    const names: string[] = [];
    let pages = 0;
    let marker: string | undefined;
    do {
      const page = await folderPage({ account: 'onestore', container: uploads }, 'UI/', marker, 2);
      names.push(...page.names);
      marker = page.next;
      pages += 1;
    } while (marker);
    expect(names.sort()).toEqual(['UI/a/', 'UI/b/', 'UI/c', 'UI/d/', 'UI/e/']);
    expect(pages).toBeGreaterThan(2);
    expect(await folderPage({ account: 'onestore', container: 'no-such' }, '')).toEqual({ names: [] });
  });

  it('lists uploads and what runs left, however often the listing begins anew', async () => {
    const { found, gaps } = await listAll(upload, 'one', { anew: true });
    expect(gaps).toEqual([]);
    expect(found.map(({ name }) => name).sort()).toEqual(
      ['..', 'UI/a/', 'UI/b/', 'UI/c', 'UI/d/', 'UI/e/', 'gone', 'job10', 'mixed/'].sort(),
    );
    expect(found.every(({ common, actors, madeBy }) => common && actors.length === 0 && !madeBy)).toBe(true);
  });

  it('dates an upload by its newest file where the request asks for it', async () => {
    const { found } = await listAll(upload, 'one', { selects: true });
    for (const { createdAt } of found) expect(Date.parse(createdAt ?? '')).toBeGreaterThan(Date.now() - 600_000);
  });

  it('gives what two workspaces see on one account one id', async () => {
    const [one, two] = [await listAll(upload, 'one'), await listAll(upload, 'two')];
    const shared = two.found.map(({ id }) => id);
    expect(shared).toHaveLength(2);
    expect(one.found.map(({ id }) => id)).toEqual(expect.arrayContaining(shared));
  });

  it('lists snapshots by their id, for the workspaces whose runs name them', async () => {
    const [one, two] = [await listAll(snapshot, 'one'), await listAll(snapshot, 'two')];
    expect(one.found.map(({ name, madeBy }) => [name, madeBy])).toEqual([
      ['s1', ['job1']],
      ['s2', undefined],
      ['s3', undefined],
    ]);
    expect(two.found.map(({ name, common }) => [name, common])).toEqual([
      ['s2', true],
      ['s3', true],
    ]);
  });

  it('tells of unknown containers once, by name and size, and not of those that assets or workspaces use', async () => {
    const details = async (name: string) =>
      (await unknownPlaces(await contextOf(name))).map((gap) => `${gap.type} ${gap.detail}`).sort();
    expect(await details('one')).toEqual([
      'container onestore/empty: 0 blobs, 0 bytes',
      'container onestore/half-code: 2 blobs, 4 bytes',
    ]);
    expect(await details('two')).toEqual([]);
  });
});
