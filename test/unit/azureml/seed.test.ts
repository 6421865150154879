import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planSeed } from '../../../local/azureml/seed/plan';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import { oldestDeletion } from '../../../local/azureml/seed/oldest-deletion';
import { accountNamesOf, readSeed } from '../../../local/azureml/seed/read';
import { SeedError, validateSeed } from '../../../local/azureml/seed/validate';

const root = join(__dirname, '../../..');

function faultsOf(value: unknown): readonly string[] {
  try {
    validateSeed(value);
    return [];
  } catch (error) {
    if (error instanceof SeedError) return error.faults;
    throw error;
  }
}

describe('seed files', () => {
  it.each(['contoso', 'small'])('%s is valid', (name) => {
    expect(readSeed(join(root, 'seeds', `${name}.json`)).workspaces).toHaveLength(1);
  });

  it('accepts the example of the documentation, and its account is named after the workspace', () => {
    const page = readFileSync(join(root, 'docs/seed-files.md'), 'utf8');
    const example = /<!-- A test loads this block\. -->\s+```json\n([\s\S]+?)```/.exec(page)?.[1] ?? '';
    const seed = validateSeed(JSON.parse(example));
    expect(accountNamesOf(seed)).toEqual(['fabrikamstore']);
    const plan = planSeed(seed);
    expect(plan.records.filter((record) => record.type === 'jobs')).toHaveLength(4);
    expect(plan.blobs.map((blob) => blob.path)).toContain('ExperimentRun/dcid.train-1/outputs/model.bin');
  });

  it('accepts the example of copies, holds and deletions', () => {
    const page = readFileSync(join(root, 'docs/seed-files.md'), 'utf8');
    const [, example = ''] = page.split('<!-- A test loads this block. -->').slice(1);
    const seed = validateSeed(JSON.parse(/```json\n([\s\S]+?)```/.exec(example)?.[1] ?? ''));
    expect(oldestDeletion(seed)).toBe(3);
    const [account] = planSeed(seed).records;
    expect(account?.body).toMatchObject({
      sku: { name: 'Standard_RAGRS' },
      containers: seed.storageAccounts?.[0]?.containers,
    });
  });

  it('says which member names an instant that does not exist', () => {
    const instants = ['2024-02-30T00:00:00Z', '2016-12-31T23:59:60Z', '2024-13-01T00:00:00Z', '2024-01-01T00:00:00+99'];
    for (const instant of [...instants, 'yesterday']) {
      const share = { account: 'acc', share: 'files', files: { x: 'x' }, snapshots: ['2024-01-08T09:00:00Z', instant] };
      const seed = { people: [], workspaces: [{ name: 'lab' }], shares: [share] };
      expect(faultsOf(seed)).toEqual([
        '/shares/0/snapshots/1: is no instant (RFC 3339, such as 2026-01-31T12:00:00Z).',
      ]);
    }
  });

  it('lists what the schema refuses and what nobody knows at once', () => {
    const seed = {
      people: [],
      workspaces: [{ name: 'lab', colour: 'red', jobs: [{ name: 'j', createdBy: 'nobody' }] }],
    };
    expect(faultsOf(seed)).toEqual([
      '/workspaces/0: unknown member "colour".',
      '/workspaces/0/jobs/0/createdBy: no person has the key "nobody".',
    ]);
    expect(faultsOf({ ...seed, people: 'none' })).toEqual(expect.arrayContaining(['/people: must be array.']));
  });

  it('refuses states that no account could be in', () => {
    const at = { account: 'flat', container: 'azureml' };
    const keeping = { deleteRetentionPolicy: { enabled: true, days: 7 } };
    const seed = {
      people: [],
      workspaces: [{ name: 'ws' }],
      storageAccounts: [
        { name: 'flat', containers: [{ name: 'gone', deletedDaysAgo: 1 }] },
        { name: 'lake', isHnsEnabled: true, blobService: { isVersioningEnabled: true } },
        { name: 'keeps', blobService: keeping, deletedShares: [{ share: 'old', deletedDaysAgo: 1 }] },
        { name: 'restores', blobService: { restorePolicy: { enabled: true }, ...keeping } },
      ],
      blobs: [
        { ...at, path: 'a', versions: ['old'] },
        { ...at, path: 'b', deletedDaysAgo: 1 },
        { ...at, path: 'c', legalHold: true },
        { ...at, path: 'd', uncommitted: true, leased: true },
        { ...at, path: 'e', directory: true },
        { ...at, account: 'keeps', path: 'f', deletedDaysAgo: 7 },
        { ...at, account: 'keeps', path: 'g', versions: [{ content: 'old', deletedDaysAgo: 1 }] },
      ],
    };
    expect(faultsOf(seed).map((fault) => fault.split(':')[0])).toEqual([
      '/storageAccounts/0/containers/0/deletedDaysAgo',
      '/storageAccounts/1/blobService',
      '/storageAccounts/2/deletedShares/0/deletedDaysAgo',
      '/storageAccounts/3/blobService',
      '/blobs/0/versions',
      '/blobs/1/deletedDaysAgo',
      '/blobs/2',
      '/blobs/3/uncommitted',
      '/blobs/4/directory',
      '/blobs/5/deletedDaysAgo',
      '/blobs/6/versions',
    ]);
    expect(faultsOf({ ...seed, storageAccounts: [{ name: 'flat' }, { name: 'flat' }], blobs: [] })).toHaveLength(1);
  });

  it('documents the default of every switch', () => {
    const page = readFileSync(join(root, 'docs/seed-files.md'), 'utf8');
    const { switches } = planSeed({ people: [], workspaces: [{ name: 'ws' }] }).settings;
    for (const name of Object.keys(switches)) expect(page).toContain(`\`${name}\``);
  });

  it('lists every fault with its place', () => {
    expect(faultsOf({ people: [{ key: 'a' }], workspaces: [] })).toHaveLength(2);
    const person = { key: 'a', displayName: 'A' };
    const jobs = [{ name: 'x', createdBy: 'b' }, { name: 'x' }];
    const models = [
      {
        name: 'm',
        versions: [
          { version: '1', job: 'none' },
          { version: '1', createdBy: 'c' },
        ],
      },
    ];
    expect(faultsOf({ people: [person, person], workspaces: [{ name: 'ws', jobs, models }] })).toEqual([
      '/people: "a" is there twice.',
      '/workspaces/0/jobs/0/createdBy: no person has the key "b".',
      '/workspaces/0/models/0/versions/1/createdBy: no person has the key "c".',
      '/workspaces/0/jobs (with children and generated ones): "x" is there twice.',
      '/workspaces/0/models/0/versions: "1" is there twice.',
      '/workspaces/0/models/0/versions/0/job: no job has the name "none".',
    ]);
  });

  it('generates jobs with children and files', () => {
    const generate = [{ jobs: 500, namePrefix: 'g-', filesPerJob: 3, children: 1 }];
    const plan = planSeed({ people: [], workspaces: [{ name: 'ws', generate }] });
    expect(plan.records.filter((record) => record.type === 'runs')).toHaveLength(1000);
    expect(plan.blobs).toHaveLength(3000);
  });

  it('gives two people with identical uploads one place, and other content another', () => {
    const version = (text: string) => [{ version: '1', files: { 'a.csv': text } }];
    const seed: SeedFile = {
      people: [],
      workspaces: [
        {
          name: 'ws',
          data: [
            { name: 'one', versions: version('1') },
            { name: 'two', versions: version('1') },
            { name: 'three', versions: version('3') },
          ],
        },
      ],
    };
    const paths = planSeed(seed).blobs.map((blob) => blob.path);
    expect(paths[0]).toBe(paths[1]);
    expect(paths[2]).not.toBe(paths[0]);
  });

  it('escapes in URIs what would not survive decoding, and decodes the URIs that a seed gives', () => {
    const files = { 'a.csv': '1' };
    const versions = [
      { version: '1', path: '100% sure/', files },
      { version: '2', uri: 'azureml://datastores/workspaceblobstore/paths/50%25%20off/', files },
    ];
    const { records, blobs } = planSeed({ people: [], workspaces: [{ name: 'ws', data: [{ name: 'd', versions }] }] });
    const version = records.find((record) => record.type === 'data/versions' && record.name === '1');
    expect(JSON.stringify(version?.body)).toContain('/paths/100%25 sure/');
    expect(blobs.map((blob) => blob.path)).toEqual(['100% sure/a.csv', '50% off/a.csv']);
  });

  it('shows a display name in ARM and the whole user in run history', () => {
    const people = [{ key: 'p', displayName: 'Pat', upn: 'pat@example.com' }];
    const { records } = planSeed({ people, workspaces: [{ name: 'ws', jobs: [{ name: 'j', createdBy: 'p' }] }] });
    const job = records.find((record) => record.type === 'jobs');
    const run = records.find((record) => record.type === 'runs');
    expect(job?.body.systemData).toMatchObject({ createdBy: 'Pat', createdByType: 'User' });
    expect(JSON.stringify(job)).not.toContain('pat@example.com');
    expect(run?.body.createdBy).toMatchObject({ userName: 'Pat', upn: 'pat@example.com' });
  });
});
