import { workspaceId } from './harness';

/** Ada, who is asked for, and Tom, who works beside her. */
const people = [
  { key: 'ada', displayName: 'Ada Wong', objectId: 'a55e7000-0000-4000-8000-000000000001', upn: 'ada@assets.example' },
  { key: 'tom', displayName: 'Tom Baker', upn: 'tom@assets.example' },
];
/** How a request names her. */
export const ada = { identities: [{ type: 'object_id', value: 'a55e7000-0000-4000-8000-000000000001' }] };

const hers = (version: string, more: object = {}) => ({ version, createdBy: 'ada', ...more });
const toms = (version: string, more: object = {}) => ({ version, createdBy: 'tom', ...more });
const asset = (name: string, ...versions: object[]) => ({ name, versions });

/** Repository of the image with this digit. */
export const repository = (digit: string) => `azureml/azureml_${digit.repeat(32)}`;
const image = (registry: string, digit: string) => ({
  properties: { image: `${registry}.azurecr.io/${repository(digit)}:latest` },
});
const registryOf = (name: string, ...repositories: string[]) => ({
  name,
  repositories: repositories.map((entry) => ({
    name: entry,
    manifests: [{ tags: ['latest'] }, { tags: [], size: 7 }],
  })),
});
const spec = (code: string) => ({
  properties: { componentSpec: { type: 'command', command: 'python run.py', code: `azureml:${code}` } },
});

/** A guid that makes the name of a workspace's container. */
const guid = (digit: number) => `a55e7000-0000-4000-8000-0000000000${digit}${digit}`;

/** What both of them have in one workspace, with images in a registry. */
function shared(name: string, registry: string, digit: number) {
  const container = `https://${name}store.blob.core.windows.net/azureml-blobstore-${guid(digit)}`;
  const version = (kind: string, of: string) => `${workspaceId(name)}/${kind}/${of}/versions/1`;
  return {
    ...{
      name,
      storageAccount: `${name}store`,
      containerRegistry: registry,
      workspaceId: guid(digit),
      createdBy: 'tom',
    },
    jobs: [
      { name: `${name}-ada-1`, createdBy: 'ada', codeId: version('codes', 'hers'), files: {} },
      { name: `${name}-ada-2`, createdBy: 'ada', codeId: version('codes', 'both-run'), files: {} },
      // A sweep names the code of its trial.
      { name: `${name}-ada-3`, createdBy: 'ada', properties: { trial: { codeId: 'azureml:service:1' } }, files: {} },
      { name: `${name}-tom-1`, createdBy: 'tom', codeId: version('codes', 'both-run').toUpperCase(), files: {} },
      { name: `${name}-tom-2`, createdBy: 'tom', properties: { trial: { codeId: 'azureml:toms:1' } }, files: {} },
    ],
    codes: [
      asset('hers', hers('1', { files: { 'train.py': `hers ${name}` } })),
      asset('both-run', hers('1', { files: { 'train.py': `both ${name}` } })),
      // The service made it when she submitted a job: nothing but the job says whose it is.
      asset('service', { version: '1', files: { 'train.py': `service ${name}` } }),
      asset('toms', toms('1', { files: { 'train.py': `toms ${name}` } })),
      // Identical code: uploaded once.
      asset('same-a', hers('1', { files: { 'util.py': `same ${name}` } })),
      asset('same-t', toms('1', { files: { 'util.py': `same ${name}` } })),
      asset('in-component', hers('1', { files: { 'step.py': `component ${name}` } })),
      asset('deployed', hers('1', { files: { 'score.py': `deployed ${name}` } })),
    ],
    components: [
      asset('hers', hers('1', spec('hers:1')), hers('2', { archived: true, tags: { who: 'ada' } })),
      asset('toms', toms('1', spec('in-component:1'))),
      asset('mixed', hers('1'), toms('2')),
    ],
    environments: [
      asset('hers', hers('1', image(registry, '1'))),
      asset('both', hers('1', image(registry, '2'))),
      asset('toms', toms('1', image(registry, '2'))),
      asset('far', hers('1', image(registry, '3'))),
      asset('odd name %#', hers('1.0-a', { archived: true, description: 'for ada' })),
      asset('foreign', hers('1', image('elsewhere', '1'))),
      asset('context', hers('1', { properties: { build: { contextUri: `${container}/LocalUpload/context/` } } })),
      asset('live', hers('1', image(registry, '4'))),
      asset('AzureML-sklearn', hers('1')),
      asset('service', { version: '1' }),
    ],
    featuresets: [
      asset('hers', hers('1', { properties: { specification: { path: `${container}/LocalUpload/features/` } } })),
      asset('toms', toms('1')),
    ],
    featurestoreEntities: [asset('hers', hers('1')), asset('toms', toms('1'))],
    onlineEndpoints: [
      {
        ...{ name: 'toms', createdBy: 'tom', traffic: { blue: 100 } },
        deployments: [
          {
            ...{ name: 'blue', createdBy: 'tom' },
            properties: {
              environmentId: version('environments', 'live'),
              codeConfiguration: { codeId: version('codes', 'deployed'), scoringScript: 'score.py' },
            },
          },
        ],
      },
    ],
  };
}

/** A workspace that is asked for as a whole. */
const whole = (name: string, registry: string, digit: number, more: object = {}) => ({
  ...{ name, storageAccount: `${name}store`, containerRegistry: registry, workspaceId: guid(digit), createdBy: 'tom' },
  environments: [asset('one', toms('1', image(registry, '1'))), asset('service', { version: '1' })],
  codes: [asset('one', toms('1', { files: { a: name } }))],
  components: [asset('one', toms('1', spec('one:1')))],
  featuresets: [asset('one', toms('1'))],
  ...more,
});

/** The seed: three workspaces side by side that are asked for, and their neighbours. */
export function seedWith(switches: object) {
  const uploads = (name: string, digit: number) =>
    ['context/Dockerfile', 'features/spec.yaml'].map((path) => ({
      ...{ account: `${name}store`, container: `azureml-blobstore-${guid(digit)}`, content: path },
      path: `LocalUpload/${path}`,
    }));
  return {
    people,
    registries: [
      registryOf('pairacr', ...['1', '2', '3', '4', '5'].map(repository), 'team/base'),
      registryOf('wholeacr', repository('1'), repository('5'), 'team/base'),
      registryOf('halfacr', repository('1'), repository('5')),
      registryOf('liveacr', repository('1'), repository('5')),
    ],
    workspaces: [
      shared('pair', 'pairacr', 1),
      // On the same registry, and on an account of its own.
      {
        ...{ name: 'far', storageAccount: 'farstore', containerRegistry: 'PairACR', workspaceId: guid(2) },
        environments: [asset('theirs', toms('1', image('pairacr', '3')))],
      },
      whole('whole', 'wholeacr', 3),
      whole('half', 'halfacr', 4),
      {
        ...{
          name: 'halfs-neighbour',
          storageAccount: 'otherstore',
          containerRegistry: 'halfacr',
          workspaceId: guid(5),
        },
      },
      whole('live', 'liveacr', 6, {
        onlineEndpoints: [
          {
            name: 'serves',
            createdBy: 'tom',
            traffic: { blue: 100 },
            deployments: [{ name: 'blue', createdBy: 'tom' }],
          },
        ],
      }),
    ],
    blobs: uploads('pair', 1),
    switches: { operationSeconds: 0.2, ...switches },
  };
}
