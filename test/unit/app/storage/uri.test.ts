import * as fc from 'fast-check';
import {
  contains,
  normalisePath,
  overlaps,
  resolveUri,
  type ByteRange,
  type Resolved,
  type UriContext,
} from '../../../../src/storage/uri';

const workspaceId =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ml/providers/Microsoft.MachineLearningServices/workspaces/Team';
const context: UriContext = {
  workspaceId,
  datastores: new Map([
    ['workspaceblobstore', { account: 'contosoml', container: 'azureml-blobstore-1' }],
    ['workspaceartifactstore', { account: 'contosoml', container: 'azureml' }],
    ['workspacefilestore', { store: 'file', account: 'contosoml', container: 'share-1' }],
    ['foreign', { account: 'othercorp', container: 'lake' }],
  ]),
  ownAccount: (account) => account === 'contosoml',
};
const resolve = (uri: string, folder = false) => resolveUri(uri, folder, context);
const bytes = (container: string, path: string, kind: ByteRange['kind']): Resolved => ({
  kind: 'bytes',
  range: { account: 'contosoml', container, path, kind },
});
const outside = (reason: string): Resolved => ({ kind: 'out_of_scope', reason });
const long = (id: string, rest = '/datastores/workspaceblobstore/paths/a/b.csv') => `azureml:/${id}${rest}`;
const sdkForm = workspaceId.replace('/providers/Microsoft.MachineLearningServices', '');

describe('resolveUri', () => {
  it.each([
    ['azureml://datastores/workspaceblobstore/paths/a/b.csv', bytes('azureml-blobstore-1', 'a/b.csv', 'blob')],
    ['azureml://datastores/workspaceblobstore/paths/a/', bytes('azureml-blobstore-1', 'a/', 'prefix')],
    [
      'azureml://datastores/workspaceartifactstore/ExperimentRun/dcid.job1',
      bytes('azureml', 'ExperimentRun/dcid.job1', 'blob'),
    ],
    [long(sdkForm), bytes('azureml-blobstore-1', 'a/b.csv', 'blob')],
    [long(workspaceId), bytes('azureml-blobstore-1', 'a/b.csv', 'blob')],
    [long(sdkForm.replace('resourceGroups', 'resourcegroups')), bytes('azureml-blobstore-1', 'a/b.csv', 'blob')],
    [long(sdkForm.replace('Team', 'TEAM')), bytes('azureml-blobstore-1', 'a/b.csv', 'blob')],
    ['wasbs://c1@contosoml.blob.core.windows.net/a/b', bytes('c1', 'a/b', 'blob')],
    ['abfss://fs1@contosoml.dfs.core.windows.net/a/b/', bytes('fs1', 'a/b/', 'prefix')],
    ['https://contosoml.blob.core.windows.net/c1/a/b', bytes('c1', 'a/b', 'blob')],
    ['https://contosoml.dfs.core.windows.net/c1/a/b/', bytes('c1', 'a/b/', 'prefix')],
    ['https://contosoml.blob.core.windows.net/c1/a/b?sv=1&sig=x%2F..', bytes('c1', 'a/b', 'blob')],
    ['https://127.0.0.1:10000/contosoml/c1/a/b', bytes('c1', 'a/b', 'blob')],
    ['abfs://fs1@contosoml.dfs.core.windows.net/a', bytes('fs1', 'a', 'blob')],
    ['https://contosoml-secondary.blob.core.windows.net/c1/a', bytes('c1', 'a', 'blob')],
    ['https://contosoml.z12.blob.storage.azure.net/c1/a', bytes('c1', 'a', 'blob')],
    ['azureml://datastores/WorkspaceBlobStore/paths/a', bytes('azureml-blobstore-1', 'a', 'blob')],
  ])('finds the bytes of %s', (uri, expected) => expect(resolve(uri)).toEqual(expected));

  it.each([
    ['azureml://datastores/workspacefilestore/paths/a/b', 'share-1'],
    [long(sdkForm, '/datastores/workspacefilestore/paths/a/b'), 'share-1'],
    ['https://contosoml.file.core.windows.net/code-1/a/b?sv=1', 'code-1'],
  ])('finds the files of %s', (uri, container) => {
    const place = { store: 'file', account: 'contosoml', container };
    expect(resolve(uri)).toEqual({ kind: 'bytes', range: { ...place, path: 'a/b', kind: 'blob' } });
    expect(resolve(uri, true)).toEqual({ kind: 'bytes', range: { ...place, path: 'a/b/', kind: 'prefix' } });
  });

  it('takes a folder without its slash as a prefix with one', () => {
    const uri = 'azureml://datastores/workspaceartifactstore/ExperimentRun/dcid.job1';
    expect(resolve(uri, true)).toEqual(bytes('azureml', 'ExperimentRun/dcid.job1/', 'prefix'));
  });

  it.each([
    ['azureml://jobs/job1/outputs/artifacts/paths/model/m.pkl', 'model/m.pkl'],
    ['azureml://jobs/job1/outputs/artifacts', ''],
    ['azureml://jobs/job1/outputs/artifacts/paths/', ''],
    ['runs:/job1/model', 'model'],
    ['runs:/job1/', ''],
  ])('knows the run of %s', (uri, path) => expect(resolve(uri)).toEqual({ kind: 'run', runId: 'job1', path }));

  it.each([
    [long(sdkForm.replace('Team', 'team-2')), 'other_workspace'],
    [long(sdkForm.replace('rg-ml', 'rg')), 'other_workspace'],
    [long(sdkForm.replace(/1{8}/, '22222222')), 'other_workspace'],
    ['azureml://datastores/nosuch/paths/a', 'unknown_datastore'],
    ['azureml://datastores/foreign/paths/a', 'other_account'],
    ['azureml://jobs/job1/outputs/trained/paths/m', 'job_output'],
    ['azureml://registries/azureml/models/m/versions/1', 'registry'],
    ['azureml://feeds/x/y', 'external'],
    ['azureml:model:1', 'external'],
    [`azureml:${workspaceId}/models/m/versions/1`, 'external'],
    ['wasbs://c@othercorp.blob.core.windows.net/a', 'other_account'],
    ['abfss://c@othercorp.dfs.core.windows.net/a', 'other_account'],
    ['adl://store.azuredatalakestore.net/a', 'external'],
    ['https://othercorp.blob.core.windows.net/c/a', 'other_account'],
    ['https://othercorp.file.core.windows.net/share/a', 'other_account'],
    ['https://example.org/contosoml/c/a', 'external'],
    ['http://contosoml.blob.core.windows.net/c/a', 'external'],
    ['./data/local.csv', 'external'],
    ['', 'external'],
    ['https://', 'external'],
    ['https://contosoml.blob.core.windows.net/c1', 'unsafe_path'],
    ['https://contosoml.blob.core.windows.net/c1/', 'unsafe_path'],
    ['https://contosoml.blob.core.windows.net/', 'external'],
    ['azureml://datastores/workspaceblobstore/paths//', 'unsafe_path'],
    ['azureml://datastores/workspaceblobstore/', 'unsafe_path'],
    ['abfss://fs1@contosoml.dfs.core.windows.net/', 'unsafe_path'],
    ['wasbs://c1@contosoml.blob.core.windows.net', 'unsafe_path'],
    ['azureml://datastores/workspaceblobstore/paths/a/../../b', 'unsafe_path'],
    ['azureml://datastores/workspaceblobstore/paths/a/%2e%2E/b', 'unsafe_path'],
    ['azureml://datastores/workspaceblobstore/paths/a/./b', 'unsafe_path'],
    ['https://contosoml.blob.core.windows.net/c1/a//b', 'unsafe_path'],
    ['https://contosoml.blob.core.windows.net/c1/a/..%2F..%2Fb', 'unsafe_path'],
    ['https://contosoml.blob.core.windows.net/c1/team#1/x', 'unsafe_path'],
    ['https://contosoml.blob.core.windows.net/c1/../c2/a', 'unsafe_path'],
    ['https://contosoml.blob.core.windows.net/c1/a\\..\\..\\..\\c2\\a', 'unsafe_path'],
    ['azureml://datastores/workspaceblobstore/paths/100%25%', 'unsafe_path'],
    ['azureml://datastores/workspaceblobstore/paths/%ff', 'unsafe_path'],
  ])('keeps off %s: %s', (uri, reason) => {
    expect(resolve(uri)).toEqual(outside(reason));
    expect(resolve(uri, true)).toEqual(outside(reason));
  });

  it.each([
    ['abfss://c1@contosoml.dfs.core.windows.net/', ''],
    ['wasb://c1@contosoml.blob.core.windows.net', ''],
    ['https://contosoml.blob.core.windows.net/c1', ''],
    ['http://contosoml.blob.core.windows.net/c1/a', 'a'],
  ])('takes %s for somebody else’s: too much rather than too little', (uri, path) => {
    const range = { account: 'contosoml', container: 'c1', path, kind: path === '' ? 'prefix' : 'blob' };
    expect(resolveUri(uri, false, { ...context, coarse: true })).toEqual({ kind: 'bytes', range });
  });

  it('knows an account however it is written: host names have no case', () => {
    expect(resolve('wasbs://c1@ContosoML.blob.core.windows.net/a')).toEqual(bytes('c1', 'a', 'blob'));
    expect(resolve('HTTPS://CONTOSOML.Blob.core.windows.net/c1/a')).toEqual(bytes('c1', 'a', 'blob'));
  });

  it("never takes a name with # or ? for a shorter one, which would be somebody else's", () => {
    for (const name of ['team#1', 'what?', 'a?sig=x']) {
      expect(resolve(`azureml://datastores/workspaceblobstore/paths/${name}/x`, true)).toEqual(
        bytes('azureml-blobstore-1', `${name}/x/`, 'prefix'),
      );
      expect(resolve(`https://contosoml.blob.core.windows.net/c1/${encodeURIComponent(name)}`)).toEqual(
        bytes('c1', name, 'blob'),
      );
    }
  });

  it('decodes exactly once', () => {
    const paths = [
      'azureml://datastores/workspaceblobstore/paths/a%252Fb',
      'azureml://datastores/workspaceblobstore/paths/%C3%BC',
    ];
    expect(paths.map((uri) => resolve(uri))).toEqual([
      bytes('azureml-blobstore-1', 'a%2Fb', 'blob'),
      bytes('azureml-blobstore-1', 'ü', 'blob'),
    ]);
  });

  it('says the same of one place in every form', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/^\.{1,2}$/.test(text) && !text.includes('/'));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.boolean(), (names, folder) => {
        const path = names.map(encodeURIComponent).join('/');
        const forms = [
          `azureml://datastores/workspaceblobstore/paths/${path}`,
          long(sdkForm, `/datastores/workspaceblobstore/paths/${path}`),
          long(workspaceId, `/datastores/workspaceblobstore/paths/${path}`),
          `https://contosoml.blob.core.windows.net/azureml-blobstore-1/${path}`,
          `https://contosoml.dfs.core.windows.net/azureml-blobstore-1/${path}`,
          `https://127.0.0.1:10000/contosoml/azureml-blobstore-1/${path}?sig=x`,
          `wasbs://azureml-blobstore-1@contosoml.blob.core.windows.net/${path}`,
          `abfss://azureml-blobstore-1@contosoml.dfs.core.windows.net/${path}`,
        ];
        const expected = bytes(
          'azureml-blobstore-1',
          names.join('/') + (folder ? '/' : ''),
          folder ? 'prefix' : 'blob',
        );
        // A slash at the end means a folder, whoever asks.
        for (const form of forms) {
          expect(resolve(form, folder)).toEqual(expected);
          expect(resolve(form.replace(/(\?|$)/, '/$1'), false)).toEqual(
            bytes('azureml-blobstore-1', `${names.join('/')}/`, 'prefix'),
          );
        }
        const files = { store: 'file' as const, account: 'contosoml', container: 'share-1' };
        for (const form of [
          `azureml://datastores/workspacefilestore/paths/${path}`,
          `https://contosoml.file.core.windows.net/share-1/${path}`,
        ]) {
          const { range } = expected as Extract<Resolved, { kind: 'bytes' }>;
          expect(resolve(form, folder)).toEqual({ kind: 'bytes', range: { ...range, ...files } });
        }
        for (const form of [`azureml://jobs/job1/outputs/artifacts/paths/${path}`, `runs:/job1/${path}`]) {
          expect(resolve(form, folder)).toEqual({ kind: 'run', runId: 'job1', path });
        }
      }),
    );
  });

  it('refuses a way up in every form, however it is spelt and wherever it stands', () => {
    const up = fc.constantFrom('..', '.', '%2e%2e', '%2E.', '.%2e', '%2e', 'x%2F..', '..%2fx');
    const name = fc.constantFrom('a', 'b c', 'data');
    fc.assert(
      fc.property(fc.array(name, { maxLength: 3 }), up, fc.array(name, { maxLength: 3 }), (before, dots, after) => {
        const path = [...before, dots, ...after].map((part) => part.replace(' ', '%20')).join('/');
        for (const form of [
          `azureml://datastores/workspaceblobstore/paths/${path}`,
          long(sdkForm, `/datastores/workspaceblobstore/paths/${path}`),
          `wasbs://c1@contosoml.blob.core.windows.net/${path}`,
          `abfss://c1@contosoml.dfs.core.windows.net/${path}`,
          `https://contosoml.blob.core.windows.net/c1/${path}`,
          `https://contosoml.file.core.windows.net/share-1/${path}`,
        ]) {
          expect(resolve(form)).toEqual(outside('unsafe_path'));
        }
      }),
    );
  });

  it('never leaves the own accounts, and never names a whole container, whatever it is given', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'azureml://',
        'https://',
        'datastores/',
        'foreign',
        'workspaceblobstore',
        '/paths/',
        '..',
        '%2e',
        '/',
        '//',
        '?',
        '#',
      ),
      fc.constantFrom(
        'contosoml',
        'othercorp',
        '.blob.core.windows.net',
        '@',
        'wasbs://',
        'c1',
        'jobs/',
        'runs:/',
        '%',
        '%2F',
        '\\',
      ),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, folder) => {
        const resolved = resolve(pieces.join(''), folder);
        if (resolved.kind !== 'bytes') return;
        expect(resolved.range.account).toBe('contosoml');
        expect(resolved.range.path.split('/').filter((part) => part === '.' || part === '..')).toEqual([]);
        expect(resolved.range.path.replaceAll('/', '')).not.toBe('');
        expect(resolved.range.path.endsWith('/')).toBe(resolved.range.kind === 'prefix');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('normalisePath', () => {
  it('makes one path of leading, trailing and encoded slashes', () => {
    expect(['/a/b', 'a%2Fb', '//a/b'].map(normalisePath)).toEqual(['a/b', 'a/b', 'a/b']);
    expect(normalisePath('a/b//')).toBe('a/b/');
  });

  it('refuses doubled slashes: a//b is another place than a/b', () => {
    expect(['a//b', 'a/%2Fb', 'a///b/'].map(normalisePath)).toEqual([undefined, undefined, undefined]);
  });

  it('keeps case and Unicode form: blob names differ by both', () => {
    expect(normalisePath('A/e\u0301')).toBe('A/e\u0301');
    expect(normalisePath('a/\u00e9')).toBe('a/\u00e9');
  });
});

describe('ranges', () => {
  const prefix = (path: string): ByteRange => ({ account: 'a', container: 'c', path, kind: 'prefix' });
  const blob = (path: string): ByteRange => ({ account: 'a', container: 'c', path, kind: 'blob' });

  it.each([
    ['ExperimentRun/dcid.job1/', 'ExperimentRun/dcid.job10/x', false],
    ['ExperimentRun/dcid.job1/', 'ExperimentRun/dcid.job1/x', true],
    ['ExperimentRun/dcid.job1/', 'ExperimentRun/dcid.job1', false],
    ['ExperimentRun/dcid.job1/', 'experimentrun/dcid.job1/x', false],
  ])('%s contains %s: %s', (outer, inner, expected) => {
    expect(contains(prefix(outer), blob(inner))).toBe(expected);
    expect(overlaps(blob(inner), prefix(outer))).toBe(expected);
  });

  it('a blob contains itself only', () => {
    expect(contains(blob('a/b'), blob('a/b'))).toBe(true);
    expect(contains(blob('a'), blob('a/b'))).toBe(false);
    expect(contains(blob('a/'), blob('a/b'))).toBe(false);
  });

  it('the same path in another container or account is another place', () => {
    expect(overlaps(prefix('a/'), { ...prefix('a/'), container: 'd' })).toBe(false);
    expect(overlaps(prefix('a/'), { ...prefix('a/'), account: 'b' })).toBe(false);
  });

  it('a file share knows no case, and is no container of the same name', () => {
    const inShare = (range: ByteRange): ByteRange => ({ ...range, store: 'file' });
    expect(contains(inShare(prefix('Users/Ada/')), inShare(blob('users/ada/x')))).toBe(true);
    expect(overlaps(inShare(prefix('a/')), prefix('a/'))).toBe(false);
  });
});
