/** Zelda, who is asked for, and Ben, who works beside her. */
const people = [
  {
    key: 'zelda',
    displayName: 'Zelda Quux',
    objectId: '2e1da000-0000-4000-8000-000000000001',
    upn: 'zelda@example.org',
  },
  { key: 'ben', displayName: 'Ben Okri', upn: 'ben@example.org' },
];

const hers = (name: string, more: object = {}) => ({ name, createdBy: 'zelda', ...more });
const bens = (name: string, more: object = {}) => ({ name, createdBy: 'ben', ...more });
const startedBy = (endpoint: string, deployment: string) => ({
  properties: { 'azureml.endpointname': endpoint, 'azureml.deploymentname': deployment },
});
const inGroup = 'subscriptions/5ab50000-0000-4000-8000-000000000001/resourcegroups/ml';
const place = { container: 'extra' };
const on = (datastore: string) => `azureml://datastores/${datastore}/paths/x/`;

/** Online endpoints of both, with deployments of both, in every mixture of traffic. */
const onlineEndpoints = [
  // Ben's deployment goes with her endpoint, her own with logs of what she scored.
  hers('z-idle', { deployments: [hers('blue', { logs: 'scored by zelda\nscored again\n' }), bens('guest')] }),
  // In Ben's endpoint she has one that serves, and is named by the approval, and one that does not.
  bens('b-live', {
    traffic: { blue: 50, green: 30, zed: 20 },
    deployments: [bens('blue'), bens('green'), hers('zed'), hers('zed-spare'), bens('red')],
  }),
  // Serves, and nobody accepts that it goes: what only follows it stays as well.
  hers('z-live', {
    traffic: { main: 100 },
    deployments: [hers('main', { model: 'azureml:kept:1' }), hers('old'), bens('guest')],
  }),
  // Serves, and the approval names it.
  hers('z-named', {
    traffic: { main: 90, guest: 10 },
    deployments: [hers('main', { model: 'azureml:freed:1' }), bens('guest'), bens('idle')],
  }),
  bens('b-only', { traffic: { blue: 100 }, deployments: [bens('blue')] }),
];

const batchEndpoints = [
  hers('z-batch', { deployments: [hers('one'), bens('two')], properties: { defaults: { deploymentName: 'one' } } }),
  bens('b-batch', { deployments: [bens('one'), hers('two')] }),
  // A job of Ben's runs on it.
  hers('z-busy', { deployments: [hers('one', { model: 'azureml:batch:1' }), hers('two'), bens('three')] }),
];

const jobs = [
  hers('z1', { experiment: 'hers' }),
  hers('z2', { experiment: 'hers', archived: true }),
  hers('z-pipe', { experiment: 'Größe & Préis 100%?#', children: [{ name: 'z-step' }, bens('z-step-ben')] }),
  hers('z3', { experiment: 'mixed' }),
  bens('b1', { experiment: 'mixed' }),
  bens('b2', { experiment: 'bens' }),
  bens('b-batch-job', { experiment: 'bens', status: 'Running', ...startedBy('z-busy', 'one') }),
  bens('b-reads', { experiment: 'bens', status: 'Running', inputs: { data: { uri: on('z_job_reads') } } }),
  bens('b-read', { experiment: 'bens', inputs: { data: { uri: on('z_free') } } }),
];

const version = (createdBy: string, more: object = {}) => [{ version: '1', createdBy, ...more }];

/** What Ben's schedule runs: on her things. */
const nightly = {
  inputs: { a: { uri: on('z_scheduled') } },
  computeId: `/${inGroup}/providers/Microsoft.MachineLearningServices/workspaces/both/computes/z-nightly`,
  connection: `/${inGroup}/providers/Microsoft.MachineLearningServices/workspaces/both/connections/z-import`,
};

/** Everything that this program knows of serving and of settings, of both people in one workspace. */
const both = {
  ...{ name: 'both', storageAccount: 'both', createdBy: 'ben' },
  ...{ onlineEndpoints, batchEndpoints, jobs, emptyExperiments: ['abandoned'] },
  models: ['kept', 'freed', 'batch'].map((name) => ({ name, versions: version('zelda', { files: { m: name } }) })),
  data: [
    { name: 'bens', versions: version('ben', { datastore: 'z_shared', path: 'b' }), archived: true },
    { name: 'hers', versions: version('zelda', { datastore: 'z_own', path: 'a', files: { a: '1' } }) },
  ],
  datastores: [
    ...['z_free', 'z_own', 'z_shared', 'z_far', 'z_scheduled', 'z_job_reads'].map((name) => hers(name, place)),
    ...[bens('b_store', place), hers('z_default', { ...place, properties: { isDefault: true } })],
  ],
  schedules: [bens('nightly', { properties: { action: { jobDefinition: nightly } } })],
  connections: [
    hers('z-import', { properties: { category: 'Snowflake', target: 'https://snow.example.org' } }),
    hers('z git & co', { properties: { category: 'Git', target: 'https://git.example.org/zelda', authType: 'PAT' } }),
    bens('b git', { properties: { category: 'Git', target: 'https://git.example.org/ben' } }),
  ],
  computes: ['z-idle', 'z-nightly'].map((name) => hers(name, { type: 'AmlCompute', owner: 'zelda' })),
  environments: ['z-free', 'z-named'].map((name) => ({ name, versions: version('zelda') })),
  components: [
    { name: 'step', versions: version('ben', { properties: { componentSpec: { environment: 'azureml:z-named:1' } } }) },
  ],
  serverlessEndpoints: [hers('z-phi', { properties: { authMode: 'Key' } }), bens('b-phi')],
  privateEndpointConnections: [hers('z-pe'), bens('b-pe')],
};

/** Another workspace on that account, with an asset of Ben's on her datastore in the first one. */
const beside = {
  ...{ name: 'beside', storageAccount: 'both', createdBy: 'ben' },
  data: [
    {
      name: 'far',
      versions: version('ben', { uri: `azureml://${inGroup}/workspaces/both/datastores/z_far/paths/x/` }),
    },
  ],
};

/** Things that change between plan and approval, and one that a lock holds. */
const moving = {
  ...{ name: 'moving', storageAccount: 'moving', workspaceId: 'b0000000-0000-4000-8000-000000000009' },
  onlineEndpoints: [
    hers('quiet', { deployments: [hers('blue')] }),
    bens('b-quiet', { deployments: [hers('blue'), hers('green')] }),
    hers('excluded', { deployments: [hers('own'), bens('guest')] }),
    hers('locked', { deployments: [hers('blue')] }),
  ],
  jobs: [hers('m1', { experiment: 'filling' }), hers('m2', { experiment: 'emptied' })],
  datastores: [hers('z_later', place), hers('z_quiet', place)],
  connections: [hers('locked'), hers('changed')],
};

/** The same, whoever made it: erased whole. */
const whole = { ...both, name: 'whole', storageAccount: 'whole' };

const lock = (path: string) => ({
  scope: `/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/moving/${path}`,
  ...{ name: 'keep', level: 'CanNotDelete' },
});

/** Services that refuse what they may refuse, page by page. */
export const strict = {
  people,
  switches: { pageSize: 3, historyPageSize: 2, operationSeconds: 0.3, cancelSeconds: 0.3, retryAfterSeconds: 0 },
  workspaces: [both, beside, moving, whole],
  locks: [lock('connections/locked'), lock('onlineEndpoints/locked')],
};

/** Services that let everything happen. */
export const lenient = {
  people,
  switches: {
    deleteDeploymentWithTraffic: 202,
    experimentDelete: '200',
    operationHeaders: 'location',
    operationSeconds: 0.1,
    cancelSeconds: 0.1,
  },
  workspaces: [both],
};

/** What somebody does after the plan: a job in her experiment, an asset on her datastore. */
export const later = {
  people,
  workspaces: [
    {
      ...{ name: 'moving', storageAccount: 'moving', workspaceId: 'b0000000-0000-4000-8000-000000000009' },
      jobs: [bens('late', { experiment: 'filling' })],
      data: [{ name: 'late', versions: version('ben', { datastore: 'z_later', path: 'b' }) }],
      datastores: [hers('z_later', place)],
    },
  ],
};

/** How a request names Zelda. */
export const zelda = {
  identities: [
    { type: 'object_id', value: '2e1da000-0000-4000-8000-000000000001' },
    { type: 'display_name', value: 'Zelda Quux' },
  ],
};
