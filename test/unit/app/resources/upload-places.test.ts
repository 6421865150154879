import fc from 'fast-check';
import { entryOf, isContentAddressed, walksOf } from '../../../../src/resources/ownership/upload-places';
import { workspace } from './workspace';

describe('walksOf', () => {
  it('looks through the two containers that come with a workspace, and no others', () => {
    const walks = walksOf(workspace);
    expect(new Set(walks.map(({ account, container }) => `${account}/${container}`))).toEqual(
      new Set(['wsstore/azureml', 'wsstore/azureml-blobstore-1']),
    );
    expect(walks.filter(({ prefix }) => prefix === '')).toHaveLength(2);
  });

  it('looks once through a container that is both', () => {
    const one = { account: 'wsstore', container: 'azureml' };
    const walks = walksOf({ ...workspace, blobStores: new Map([['workspaceblobstore', one]]) });
    expect(walks.filter(({ prefix }) => prefix === '')).toHaveLength(1);
  });

  it('reaches every name on exactly one walk', () => {
    const prefixes = walksOf(workspace).flatMap(({ container, prefix }) => (container === 'azureml' ? prefix : []));
    const segment = fc.constantFrom(
      'LocalUpload',
      'UI',
      'ArtifactZip',
      'ExperimentRun',
      'azureml',
      'dcid.a',
      'x',
      'x.zip',
    );
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        const name = segments.join('/');
        // What a listing by slashes shows of the name on each walk, less what is walked by itself.
        const seen = prefixes.flatMap((prefix) => {
          if (!name.startsWith(prefix)) return [];
          const slash = name.indexOf('/', prefix.length);
          const entry = slash < 0 ? name : name.slice(0, slash + 1);
          return entryOf(prefix, entry).kind === 'above' ? [] : [entry];
        });
        expect(seen).toHaveLength(1);
      }),
    );
  });
});

describe('entryOf', () => {
  it.each([
    ['', 'LocalUpload/', 'above'],
    ['', 'ExperimentRun/', 'above'],
    ['ArtifactZip/', 'ArtifactZip/ExperimentRun/', 'above'],
    ['', 'mydata/', 'upload'],
    ['', 'loose.txt', 'upload'],
    ['', 'LocalUpload', 'upload'],
    ['LocalUpload/', 'LocalUpload/0cc1/', 'upload'],
    ['ArtifactZip/', 'ArtifactZip/dcid.x.zip', 'upload'],
    ['ExperimentRun/', 'ExperimentRun/x/', 'upload'],
    ['ExperimentRun/', 'ExperimentRun/dcid./', 'upload'],
    ['azureml/', 'azureml/readme.txt', 'upload'],
  ])('takes on the walk %j the entry %j for %s', (prefix, name, kind) => {
    expect(entryOf(prefix, name).kind).toBe(kind);
  });

  it.each([
    ['ExperimentRun/', 'ExperimentRun/dcid.job1/', 'job1', 'dcid.job1'],
    ['ExperimentRun/', 'ExperimentRun/dcid.job10/', 'job10', 'dcid.job10'],
    ['ArtifactZip/ExperimentRun/', 'ArtifactZip/ExperimentRun/dcid.a.b.zip', 'a.b', 'dcid.a.b'],
    ['ComputeRecord/', 'ComputeRecord/dcid.job1', 'job1', 'dcid.job1'],
    ['ComputeRecord/', 'ComputeRecord/dcid.job1/', 'job1', 'dcid.job1'],
    ['azureml/', 'azureml/job1/', 'job1', 'job1'],
  ])('takes on the walk %j the entry %j for what run %s left', (prefix, name, run, folder) => {
    expect(entryOf(prefix, name)).toEqual({ kind: 'run', run, folder });
  });
});

describe('isContentAddressed', () => {
  it('is true of what the SDK uploads only', () => {
    expect(['LocalUpload/0c/', 'UI/2024/', 'x/LocalUpload/0c/'].map(isContentAddressed)).toEqual([true, false, false]);
  });
});
