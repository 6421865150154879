/** People: two with one display name, two who had one UPN one after the other, and somebody else. */
const people = [
  {
    ...{ key: 'noor', displayName: 'Noor Haddad', objectId: 'a0000000-0000-4000-8000-0000000000aa' },
    ...{ upn: 'noor@fab.example', email: 'n.haddad@fab.example', alias: 'noorh' },
  },
  {
    ...{ key: 'reborn', displayName: 'Noor Haddad', objectId: 'a0000000-0000-4000-8000-0000000000cc' },
    upn: 'noor@fab.example',
  },
  { key: 'tom', displayName: 'Tom Baker', upn: 'tom@fab.example' },
];

/** How a request names Noor. */
export const noor = {
  sure: { identities: [{ type: 'object_id', value: 'a0000000-0000-4000-8000-0000000000aa' }] },
  byName: { identities: [{ type: 'display_name', value: 'NOOR HADDAD' }] },
  byUpn: { identities: [{ type: 'upn', value: 'Noor@fab.example' }] },
  byAlias: { identities: [{ type: 'alias', value: 'noorh' }] },
};

const files = { 'outputs/m.bin': 'x', 'user_logs/std.txt': 'y' };
const artifacts = (path: string) => `azureml://datastores/workspaceartifactstore/paths/${path}`;
const store = (number: number) => `b0000000-0000-4000-8000-00000000000${number}`;

/** The container of uploads of a seeded workspace with this number. */
export const uploads = (number: number) => `azureml-blobstore-${store(number)}`;

/** Workspaces in which other people own bytes of hers, in all the ways that there are. */
export const sharedThings = {
  people,
  switches: {
    ...{ jobDeleteDeletesBlobs: true, pipelineDeleteDeletesChildren: true, modelDeleteDeletesBlobs: true },
    ...{ dataDelete: '204', childJobsInArm: true, cancelTerminalJobStatus: 400, operationHeaders: 'both' },
  },
  workspaces: [
    {
      ...{ name: 'above', storageAccount: 'above' },
      jobs: [
        {
          ...{ name: 'toms', createdBy: 'tom', files, artifactZip: true, computeRecord: true },
          children: [{ name: 'toms-child', files }],
        },
        { name: 'hers', createdBy: 'noor', files },
      ],
      data: [
        { name: 'all', versions: [{ version: '1', createdBy: 'noor', uri: artifacts('ExperimentRun/') }] },
        {
          name: 'zip',
          versions: [
            {
              ...{ version: '1', createdBy: 'noor', type: 'uri_file' },
              uri: artifacts('ArtifactZip/ExperimentRun/dcid.toms.zip'),
            },
          ],
        },
      ],
    },
    {
      ...{ name: 'twin', storageAccount: 'twins' },
      jobs: [{ name: 'train', createdBy: 'noor', files: { 'a.txt': 'a' }, artifactZip: true, computeRecord: true }],
      data: [{ name: 'd', versions: [{ version: '1', createdBy: 'noor', path: 'hers/d', files: { x: '1' } }] }],
    },
    {
      ...{ name: 'other-twin', storageAccount: 'twins' },
      jobs: [{ name: 'train', createdBy: 'tom', files: { 'b.txt': 'b' } }],
      data: [
        {
          name: 'long',
          versions: [
            {
              ...{ version: '1', createdBy: 'tom' },
              uri: 'azureml://subscriptions/5ab50000-0000-4000-8000-000000000001/resourcegroups/ml/workspaces/twin/datastores/workspaceblobstore/paths/hers/d/',
            },
          ],
        },
      ],
    },
    {
      ...{ name: 'family', storageAccount: 'family' },
      jobs: [
        {
          ...{ name: 'p', createdBy: 'noor', files },
          children: [
            { name: 'p-a', files, children: [{ name: 'p-a-1', files }] },
            { name: 'p-b', files },
            { name: 'p-tom', createdBy: 'tom', files },
          ],
        },
        {
          ...{ name: 'q', createdBy: 'noor', files },
          children: [
            { name: 'q-a', files },
            { name: 'q-b', files },
          ],
        },
      ],
      models: [{ name: 'toms', versions: [{ version: '1', createdBy: 'tom', job: 'p-a-1', path: 'outputs' }] }],
    },
    {
      ...{ name: 'named', storageAccount: 'named' },
      jobs: [
        {
          ...{ name: 'o1', createdBy: 'noor', files, intermediate: { 'model/w.bin': 'w' } },
          outputs: { model: 'azureml://datastores/workspaceblobstore/paths/azureml/o1/model/' },
        },
      ],
      data: [
        { name: 'toms', versions: [{ version: '1', createdBy: 'tom', uri: 'azureml://jobs/o1/outputs/model/paths/' }] },
      ],
    },
    {
      ...{ name: 'whole', storageAccount: 'whole', workspaceId: store(2) },
      data: [
        { name: 'hers', versions: [{ version: '1', createdBy: 'noor', path: 'hers/x', files: { a: '1' } }] },
        {
          name: 'container',
          versions: [{ version: '1', createdBy: 'tom', uri: `https://whole.blob.core.windows.net/${uploads(2)}/` }],
        },
      ],
    },
    {
      ...{ name: 'weak', storageAccount: 'weakstore' },
      jobs: [{ name: 'w', createdBy: 'noor', files, children: [{ name: 'w-tom', createdBy: 'tom', files }] }],
    },
    {
      ...{ name: 'reborn', storageAccount: 'reborn' },
      jobs: [
        { name: 'r1', createdBy: 'noor', files, children: [{ name: 'r1-c', files }] },
        { name: 'r2', createdBy: 'reborn', files, children: [{ name: 'r2-c', files }] },
      ],
      models: [{ name: 'rm', versions: [{ version: '1', createdBy: 'reborn', job: 'r2', path: 'outputs' }] }],
    },
    {
      ...{ name: 'heir', storageAccount: 'heir' },
      jobs: [
        { name: 'h', createdBy: 'noor', files, children: [{ name: 'h-reborn', createdBy: 'reborn', files }] },
        { name: 'reborns', createdBy: 'reborn', files },
      ],
    },
    {
      ...{ name: 'served', storageAccount: 'served' },
      models: [{ name: 'm', versions: [{ version: '1', createdBy: 'noor', files: { 'm.bin': 'served' } }] }],
      onlineEndpoints: [{ name: 'ep', createdBy: 'noor', deployments: [{ name: 'blue', model: 'azureml:m:1' }] }],
    },
  ],
};

const odd = ['näme ünï', 'a%20b', 'x#1', 'q?y', 'p+q & r', `L${'o'.repeat(180)}ng`];

/** Workspaces in which things go wrong: refusals, locks, leases, changes, names that no URL likes. */
export const troubles = {
  people,
  switches: { lateBlobOnCancel: true, deleteRunningJobStatus: 400, lostDeletes: ['lost'], dataDelete: '405' },
  workspaces: [
    {
      ...{ name: 'odd', storageAccount: 'odd' },
      jobs: odd.map((name) => ({ name, createdBy: 'noor', archived: true, files: { [`o/${name}.txt`]: 'x' } })),
      models: odd.map((name) => ({
        name,
        versions: [{ version: '1', createdBy: 'noor', files: { [`${name}.bin`]: name } }],
      })),
      data: odd.map((name) => ({
        name,
        versions: [{ version: '1', createdBy: 'noor', type: 'uri_file', files: { [`${name}.csv`]: `of ${name}` } }],
      })),
      schedules: [{ name: 'sch#1', createdBy: 'noor' }],
      computes: [
        { name: 'ci-noor', owner: 'tom', assignedTo: 'noor' },
        { name: 'ci-tom', owner: 'noor', assignedTo: 'tom' },
      ],
    },
    {
      ...{ name: 'faulty', storageAccount: 'faulty' },
      jobs: [
        { name: 'running', createdBy: 'noor', status: 'Running', files },
        ...['e500', 'e429', 'failing', 'dropped', 'lost', 'job1'].map((name) => ({ name, createdBy: 'noor', files })),
        { name: 'job10', createdBy: 'tom', files },
      ],
    },
    {
      ...{ name: 'denied', storageAccount: 'denied' },
      jobs: [{ name: 'd1', createdBy: 'noor', files }],
      models: [{ name: 'toms', versions: [{ version: '1', createdBy: 'tom', job: 'd1', path: 'outputs' }] }],
    },
    {
      ...{ name: 'locked', storageAccount: 'locked' },
      jobs: [
        { name: 'ended', createdBy: 'noor', files },
        { name: 'running', createdBy: 'noor', status: 'Running', files },
      ],
    },
    {
      ...{ name: 'changing', storageAccount: 'changing', workspaceId: store(3) },
      jobs: [
        { name: 'leased', createdBy: 'noor', files },
        { name: 'parent', createdBy: 'noor', files, children: [{ name: 'leased-child', files }] },
        { name: 'changed', createdBy: 'noor', files },
      ],
      data: [
        {
          name: 'd',
          versions: [{ version: '1', createdBy: 'noor', path: 'd/1', files: { 'a.csv': 'a', 'b.csv': 'b' } }],
        },
      ],
      models: [
        { name: 'm', versions: [{ version: '1', createdBy: 'noor', path: 'm/1', files: { 'a.bin': 'a' } }] },
        {
          name: 'twice',
          versions: [
            { version: '1', createdBy: 'noor', path: 'twice', files: { 'a.bin': 'a' } },
            { version: '2', createdBy: 'noor', path: 'twice' },
          ],
        },
        {
          name: 'again',
          versions: [
            { version: '1', createdBy: 'noor', path: 'again', files: { 'a.bin': 'a' } },
            { version: '2', createdBy: 'noor', path: 'again' },
          ],
        },
      ],
      schedules: [{ name: 'nightly', createdBy: 'noor' }],
    },
    {
      ...{ name: 'far', storageAccount: 'far' },
      datastores: [{ name: 'lake', account: 'lake', container: 'raw' }],
      data: [
        {
          name: 'd',
          versions: [{ version: '1', createdBy: 'noor', path: 'x/y', datastore: 'lake', files: { a: '1' } }],
        },
      ],
      models: [
        {
          name: 'bad',
          versions: [{ version: '1', createdBy: 'noor', uri: 'wasbs://BAD_Container@far.blob.core.windows.net/x/y' }],
        },
        { name: 'good', versions: [{ version: '1', createdBy: 'noor', files: { 'g.bin': 'g' } }] },
      ],
    },
    {
      ...{ name: 'young', storageAccount: 'young' },
      jobs: [
        {
          name: 'par',
          createdBy: 'tom',
          files,
          children: [
            { name: 'kid', files },
            { name: 'kid2', files },
          ],
        },
      ],
    },
  ],
  locks: [
    {
      ...{ name: 'keep', level: 'ReadOnly' },
      scope:
        '/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/locked',
    },
  ],
};

/** A job that comes into the changing workspace after the plan. */
export const newcomer = {
  people,
  workspaces: [
    {
      ...{ name: 'changing', storageAccount: 'changing', workspaceId: store(3) },
      jobs: [{ name: 'newcomer', createdBy: 'noor', files }],
      onlineEndpoints: [{ name: 'ep', createdBy: 'tom', deployments: [{ name: 'blue', model: 'azureml:twice:2' }] }],
    },
  ],
};
