import { workspaceId, World } from './harness';
import { runAll, type Result } from './variant-run';

const people = [
  { key: 'ada', displayName: 'Ada Wong', objectId: 'c0000000-0000-4000-8000-0000000000aa', upn: 'ada@store.example' },
  { key: 'tom', displayName: 'Tom Baker', upn: 'tom@store.example' },
];
const ada = {
  identities: [
    { type: 'object_id', value: 'c0000000-0000-4000-8000-0000000000aa' },
    { type: 'display_name', value: 'Ada Wong' },
    { type: 'alias', value: 'ada' },
  ],
};

const guid = (number: number) => `d0000000-0000-4000-8000-00000000000${number}`;
const input = (path: string, workspace?: string) => ({
  data: {
    jobInputType: 'uri_folder',
    uri: workspace
      ? `azureml://${workspaceId(workspace).slice(1)}/datastores/workspaceblobstore/paths/${path}`.replace(
          'providers/Microsoft.MachineLearningServices/',
          '',
        )
      : `azureml://datastores/workspaceblobstore/paths/${path}`,
  },
});
const files = (paths: readonly string[], account: string, container: string) =>
  paths.map((path) => ({ account, container, path, content: path }));

/** What nothing points to in the container of uploads. */
const forgotten = [
  'LocalUpload/forgotten/x.csv',
  'LocalUpload/forgotten/y/z.csv',
  'LocalUpload/Case/a.csv',
  'LocalUpload/case/a.csv',
  'LocalUpload/loose.csv',
  'UI/2024-01-01_000000_UTC/odd name #1 %.png',
  'WebUpload/1/a.bin',
  'Dataset/1/a.bin',
  'az-ml-artifacts/1/a.bin',
  'mydata/deep/er/a.bin',
  'top.txt',
  'azureml/gone/out/a.bin',
];
/** What is left of runs that no longer exist, in the container that all workspaces of an account share. */
const leftOfRuns = [
  'ExperimentRun/dcid.job10/user_logs/std.txt',
  'ArtifactZip/ExperimentRun/dcid.gone.zip',
  'ComputeRecord/dcid.gone',
  'LocalUpload/in-artifacts/a.bin',
];

/** A workspace with uploads and snapshots of all kinds, and another one on its account. */
function pair(name: string, account: string, number: number, more: object = {}) {
  const uploads = `azureml-blobstore-${guid(number)}`;
  return {
    workspaces: [
      {
        ...{ name, storageAccount: account, workspaceId: guid(number), createdBy: 'tom' },
        jobs: [
          {
            name: 'job1',
            createdBy: 'ada',
            properties: { ContentSnapshotId: 'hers' },
            inputs: input('LocalUpload/hers/'),
          },
          {
            name: 'job2',
            createdBy: 'ada',
            properties: { ContentSnapshotId: 'both' },
            inputs: input('LocalUpload/both/'),
          },
          {
            name: 'toms',
            createdBy: 'tom',
            properties: { ContentSnapshotId: 'both' },
            inputs: input('LocalUpload/both'),
          },
        ],
        data: [
          {
            name: 'half',
            versions: [
              {
                version: '1',
                createdBy: 'tom',
                type: 'uri_file',
                path: 'LocalUpload/half/kept.csv',
                files: { 'kept.csv': '1' },
              },
            ],
          },
          {
            name: 'full',
            versions: [{ version: '1', createdBy: 'tom', path: 'LocalUpload/full/', files: { a: '1' } }],
          },
        ],
        environments: [
          {
            name: 'built',
            versions: [
              {
                ...{ version: '1', createdBy: 'tom' },
                properties: {
                  build: { contextUri: `https://${account}.blob.core.windows.net/${uploads}/LocalUpload/context/` },
                },
              },
            ],
          },
        ],
        datastores: [{ name: 'lake', account, container: 'lake' }],
      },
      {
        ...{ name: `${name}-neighbour`, storageAccount: account, workspaceId: guid(number + 1), createdBy: 'tom' },
        jobs: [
          {
            ...{ name: 'far', createdBy: 'tom', properties: { ContentSnapshotId: 'theirs' } },
            inputs: input('LocalUpload/far/', name),
          },
        ],
        ...more,
      },
    ],
    blobs: [
      ...files(forgotten, account, uploads),
      ...files(
        ['hers/a', 'both/a', 'half/rest.csv', 'context/Dockerfile', 'far/a'].map((path) => `LocalUpload/${path}`),
        account,
        uploads,
      ),
      ...files(leftOfRuns, account, 'azureml'),
      ...files(['raw/a.parquet'], account, 'lake'),
      ...files(['hers/train.py', 'both/train.py', 'nobodys/train.py', 'theirs/train.py'], account, 'snapshots'),
      ...files(['hers.zip', 'nobodys.zip', 'odd/er.zip'], account, 'snapshotzips'),
      ...files(['hers/1', 'toms-note.txt'], account, 'revisions'),
      ...files(['a', 'b/c'], account, 'mystery'),
    ],
    containers: [{ account, container: 'nothing-in-it' }],
  };
}

const pairs = [
  pair('asked', 'askedstore', 1),
  pair('whole', 'wholestore', 3),
  pair('both', 'bothstore', 5),
  pair('blind', 'blindstore', 7, { dataPlane: 'forbidden' }),
];
const seed = {
  people,
  workspaces: [
    ...pairs.flatMap(({ workspaces }) => workspaces),
    { ...{ name: 'tidy', storageAccount: 'tidystore', workspaceId: guid(9), createdBy: 'tom' }, jobs: [] },
  ],
  blobs: [
    ...pairs.flatMap(({ blobs }) => blobs),
    ...files(['UI/1/a.bin'], 'tidystore', `azureml-blobstore-${guid(9)}`),
  ],
  containers: pairs.flatMap(({ containers }) => containers),
};

describe('what lies in the storage', () => {
  let world: World;
  let of: (name: keyof typeof variants) => Result;
  const acceptAll = () => ({ acceptWeak: true });
  const variants = {
    asked: {
      ...{ workspaces: ['asked'], neighbours: ['asked-neighbour'], accounts: ['askedstore'] },
      request: { action: 'export_and_erase', subject: ada },
    },
    whole: {
      ...{ workspaces: ['whole'], neighbours: ['whole-neighbour'], accounts: ['wholestore'] },
      ...{ request: { action: 'erase' }, scope: { everything: true }, decide: acceptAll },
    },
    both: {
      ...{ workspaces: ['both', 'both-neighbour'], accounts: ['bothstore'] },
      ...{ request: { action: 'erase' }, scope: { everything: true }, decide: acceptAll },
    },
    blind: {
      ...{ workspaces: ['blind'], neighbours: ['blind-neighbour'], accounts: ['blindstore'] },
      ...{ request: { action: 'erase' }, scope: { everything: true, resourceTypes: ['upload', 'snapshot'] } },
    },
    tidy: { workspaces: ['tidy'], accounts: ['tidystore'], request: { action: 'erase', subject: ada } },
  };
  beforeAll(async () => {
    world = await World.start(seed);
    of = await runAll(world, variants);
  }, 240_000);
  afterAll(() => world.stop());

  /** The uploads or snapshots of a plan that were kept, by place, with the owners that kept them. */
  const kept = (name: keyof typeof variants, type: string) => {
    const { plan, certificate } = of(name);
    const marks = new Set(certificate.results.kept.map(({ mark }) => mark));
    const lastTwo = (id: string) => id.split('/').slice(-2).join('/');
    return Object.fromEntries(
      plan
        .filter((item) => item.type === type && marks.has(item.mark ?? ''))
        .map(({ ranges, sharedWith = [] }) => [
          `${ranges[0]?.container}/${ranges[0]?.path}`,
          [...new Set(sharedWith.map(({ id }) => lastTwo(id)))].join(),
        ]),
    );
  };
  const unknown = (account: string) => [
    `not_handled ${account}/mystery: 2 blobs, 4 bytes`,
    `not_handled ${account}/nothing-in-it: 0 blobs, 0 bytes`,
  ];
  const gaps = (name: keyof typeof variants) =>
    of(name).certificate.gaps.map(({ code, detail }) => `${code} ${detail}`);

  it('is the person’s where a job of theirs names it, and stays where somebody else’s does too', () => {
    const { left, wrong, plan } = of('asked');
    const found = (type: string) => plan.filter((item) => item.type === type).map(({ name }) => name);
    expect(found('upload')).toEqual(['LocalUpload/both/', 'LocalUpload/hers/']);
    expect(found('snapshot')).toEqual(['both', 'hers']);
    expect(kept('asked', 'upload')).toEqual({ [`azureml-blobstore-${guid(1)}/LocalUpload/both/`]: 'jobs/toms' });
    expect(kept('asked', 'snapshot')).toEqual({ 'snapshots/both/': 'jobs/toms' });
    const gone = ['LocalUpload/hers/a', 'hers/train.py', 'hers.zip', 'hers/1'];
    expect(left.filter((path) => gone.includes(path))).toEqual([]);
    expect(left).toEqual(expect.arrayContaining([...forgotten, ...leftOfRuns, 'LocalUpload/both/a', 'both/train.py']));
    expect(wrong).toEqual([]);
  });

  it('is counted where nothing says whose it is, and unknown containers are told by name and size', () => {
    const { view, certificate } = of('asked');
    expect(certificate.notices.map(({ code, type, detail }) => [code, type, detail])).toEqual([
      ['unattributed', 'upload', '17'],
      ['unattributed', 'snapshot', '3'],
    ]);
    expect(gaps('asked')).toEqual(unknown('askedstore'));
    expect(view.state).toBe('completed_with_gaps');
  });

  it('goes with everything, but for what another workspace on the account may own', () => {
    const { left, wrong } = of('whole');
    const neighbour = 'workspaces/whole-neighbour';
    expect(kept('whole', 'upload')).toEqual({
      'azureml/ExperimentRun/dcid.job10/': neighbour,
      'azureml/ArtifactZip/ExperimentRun/dcid.gone.zip': neighbour,
      'azureml/ComputeRecord/dcid.gone': neighbour,
      'azureml/LocalUpload/in-artifacts/': neighbour,
      [`azureml-blobstore-${guid(3)}/LocalUpload/far/`]: 'jobs/far',
    });
    expect(kept('whole', 'snapshot')).toEqual({
      ...{ 'snapshots/nobodys/': neighbour, 'snapshots/odd/': neighbour, 'revisions/toms-note.txt': neighbour },
    });
    expect(left.sort()).toEqual(
      [
        ...[...leftOfRuns, 'ExperimentRun/dcid.far/user_logs/std_log.txt', 'LocalUpload/far/a', 'raw/a.parquet'],
        ...['nobodys/train.py', 'theirs/train.py', 'nobodys.zip', 'odd/er.zip', 'toms-note.txt', 'a', 'b/c'],
      ].sort(),
    );
    expect(gaps('whole')).toEqual(unknown('wholestore'));
    expect(wrong).toEqual([]);
  });

  it('goes whole when every workspace on the account is asked for, each thing once', () => {
    const { left, wrong, plan } = of('both');
    expect(left.sort()).toEqual(['a', 'b/c', 'raw/a.parquet']);
    expect({ ...kept('both', 'upload'), ...kept('both', 'snapshot') }).toEqual({});
    const ids = plan.filter(({ type }) => ['upload', 'snapshot'].includes(type)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(gaps('both')).toEqual(unknown('bothstore'));
    expect(wrong).toEqual([]);
  });

  it('keeps what runs may have left, and all snapshots, where one run history can’t be read', () => {
    const { left, plan, wrong } = of('blind');
    expect(plan.filter(({ type }) => type === 'snapshot')).toEqual([]);
    const names = plan.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['LocalUpload/forgotten/', 'top.txt']));
    expect(names.filter((name) => ['gone', 'job10'].includes(name))).toEqual([]);
    expect(left).toEqual(expect.arrayContaining([...leftOfRuns, 'azureml/gone/out/a.bin', 'nobodys.zip']));
    // What lies beside the file of an asset goes, and the file stays.
    expect(left).toContain('LocalUpload/half/kept.csv');
    expect(left).not.toContain('LocalUpload/half/rest.csv');
    expect(gaps('blind')).toEqual([
      'references_unknown run history: AuthorizationFailed',
      'references_unknown run history: AuthorizationFailed',
      'lineage_unknown run history: AuthorizationFailed',
    ]);
    expect(wrong).toEqual([]);
  });

  it('is no gap by itself', () => {
    const { view, left, certificate } = of('tidy');
    expect([view.state, gaps('tidy')]).toEqual(['completed', []]);
    expect(certificate.notices.map(({ type, detail }) => [type, detail])).toEqual([['upload', '1']]);
    expect(left).toEqual(['UI/1/a.bin']);
    expect(certificate.outOfReach.join()).not.toContain('disk of a compute instance');
    expect(certificate.outOfReach).toContain('the Azure Activity Log');
  });
});
