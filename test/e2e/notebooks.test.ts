import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { Listing } from '../../local/listing/list-everything';
import { unzip } from '../../local/demo/unzip';
import { World } from './harness';
import { zelda } from './seeds';
import { emulator } from './variant-tools';
import { runAll, type Result } from './variant-run';

/** The share of notebooks has the same name in every workspace. */
const code = 'code-391ff5ac-6576-460f-ba4d-7e03433c68b6';
const fileStore = 'azureml-filestore-f1000000-0000-4000-8000-000000000001';

const odd = ['100% sure #1.ipynb', 'Grüße 你好 🙂/a b+c.txt', "it's & 50%25.csv", 'ends with dots..', 'deep/er/x.csv'];
const hers = odd.map((name) => `Users/zeldaq/${name}`);
const others = [
  'Users/zeldaq2/train.ipynb',
  'Users/zelda/guessed.ipynb',
  'Users/ben/train.ipynb',
  'Users/readme.md',
  'shared/data.csv',
  'zeldaq/not-hers.txt',
];
const contents = (paths: readonly string[]) => Object.fromEntries(paths.map((path) => [path, `content of ${path}`]));

const share = (account: string, paths: readonly string[], more: object = {}) => ({
  ...{ account, share: code, files: { ...contents(paths), 'Users/zeldaq/nothing in it/': '' } },
  ...more,
});
const folderAsset = (name: string, createdBy: string, uri: string, type = 'uri_folder') => ({
  name,
  versions: [{ version: '1', createdBy, type, uri }],
});

const seed = {
  people: [
    { key: 'zelda', displayName: 'Zelda Quux', objectId: '2e1da000-0000-4000-8000-000000000001' },
    { key: 'ben', displayName: 'Ben Okri', upn: 'ben@example.org', alias: 'ben' },
  ],
  workspaces: [
    { name: 'plain', storageAccount: 'plainstore' },
    { name: 'busy', storageAccount: 'busystore' },
    { name: 'guess', storageAccount: 'guessstore' },
    { name: 'guess-accepted', storageAccount: 'acceptedstore' },
    { name: 'common', storageAccount: 'commonstore' },
    { name: 'common-neighbour', storageAccount: 'commonstore' },
    {
      ...{ name: 'assets', storageAccount: 'assetsstore', workspaceId: 'f1000000-0000-4000-8000-000000000001' },
      data: [
        folderAsset('hers', 'zelda', 'azureml://datastores/workspacefilestore/paths/UI/hers/'),
        folderAsset('his', 'ben', 'azureml://datastores/workspacefilestore/paths/UI/his/'),
        folderAsset('borrowed', 'ben', `azureml://datastores/workspaceworkingdirectory/paths/users/ZELDAQ/deep/`),
        folderAsset('url', 'ben', `https://assetsstore.file.core.windows.net/${code}/shared/data.csv`, 'uri_file'),
      ],
    },
    { name: 'all', storageAccount: 'allstore' },
  ],
  shares: [
    share('plainstore', [...hers, ...others]),
    share('busystore', ['Users/zeldaq/open.ipynb', 'Users/zeldaq/changed.ipynb', 'Users/zeldaq/sub/free.ipynb'], {
      snapshots: ['2024-03-01T00:00:00Z', '2024-02-01T00:00:00Z'],
      openHandles: ['Users/zeldaq/open.ipynb'],
    }),
    share('guessstore', others),
    share('acceptedstore', others),
    share('commonstore', [...hers, ...others]),
    share('assetsstore', [...hers, ...others]),
    { account: 'assetsstore', share: fileStore, files: contents(['UI/hers/a.csv', 'UI/his/b.csv', 'UI/loose.csv']) },
    share('allstore', [...hers, ...others]),
  ],
};

const alias = { subject: { identities: [{ type: 'alias', value: 'ZeldaQ' }] } };
const upn = { subject: { identities: [{ type: 'upn', value: 'zelda@example.org' }] } };
const notebooks = { resourceTypes: ['notebook'] };

describe("people's notebooks", () => {
  let world: World;
  let result: (name: keyof ReturnType<typeof variants>) => Result;
  let before: Listing;
  let after: Listing;

  const variants = () => ({
    plain: {
      ...{ workspaces: ['plain'], accounts: ['plainstore'], scope: notebooks },
      request: { action: 'export_and_erase', ...alias },
    },
    busy: {
      ...{ workspaces: ['busy'], accounts: ['busystore'], scope: notebooks, request: { action: 'erase', ...alias } },
      meanwhile: async () => {
        const files = { 'Users/zeldaq/changed.ipynb': 'somebody wrote this', 'Users/zeldaq/sub/new.ipynb': 'new' };
        const later = { people: [], workspaces: [{ name: 'busy', storageAccount: 'busystore' }] };
        const shares = [{ account: 'busystore', share: code, files }];
        expect(await emulator(world, 'POST', '/_emulator/seed', { ...later, shares })).toBe(201);
      },
    },
    guess: {
      ...{ workspaces: ['guess'], accounts: ['guessstore'], scope: notebooks },
      request: { action: 'erase', ...upn },
    },
    accepted: {
      ...{ workspaces: ['guess-accepted'], accounts: ['acceptedstore'], scope: notebooks },
      ...{ request: { action: 'erase', ...upn }, decide: () => ({ acceptWeak: true }) },
    },
    common: {
      ...{ workspaces: ['common'], neighbours: ['common-neighbour'], accounts: ['commonstore'], scope: notebooks },
      request: { action: 'erase', ...alias },
    },
    assets: {
      ...{ workspaces: ['assets'], accounts: ['assetsstore'] },
      scope: { resourceTypes: ['notebook', 'fileStore', 'dataAsset'] },
      ...{ request: { action: 'export_and_erase', subject: zelda }, decide: () => ({ acceptWeak: true }) },
    },
    all: {
      ...{ workspaces: ['all'], accounts: ['allstore'], request: { action: 'erase' } },
      scope: { everything: true, resourceTypes: ['notebook', 'fileStore'] },
    },
  });

  /** Paths of an account's files and directories, less those that nobody's item is. */
  const left = (account: string) =>
    after.files.filter((file) => file.account === account && !file.snapshot).map((file) => file.path);
  /** What of an account is there as it was: nothing of it was touched. */
  const untouched = (account: string, paths: readonly string[]) => {
    const find = (listing: Listing) =>
      listing.files.filter((file) => file.account === account && !file.snapshot && paths.includes(file.path));
    expect(find(after)).toEqual(find(before));
    expect(find(before)).toHaveLength(paths.length);
  };

  beforeAll(async () => {
    world = await World.start(seed);
    before = await world.listCustomers();
    result = await runAll(world, variants());
    after = await world.listCustomers();
  }, 180_000);
  afterAll(() => world.stop());

  it('say what is true, as an independent listing shows', () => {
    const { busy, ...others } = variants();
    for (const name of Object.keys(others) as (keyof typeof others)[]) {
      expect({ [name]: result(name).wrong }).toEqual({ [name]: [] });
    }
    expect(result('busy').wrong).toEqual([`changed: file ${busy.accounts[0]}/${code}/Users/zeldaq/changed.ipynb`]);
  });

  it('are found by alias alone, and erased with the folder, whatever they are called', () => {
    const { view, plan, gaps, certificate, outcome } = result('plain');
    expect([view.state, gaps]).toEqual(['completed', []]);
    expect(plan.map(({ type, name, strength }) => `${type} ${name} ${strength}`)).toEqual(['notebook zeldaq strong']);
    expect(outcome('notebook', 'zeldaq')).toBe('erased');
    expect(left('plainstore').filter((path) => path.startsWith('Users/zeldaq/'))).toEqual([]);
    untouched('plainstore', others);
    // What names nobody is told of, and left alone.
    expect(certificate.notices).toEqual([
      expect.objectContaining({ code: 'unattributed', type: 'notebook', detail: '3' }),
    ]);
  });

  it('are in the package, each as it was', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'notebooks-'));
    try {
      await writeFile(join(dir, 'package.zip'), await world.download('/api/requests/plain/package', 'requester'));
      await unzip(join(dir, 'package.zip'), join(dir, 'package'));
      const root = join(dir, 'package', 'files', 'notebook');
      const names = (await readdir(root, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).slice(1).join('/'));
      expect(names).toHaveLength(odd.length);
      const texts = await Promise.all(
        (await readdir(root, { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile())
          .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
      );
      expect(texts.sort()).toEqual(hers.map((path) => `content of ${path}`).sort());
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('stay where they are open, changed or new, and the snapshots that keep copies are named', () => {
    const { view, gaps, certificate, outcome } = result('busy');
    expect(view.state).toBe('completed_with_gaps');
    expect(gaps).toContain('share_snapshot notebook');
    const snapshots = certificate.gaps.find((gap) => gap.code === 'share_snapshot');
    expect(snapshots?.detail).toBe(`busystore/${code}: 2, newest 2024-03-01T00:00:00Z`);
    expect(outcome('notebook', 'zeldaq')).toMatch(/^(blocked|drifted)/);
    expect(certificate.results.blobs.erase.notebook).toMatchObject({
      blocked: { blobs: 1 },
      new_since_plan: { blobs: 1 },
      drifted: { blobs: expect.any(Number) as number },
      deleted: { blobs: 2 },
    });
    expect(
      left('busystore')
        .filter((path) => path.startsWith('Users/zeldaq/'))
        .sort(),
    ).toEqual([
      'Users/zeldaq/',
      'Users/zeldaq/changed.ipynb',
      'Users/zeldaq/open.ipynb',
      'Users/zeldaq/sub/',
      'Users/zeldaq/sub/new.ipynb',
    ]);
  });

  it('match weakly by what a UPN suggests, and are erased only where that is accepted', () => {
    const { plan, gaps, outcome } = result('guess');
    expect(plan.map(({ name, strength }) => `${name} ${strength}`)).toEqual(['zelda weak']);
    expect(outcome('notebook', 'zelda')).toBe('weak_match alias_guessed');
    expect(gaps).toEqual([]);
    untouched('guessstore', others);
    expect(result('accepted').view.state).toBe('completed');
    expect(left('acceptedstore')).not.toContain('Users/zelda/');
    untouched(
      'acceptedstore',
      others.filter((path) => !path.startsWith('Users/zelda/')),
    );
  });

  it('are kept where a workspace outside the request uses the same share', () => {
    const { outcome, plan } = result('common');
    expect(outcome('notebook', 'zeldaq')).toMatch(/^shared_skipped/);
    expect(plan[0]?.sharedWith?.[0]?.id).toMatch(/common-neighbour$/);
    untouched('commonstore', [...hers, ...others]);
  });

  it('are kept in part where an asset of somebody else lies in them, and assets on shares go file by file', () => {
    const { outcome } = result('assets');
    expect(outcome('notebook', 'zeldaq')).toMatch(/^shared_skipped/);
    expect(
      left('assetsstore')
        .filter((path) => path.startsWith('Users/zeldaq/'))
        .sort(),
    ).toEqual(['Users/zeldaq/', 'Users/zeldaq/deep/', 'Users/zeldaq/deep/er/', 'Users/zeldaq/deep/er/x.csv']);
    expect(outcome('dataAsset', 'hers:1')).toBe('archived_only');
    expect(left('assetsstore').filter((path) => path.startsWith('UI/'))).toEqual([
      'UI/',
      'UI/his/',
      'UI/his/b.csv',
      'UI/loose.csv',
    ]);
    untouched('assetsstore', [...others.filter((path) => !path.startsWith('Users/zelda/')), 'UI/his/b.csv']);
  });

  it('all go where everything is asked for, and the share stays', () => {
    expect(result('all').view.state).toBe('completed');
    expect(left('allstore')).toEqual(['Users/']);
  });
});
