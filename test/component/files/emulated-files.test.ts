import { ShareServiceClient } from '@azure/storage-file-share';
import type { TokenCredential } from '@azure/core-auth';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import { startEmulator } from '../../../local/azureml/start-emulator';
import type { TestStorage } from '../azureml/running-emulator';
import { accountsOfSeeds, freshCredential, startStorage, startWith } from '../azureml/running-emulator';
import { trust } from './trust';

const odd = ['100% sure.ipynb', 'a#b!', 'Grüße 你好 🙂.txt', "it's+1 & 2.csv", 'ends.with.dot.', ' lead'];

const seed: SeedFile = {
  people: [{ key: 'ida', displayName: 'Ida Wells' }],
  workspaces: [{ name: 'ops', storageAccount: 'opsstore' }],
  shares: [
    {
      account: 'opsstore',
      share: 'home',
      files: {
        ...Object.fromEntries(odd.map((name) => [`odd/${name}`, name])),
        'Users/ida/note.txt': 'hello',
        'Users/ida/empty/': '',
        ...Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`many/f${index}`, 'x'])),
      },
      snapshots: ['2024-02-03T04:05:06Z'],
      openHandles: ['Users/ida/note.txt'],
    },
  ],
};

describe('the emulated file service, by the SDK', () => {
  let test: TestStorage;
  let emulator: Emulator & { stateDir: string };

  const service = (clientId: string, options: object = { fileRequestIntent: 'backup', allowTrailingDot: true }) =>
    new ShareServiceClient(`${emulator.url}/_files/opsstore`, freshCredential(emulator, clientId), {
      ...options,
      retryOptions: { maxTries: 1 },
    });
  const home = (clientId = emulator.eraserClientId) => service(clientId).getShareClient('home');
  const refusal = async (promise: Promise<unknown>): Promise<string> => {
    const error = await promise.then(
      () => undefined,
      (thrown: unknown) => thrown as { statusCode: number; details: { errorCode: string } },
    );
    return error ? `${error.statusCode} ${error.details.errorCode}` : 'none';
  };

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seed));
    trust(test.certificate.pem);
    emulator = await startWith(seed, test);
  });
  afterAll(async () => {
    await emulator.stop();
    await test.stop();
  });

  it('lists the shares of every workspace and of the seed, with snapshots', async () => {
    const seen: string[] = [];
    const shares = service(emulator.readerClientId).listShares({ includeSnapshots: true });
    for await (const { name, snapshot } of shares) seen.push(snapshot ? `${name} ${snapshot}` : name);
    expect(seen).toEqual([
      expect.stringMatching(/^azureml-filestore-[0-9a-f-]{36}$/),
      'code-391ff5ac-6576-460f-ba4d-7e03433c68b6',
      'home',
      'home 2024-02-03T04:05:06.0000000Z',
    ]);
  });

  it('gives any name back as it was, and a directory of many pages whole', async () => {
    const names: string[] = [];
    const entries = home()
      .getDirectoryClient('odd')
      .listFilesAndDirectories({ includeEtag: true, includeTimestamps: true });
    for await (const entry of entries) {
      names.push(entry.name);
      const file = home().getDirectoryClient('odd').getFileClient(entry.name);
      const { etag, contentLength } = await file.getProperties();
      expect(etag).toBe(entry.properties?.etag);
      expect(contentLength).toBe(Buffer.byteLength(entry.name));
      expect((await file.downloadToBuffer()).toString()).toBe(entry.name);
    }
    expect(names.sort()).toEqual([...odd].sort());
    let many = 0;
    for await (const { kind } of home().getDirectoryClient('many').listFilesAndDirectories())
      many += Number(kind === 'file');
    expect(many).toBe(120);
  });

  it('knows no case, cuts dots off names unless told not to, and gives ranges', async () => {
    const upper = home().rootDirectoryClient.getFileClient('USERS/IDA/NOTE.TXT');
    expect((await upper.downloadToBuffer(1, 3)).toString()).toBe('ell');
    const trimming = service(emulator.readerClientId, { fileRequestIntent: 'backup' }).getShareClient('home');
    const dotted = trimming.rootDirectoryClient.getFileClient('odd/ends.with.dot.');
    expect(await refusal(dotted.getProperties())).toBe('404 ResourceNotFound');
    expect(await refusal(home().rootDirectoryClient.getFileClient('no/such/file').getProperties())).toBe(
      '404 ParentNotFound',
    );
    expect(await refusal(home().rootDirectoryClient.getFileClient('Users').getProperties())).toBe(
      '409 ResourceTypeMismatch',
    );
  });

  it('wants a token for storage, the intent, and the right identity', async () => {
    const without = service(emulator.readerClientId, {}).getShareClient('home');
    expect(await refusal(without.rootDirectoryClient.getProperties())).toBe('400 MissingRequiredHeader');
    const file = home(emulator.readerClientId).rootDirectoryClient.getFileClient('Users/ida/note.txt');
    expect(await refusal(file.delete())).toBe('403 AuthorizationPermissionMismatch');
    const other: TokenCredential = {
      getToken: () =>
        freshCredential(emulator, emulator.readerClientId).getToken('https://management.azure.com/.default'),
    };
    const wrong = new ShareServiceClient(`${emulator.url}/_files/opsstore`, other, { fileRequestIntent: 'backup' });
    expect(await refusal(wrong.getShareClient('home').getProperties())).toBe('401 InvalidAuthenticationInfo');
    expect((await fetch(`${emulator.url}/_files/opsstore?comp=list`)).status).toBe(401);
  });

  it('keeps what is open, full or a snapshot, and deletes the rest', async () => {
    const ida = home().getDirectoryClient('Users/ida');
    const note = ida.getFileClient('note.txt');
    expect(await refusal(ida.delete())).toBe('409 DirectoryNotEmpty');
    expect(await refusal(note.delete())).toBe('409 SharingViolation');
    const handles: string[] = [];
    for await (const handle of note.listHandles()) handles.push(handle.path);
    expect(handles).toEqual(['Users/ida/note.txt']);
    expect((await note.forceCloseAllHandles()).closedHandlesCount).toBe(1);
    await note.delete();
    await ida.getDirectoryClient('empty').delete();
    await ida.delete();
    const old = home().withSnapshot('2024-02-03T04:05:06.0000000Z');
    const kept = old.rootDirectoryClient.getFileClient('Users/ida/note.txt');
    expect((await kept.downloadToBuffer()).toString()).toBe('hello');
    expect(await refusal(kept.delete())).toMatch(/^400/);
    expect(await refusal(home().delete())).toBe('409 ShareHasSnapshots');
  });

  it('makes shares, directories and files, writes ranges, takes snapshots, and remembers all of it', async () => {
    const share = service(emulator.eraserClientId).getShareClient('made');
    await share.create();
    expect(await refusal(share.create())).toBe('409 ShareAlreadyExists');
    await share.createDirectory('d');
    const { fileClient } = await share.createFile('d/f.bin', 6);
    await fileClient.uploadRange('abcdef', 0, 6);
    const first = await fileClient.getProperties();
    const { snapshot = '' } = await share.createSnapshot();
    await fileClient.uploadRange('XY', 2, 2);
    expect((await fileClient.getProperties()).etag).not.toBe(first.etag);

    const { certFile, keyFile } = test.certificate;
    const { stateDir } = emulator;
    await emulator.stop();
    const again = await startEmulator({ seedFile: 'none', certFile, keyFile, stateDir, storage: test.storage });
    emulator = { ...again, stateDir };
    const kept = service(emulator.readerClientId).getShareClient('made');
    expect((await kept.rootDirectoryClient.getFileClient('d/f.bin').downloadToBuffer()).toString()).toBe('abXYef');
    const old = kept.withSnapshot(snapshot).rootDirectoryClient.getFileClient('d/f.bin');
    expect((await old.downloadToBuffer()).toString()).toBe('abcdef');
    expect((await old.getProperties()).etag).toBe(first.etag);
  });
});
