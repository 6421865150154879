import { text } from 'node:stream/consumers';
import { ShareServiceClient } from '@azure/storage-file-share';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import type { ByteRange } from '../../../src/storage/uri';
import type { ListedBlob } from '../../../src/storage/byte-store';
import { listShares } from '../../../src/storage/files/service';
import { fileStore } from '../../../src/storage/files/store';
import { freshCredential } from '../azureml/running-emulator';
import { startLedApp } from '../lead-app';

const odd = ['100%25 sure.ipynb', 'a#b.txt', 'Grüße 你好 🙂.txt', "it's+1 & 2.csv", 'dot.', 'sub dir/%41.txt'];
const files = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, `content of ${name}`]));

const seed: SeedFile = {
  people: [],
  workspaces: [{ name: 'ops', storageAccount: 'opsstore' }],
  shares: [
    {
      account: 'opsstore',
      share: 'home',
      files: {
        ...files(odd.map((name) => `odd/${name}`)),
        ...files(['Users/ida/a.txt', 'Users/ida/deep/er/b.txt', 'Users/idas/c.txt', 'Users/ida.txt']),
        'Users/ida/empty/': '',
        ...files(['busy/open.txt', 'busy/free.txt', 'changed/one.txt', 'changed/two.txt', 'gone/x.txt']),
        ...files(Array.from({ length: 120 }, (_, index) => `wide/d${index}/e${index % 2}/f`)),
        ...files(Array.from({ length: 130 }, (_, index) => `many/d${index % 3}/f${index}`)),
      },
      snapshots: ['2024-02-03T04:05:06Z', '2024-03-03T04:05:06Z'],
      openHandles: ['busy/open.txt'],
    },
  ],
};

const range = (path: string, kind: ByteRange['kind'] = 'prefix'): ByteRange => ({
  ...{ store: 'file', account: 'opsstore', container: 'home', path, kind },
});

describe('the file store, against the emulated service', () => {
  let app: Awaited<ReturnType<typeof startLedApp>>;
  let emulator: Emulator;

  const list = async (place: ByteRange): Promise<ListedBlob[]> => {
    const found: ListedBlob[] = [];
    for await (const blob of fileStore.list(place)) found.push(blob);
    return found;
  };
  const names = async (place: ByteRange) => (await list(place)).map((blob) => blob.name);
  const erase = async (blobs: readonly ListedBlob[], intended = false): Promise<Record<string, string>> => {
    const outcomes: Record<string, string> = {};
    await fileStore.erase(
      'opsstore',
      blobs,
      { intended, permanently: false, mayBreakLease: () => false },
      ({ blob, outcome, reason }) => {
        outcomes[blob.name] = reason ? `${outcome} ${reason}` : outcome;
      },
    );
    return outcomes;
  };
  const home = () =>
    new ShareServiceClient(`${emulator.url}/_files/opsstore`, freshCredential(emulator, emulator.eraserClientId), {
      fileRequestIntent: 'backup',
      allowTrailingDot: true,
    }).getShareClient('home');
  const fault = (body: object) =>
    fetch(`${emulator.url}/_emulator/faults`, {
      method: 'POST',
      headers: { 'x-emulator-admin': emulator.adminKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    app = await startLedApp(seed);
    ({ emulator } = app);
  });
  afterAll(() => app.stop());

  it('lists what lies below a directory, each directory after what was in it', async () => {
    expect(await names(range('Users/ida/'))).toEqual([
      'Users/ida/a.txt',
      'Users/ida/deep/er/b.txt',
      'Users/ida/deep/er/',
      'Users/ida/deep/',
      'Users/ida/empty/',
      'Users/ida/',
    ]);
    const [first] = await list(range('Users/ida/'));
    expect(first).toEqual({
      ...{ store: 'file', account: 'opsstore', container: 'home', name: 'Users/ida/a.txt' },
      ...{
        etag: expect.stringMatching(/^0x8D[0-9A-F]{13}$/) as string,
        size: 26,
        modifiedAt: '2024-01-08T09:00:00.000Z',
      },
    });
    expect(await list(range('Users/ida/a.txt', 'blob'))).toEqual([first]);
    expect((await names(range('many/'))).length).toBe(130 + 3 + 1);
  });

  it('lists many directories whole and in order, also where pages are asked for ahead', async () => {
    const listed = await names(range('wide/'));
    expect(listed).toHaveLength(3 * 120 + 1);
    expect(new Set(listed).size).toBe(listed.length);
    for (const [at, name] of listed.entries()) {
      // Whatever lies in a directory comes before it.
      if (name.endsWith('/')) expect(listed.slice(at + 1).filter((later) => later.startsWith(name))).toEqual([]);
    }
  });

  it('fails where a directory could not be listed, instead of showing less', async () => {
    const respond = { status: 403, headers: { 'x-ms-error-code': 'AuthorizationPermissionMismatch' } };
    await fault({ match: { method: 'GET', path: 'wide/d77/e1.*list' }, times: 1, respond });
    await expect(names(range('wide/'))).rejects.toMatchObject({ status: 403 });
  });

  it('lists nothing for what is not there, and for a file where a directory is meant', async () => {
    expect(await list(range('Users/nobody/'))).toEqual([]);
    expect(await list(range('Users/nobody/a.txt', 'blob'))).toEqual([]);
    expect(await list(range('Users/ida.txt/'))).toEqual([]);
    expect(await list(range('Users/ida', 'blob'))).toEqual([]);
    expect(await list({ ...range(''), container: 'none' })).toEqual([]);
    expect(await names(range(''))).toContain('Users/idas/c.txt');
    expect(await names(range(''))).not.toContain('');
  });

  it('reads what was listed, whatever its name, and not what changed since', async () => {
    const listed = (await list(range('odd/'))).filter((blob) => !blob.name.endsWith('/'));
    expect(listed.map((blob) => blob.name).sort()).toEqual(odd.map((name) => `odd/${name}`).sort());
    for (const blob of listed) {
      expect(await text(await fileStore.read(blob))).toBe(`content of ${blob.name}`);
      expect(decodeURIComponent(new URL(fileStore.url(blob)).pathname)).toBe(`/_files/opsstore/home/${blob.name}`);
    }
    const changed = { ...(listed[0] as ListedBlob), etag: '0x8D0000000000000' };
    await expect(fileStore.read(changed)).rejects.toMatchObject({ status: 412, transient: false });
  });

  it('erases files, then the directories that they leave empty, and nothing beside them', async () => {
    const outcomes = await erase([...(await list(range('Users/ida/'))), ...(await list(range('odd/')))]);
    expect(new Set(Object.values(outcomes))).toEqual(new Set(['deleted']));
    expect(Object.keys(outcomes)).toHaveLength(6 + 8);
    expect(await names(range('Users/'))).toEqual(['Users/ida.txt', 'Users/idas/c.txt', 'Users/idas/', 'Users/']);
    expect(await names(range('odd/'))).toEqual([]);
    const many = await erase(await list(range('many/')));
    expect(Object.values(many).filter((outcome) => outcome === 'deleted')).toHaveLength(134);
  });

  it('keeps what a client has open, what changed, and the directories of both', async () => {
    const busy = await list(range('busy/'));
    expect(await erase(busy)).toEqual({
      'busy/open.txt': 'blocked open_handle',
      'busy/free.txt': 'deleted',
      'busy/': 'drifted DirectoryNotEmpty',
    });
    const listed = await list(range('changed/'));
    await home().rootDirectoryClient.getFileClient('changed/two.txt').uploadData(Buffer.from('mine now'));
    expect(await erase(listed)).toEqual({
      'changed/one.txt': 'deleted',
      'changed/two.txt': 'drifted ConditionNotMet',
      'changed/': 'drifted DirectoryNotEmpty',
    });
    expect(await text(await fileStore.read((await list(range('changed/')))[0] as ListedBlob))).toBe('mine now');
  });

  it('tells its own deletions from those of others', async () => {
    const listed = await list(range('gone/'));
    expect(Object.values(await erase(listed))).toEqual(['deleted', 'deleted']);
    expect(Object.values(await erase(listed))).toEqual(['already_absent', 'already_absent']);
    expect(Object.values(await erase(listed, true))).toEqual(['deleted', 'deleted']);
  });

  it('throws what time may heal after everything else was done, and leaves directories for the next time', async () => {
    const listed = await list(range('Users/idas/'));
    const other = await list(range('Users/ida.txt', 'blob'));
    const respond = { status: 429, headers: { 'x-ms-error-code': 'TooManyRequests' } };
    await fault({ match: { method: 'DELETE', path: 'idas/c.txt' }, times: 1, respond });
    const outcomes: string[] = [];
    const erasing = fileStore.erase(
      'opsstore',
      [...listed, ...other],
      { intended: false, permanently: false, mayBreakLease: () => false },
      ({ blob, outcome }) => {
        outcomes.push(`${blob.name} ${outcome}`);
      },
    );
    await expect(erasing).rejects.toMatchObject({ status: 429, transient: true });
    expect(outcomes).toEqual(['Users/ida.txt deleted']);
    expect(Object.values(await erase(listed))).toEqual(['deleted', 'deleted']);
  });

  it('says what it was refused, and lists shares with their snapshots', async () => {
    await fault({
      match: { method: 'GET', path: 'busy' },
      times: 1,
      respond: { status: 403, headers: { 'x-ms-error-code': 'AuthorizationPermissionMismatch' } },
    });
    await expect(list(range('busy/'))).rejects.toMatchObject({ status: 403, code: 'AuthorizationPermissionMismatch' });
    expect(await listShares('opsstore')).toEqual([
      { name: expect.stringMatching(/^azureml-filestore-/) as string, snapshots: 0 },
      { name: 'code-391ff5ac-6576-460f-ba4d-7e03433c68b6', snapshots: 0 },
      { name: 'home', snapshots: 2, newestSnapshot: '2024-03-03T04:05:06.0000000Z' },
    ]);
  });
});
