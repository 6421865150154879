import * as fc from 'fast-check';
import { bytesOfAsset } from '../../../../src/resources/ownership/asset-bytes';
import { holdsRuns, rangesOfRun, runOfPath } from '../../../../src/resources/ownership/run-ranges';
import { contains, type ByteRange } from '../../../../src/storage/uri';
import { workspace } from './workspace';

const artifacts = (path: string, kind: ByteRange['kind']): ByteRange => ({
  account: 'wsstore',
  container: 'azureml',
  path,
  kind,
});
const uploads = (path: string, kind: ByteRange['kind']): ByteRange => ({
  ...artifacts(path, kind),
  container: 'azureml-blobstore-1',
});
const store = 'azureml://datastores/workspaceblobstore/paths/';

describe('bytesOfAsset', () => {
  it('takes a file as one blob, a folder as a prefix, and what may be either as both', () => {
    const uri = `${store}LocalUpload/1/data.csv`;
    const [file, folder] = [uploads('LocalUpload/1/data.csv', 'blob'), uploads('LocalUpload/1/data.csv/', 'prefix')];
    expect(bytesOfAsset(workspace, uri, 'file').ranges).toEqual([file]);
    expect(bytesOfAsset(workspace, uri, 'folder').ranges).toEqual([folder]);
    expect(bytesOfAsset(workspace, uri, 'either').ranges).toEqual([file, folder]);
    expect(bytesOfAsset(workspace, `${uri}/`, 'either').ranges).toEqual([folder]);
  });

  it('finds the job behind an output, by name and by place', () => {
    for (const uri of [
      'azureml://jobs/job1/outputs/artifacts/paths/model/m.pkl',
      'runs:/job1/model/m.pkl',
      'azureml://datastores/workspaceartifactstore/ExperimentRun/dcid.job1/model/m.pkl',
    ]) {
      const found = bytesOfAsset(workspace, uri, 'file');
      expect(found).toEqual({ ranges: [artifacts('ExperimentRun/dcid.job1/model/m.pkl', 'blob')], madeBy: ['job1'] });
    }
  });

  it.each(['either', 'folder'] as const)('takes a folder of a job with its slash as that folder (%s)', (kind) => {
    const found = bytesOfAsset(workspace, 'azureml://jobs/job1/outputs/artifacts/paths/model/', kind);
    expect(found.ranges).toEqual([artifacts('ExperimentRun/dcid.job1/model/', 'prefix')]);
  });

  it.each(['azureml://jobs/job1/outputs/artifacts', 'azureml://jobs/job1/outputs/artifacts/paths/'])(
    'takes %s for all that the job put out',
    (uri) =>
      expect(bytesOfAsset(workspace, uri, 'either').ranges).toEqual([artifacts('ExperimentRun/dcid.job1/', 'prefix')]),
  );

  it('owns nothing without a URI', () => expect(bytesOfAsset(workspace, undefined, 'either')).toEqual({ ranges: [] }));

  it.each([
    ['azureml://jobs/job1/outputs/artifacts/paths/../dcid.job2/x', 'unsafe_path'],
    ['azureml://datastores/lake/paths/x', 'other_account'],
    ['azureml://registries/r/models/m/versions/1', 'registry'],
    ['https://example.org/x', 'external'],
  ])('says that %s lies elsewhere: %s', (uri, reason) => {
    expect(bytesOfAsset(workspace, uri, 'either')).toEqual({ ranges: [], elsewhere: [{ uri, reason }] });
  });

  it('never repeats a signature', () => {
    const signed = ['https://example.org/x?sv=1&sig=secret', 'https://wsstore.file.core.windows.net/s/x?sig=secret'];
    for (const uri of signed) expect(JSON.stringify(bytesOfAsset(workspace, uri, 'either'))).not.toContain('secret');
  });

  it('looks further when asked who else owns bytes', () => {
    const range = { account: 'lake', container: 'raw', path: 'x', kind: 'blob' };
    const other = `${workspace.id.toLowerCase()}-2`;
    const owners = {
      accounts: new Set(['lake']),
      elsewhere: new Map([[other, new Map([['theirs', { account: 'lake', container: 'raw' }]])]]),
    };
    const found = bytesOfAsset(workspace, 'azureml://datastores/lake/paths/x', 'file', owners);
    expect(found.ranges).toEqual([range]);
    const long = `azureml:/${other}/datastores/theirs/paths/x`;
    expect(bytesOfAsset(workspace, long, 'file', owners).ranges).toEqual([range]);
    expect(bytesOfAsset(workspace, long, 'file').ranges).toEqual([]);
  });

  it.each([
    'azureml://datastores/lake/paths/',
    'https://lake.blob.core.windows.net/raw/',
    'azureml://datastores/lake/paths/a/../b',
  ])('takes %s of somebody else for the whole container, and of the subject for nothing', (uri) => {
    const owners = { accounts: new Set(['lake']), elsewhere: new Map() };
    const whole = { account: 'lake', container: 'raw', path: '', kind: 'prefix' };
    expect(bytesOfAsset(workspace, uri, 'either', owners).ranges).toEqual([whole]);
    expect(bytesOfAsset(workspace, uri, 'either').ranges).toEqual([]);
  });

  it('gives prefixes with a slash and blobs without, whatever the URI', () => {
    const path = fc.array(fc.constantFrom('a', 'b.c', '', '%20'), { maxLength: 4 }).map((parts) => parts.join('/'));
    const base = fc.constantFrom(store, 'azureml://jobs/j/outputs/artifacts/paths/', 'runs:/j/');
    fc.assert(
      fc.property(base, path, fc.constantFrom('file', 'folder', 'either'), (start, rest, kind) => {
        for (const range of bytesOfAsset(workspace, start + rest, kind).ranges) {
          expect(range.path.endsWith('/')).toBe(range.kind === 'prefix');
          expect(range.path).not.toContain('//');
        }
      }),
    );
  });
});

describe('folders above the runs', () => {
  it.each(['ExperimentRun/', 'ArtifactZip/', 'ArtifactZip/ExperimentRun/', 'ComputeRecord/'])(
    '%s holds them',
    (path) => {
      expect(holdsRuns(workspace, artifacts(path, 'prefix'))).toBe(true);
      expect(runOfPath(workspace, artifacts(path, 'prefix'))).toBeUndefined();
    },
  );

  it('are no runs, and no uploads', () => {
    expect(holdsRuns(workspace, artifacts('ExperimentRun/dcid.job1/', 'prefix'))).toBe(false);
    expect(holdsRuns(workspace, artifacts('LocalUpload/', 'prefix'))).toBe(false);
    expect(holdsRuns(workspace, uploads('azureml/', 'prefix'))).toBe(true);
    expect(holdsRuns(workspace, uploads('azureml/job1/', 'prefix'))).toBe(false);
  });

  it('leave every place of a run with its run', () => {
    for (const range of rangesOfRun(workspace, 'job1', 'dcid.job1')) expect(runOfPath(workspace, range)).toBe('job1');
  });
});

describe('the bytes of a run', () => {
  it("lie where the service puts them, and nowhere near the next run's", () => {
    const ranges = rangesOfRun(workspace, 'job1', 'dcid.job1');
    expect(ranges).toEqual([
      artifacts('ExperimentRun/dcid.job1/', 'prefix'),
      artifacts('ArtifactZip/ExperimentRun/dcid.job1.zip', 'blob'),
      artifacts('ComputeRecord/dcid.job1', 'blob'),
      artifacts('ComputeRecord/dcid.job1/', 'prefix'),
      uploads('azureml/job1/', 'prefix'),
    ]);
    for (const one of ranges) {
      for (const other of rangesOfRun(workspace, 'job10', 'dcid.job10')) {
        expect(contains(one, other) || contains(other, one)).toBe(false);
      }
    }
  });

  it('are below the container that run history names', () => {
    expect(rangesOfRun(workspace, 'job1', 'dcid.other')[0]?.path).toBe('ExperimentRun/dcid.other/');
  });

  it('do without a default blob store', () => {
    expect(rangesOfRun({ ...workspace, blobStores: new Map() }, 'job1', 'dcid.job1')).toHaveLength(4);
  });

  it('lead back to the run', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][\w-]{0,40}$/);
    fc.assert(
      fc.property(name, (run) => {
        for (const range of rangesOfRun(workspace, run, `dcid.${run}`).filter((each) => each.kind === 'prefix')) {
          expect(runOfPath(workspace, range)).toBe(run);
          expect(runOfPath(workspace, { ...range, path: `${range.path}x`, kind: 'blob' })).toBe(run);
          expect(runOfPath(workspace, { ...range, account: 'lake' })).toBeUndefined();
          expect(runOfPath(workspace, { ...range, container: 'raw' })).toBeUndefined();
        }
      }),
    );
    expect(runOfPath(workspace, uploads('ExperimentRun/dcid.job1/x', 'blob'))).toBeUndefined();
    expect(runOfPath(workspace, artifacts('x/ExperimentRun/dcid.job1/x', 'blob'))).toBeUndefined();
  });
});
