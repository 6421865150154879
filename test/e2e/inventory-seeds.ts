import fc from 'fast-check';

/** A workspace of a seed with what lies in its storage and registry. */
export interface OddWorkspace {
  workspace: Record<string, unknown>;
  blobs: { account: string; container: string; path: string; content: string }[];
  share: { account: string; share: string; files: Record<string, string> }[];
  registry: { name: string; resourceGroup: string; repositories: { name: string }[] };
  /** Containers and shares that no rule knows, as gaps name them. */
  unknown: string[];
}

const people = fc.constantFrom('ada', 'ben');
/** What a name begins with; a number makes it the only one. */
const word = fc.constantFrom(
  ...['plain', 'job1', 'With Space', 'grün', '100%25', 'a#b', 'who?', "it's", '日本', 'UPPER'],
);
const digit = fc.constantFrom('a', 'b', 'c', 'd');

/** Up to `max` things with names that differ. */
function named<T>(max: number, rest: fc.Arbitrary<T>): fc.Arbitrary<({ name: string } & T)[]> {
  return fc
    .array(fc.tuple(word, rest), { maxLength: max })
    .map((all) => all.map(([start, more], index) => ({ name: `${start}-${index}`, ...more })));
}

const bytes = fc.constantFrom<object>(
  { files: { 'a.txt': 'a\n', 'deep/er/ü.txt': 'b\n' } },
  { path: 'UI/shared/', files: { 'same.csv': '1\n' } },
  { path: 'UI/half/one.csv', type: 'uri_file', files: { 'one.csv': '1\n' } },
  {},
);

function assets(more: fc.Arbitrary<object>) {
  const version = fc.record({ createdBy: people, archived: fc.boolean() });
  const versions = fc
    .array(fc.tuple(version, more), { minLength: 1, maxLength: 3 })
    .map((all) => all.map(([own, rest], index) => ({ version: `${index + 1}`, ...own, ...rest })));
  return named(3, fc.record({ archived: fc.boolean(), versions }));
}

const image = (registry: string, repository: string) =>
  `${registry}.azurecr.io/azureml/azureml_${repository.repeat(32)}`;

const job = fc.record({
  createdBy: people,
  archived: fc.boolean(),
  status: fc.constantFrom('Completed', 'Failed', 'Running', 'NotStarted'),
  experiment: fc.constantFrom('churn', 'Größe', 'only one'),
  artifactZip: fc.boolean(),
  computeRecord: fc.boolean(),
});
const leaf = (name: string) => ({ name, files: { 'logs/1.txt': `${name}\n` } });
/** Jobs whose children have children. */
const jobs = named(5, fc.record({ own: job, children: fc.nat(2), grandchildren: fc.nat(2) })).map((all) =>
  all.map(({ name, own, children, grandchildren }) => ({
    ...{ name, ...own },
    children: Array.from({ length: children }, (_, child) => ({
      ...leaf(`${name}_${child}`),
      children: Array.from({ length: grandchildren }, (__, below) => leaf(`${name}_${child}_${below}`)),
    })),
  })),
);

const endpoints = named(2, fc.record({ createdBy: people, deployments: named(2, fc.record({ createdBy: people })) }));

/** What nothing names; `*` stands for the container of uploads. */
const forgotten = fc.subarray([
  ...[
    ['*', 'LocalUpload/00112233445566778899aabbccddeeff/x/rows.csv'],
    ['*', 'UI/half/two.csv'],
    ['*', 'loose.txt'],
  ],
  ...[
    ['*', 'Other Folder/a b/ü#1.bin'],
    ['*', 'azureml/gone-job/part.csv'],
  ],
  ...[
    ['azureml', 'ExperimentRun/dcid.gone/log.txt'],
    ['azureml', 'ComputeRecord/dcid.gone2'],
  ],
  ...[
    ['snapshots', '33f0c7b2-0000-4000-8000-000000000001/a.py'],
    ['snapshots', 'no-folder.txt'],
  ],
  ...[
    ['snapshotzips', '33f0c7b2-0000-4000-8000-000000000001.zip'],
    ['revisions', 'r1/x.json'],
  ],
  ...[['strange', 'file.txt']],
]);
const notebooks = fc.subarray(['Users/ada/a.ipynb', 'Users/ada/deep/ü 1.ipynb', 'Users/ben/', 'team.md', 'x/y/z.txt']);
const stored = fc.subarray(['cache/a.bin', 'top.txt']);

/** A workspace of which nothing is as it usually is; the number makes names of accounts and registries its own. */
export function oddWorkspace(number: number): fc.Arbitrary<OddWorkspace> {
  const account = `oddstore${number}`;
  const registry = `oddregistry${number}`;
  const id = `0dd00000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const environment = digit.map((repository) => ({ properties: { image: image(registry, repository) } }));
  const workspace = fc.record({
    ...{ jobs, models: assets(bytes), data: assets(bytes), codes: assets(bytes) },
    ...{ environments: assets(fc.oneof(environment, fc.constant({}))), components: assets(fc.constant({})) },
    ...{ featuresets: assets(fc.constant({})), featurestoreEntities: assets(fc.constant({})) },
    ...{ onlineEndpoints: endpoints, batchEndpoints: endpoints },
    schedules: named(2, fc.record({ createdBy: people, enabled: fc.boolean() })),
    computes: named(2, fc.record({ createdBy: people, owner: people })),
    connections: named(2, fc.record({ createdBy: people })),
    serverlessEndpoints: named(2, fc.record({ createdBy: people })),
    privateEndpointConnections: named(1, fc.record({ createdBy: people })),
    emptyExperiments: fc.subarray(['empty', 'leer & alt']),
  });
  return fc
    .record({ workspace, forgotten, notebooks, stored, repositories: fc.uniqueArray(digit) })
    .map((seed): OddWorkspace => {
      const files = (paths: string[]) =>
        Object.fromEntries(paths.map((path) => [path, path.endsWith('/') ? '' : 'x\n']));
      const blobs = seed.forgotten.map(([container = '', path = '']) => ({
        ...{
          account,
          container: container === '*' ? `azureml-blobstore-${id}` : container,
          path,
          content: `${path}\n`,
        },
      }));
      return {
        workspace: {
          ...{ name: `odd-${number}`, resourceGroup: `odd-${number}`, workspaceId: id, storageAccount: account },
          ...{ containerRegistry: registry, createdBy: 'ben', ...seed.workspace },
        },
        blobs,
        share: [
          { account, share: 'code-391ff5ac-6576-460f-ba4d-7e03433c68b6', files: files(seed.notebooks) },
          { account, share: `azureml-filestore-${id}`, files: files(seed.stored) },
        ],
        registry: {
          ...{ name: registry, resourceGroup: `odd-${number}` },
          repositories: seed.repositories.map((name) => ({ name: `azureml/azureml_${name.repeat(32)}` })),
        },
        unknown: blobs.some(({ container }) => container === 'strange') ? [`${account}/strange`] : [],
      };
    });
}
