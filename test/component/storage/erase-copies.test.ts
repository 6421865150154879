import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { startBlobService, type RunningBlobService } from '../../../local/storage/start-blob-service';
import { makeCertificate } from '../../../local/system/certificate';
import { blobUrl, listRange, storeOf } from '../../../src/storage/bytes';
import type { BlobOutcome, EraseHow, ListedBlob } from '../../../src/storage/byte-store';
import { folderPage } from '../../../src/storage/folders';
import { leadAppToBlobs } from '../lead-app';
import { startIdentity, type Identity } from './bulk-tamper';

const day = 86_400;
const box = 'box';
const oid = '00000000-0000-0000-0000-000000000001';
const soft = (allowPermanentDelete = false) => ({
  deleteRetentionPolicy: { enabled: true, days: 7, allowPermanentDelete },
});

/** A line of the dump: what the service really holds. */
interface Held {
  container: string;
  name: string;
  kind: string;
  size: number;
  versionId?: string;
  recoverableUntil?: string;
}

describe('erasing every copy, by the real clients against the blob service', () => {
  let dir: string;
  let running: RunningBlobService;
  let identity: Identity;
  let service: BlobServiceClient;
  let container: ContainerClient;
  let account: string;
  let accounts = 0;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'data-requests-copies-'));
    const certificate = await makeCertificate(dir);
    running = await startBlobService({
      accounts: {},
      cert: certificate.pem,
      key: await readFile(certificate.keyFile, 'utf8'),
    });
    identity = await startIdentity();
    leadAppToBlobs(certificate.pem, identity, running.url);
  });

  afterAll(async () => {
    await Promise.all([running.stop(), identity.stop()]);
    await rm(dir, { recursive: true, force: true });
  });

  async function admin(method: string, path: string, body?: object): Promise<string> {
    const headers = { 'x-storage-admin': running.adminKey };
    const answer = await fetch(`${running.url}/_storage/${path}`, { method, headers, body: JSON.stringify(body) });
    expect(answer.ok).toBe(true);
    return answer.text();
  }

  const settings = (changes: object) => admin('PUT', `accounts/${account}/settings`, changes);

  /** What an account may remember of itself must not matter to the next test: each has its own. */
  async function accountWith(changes: object): Promise<void> {
    accounts += 1;
    account = `store${accounts}`;
    const key = Buffer.from('a key of a test').toString('base64');
    await admin('PUT', `accounts/${account}`, { key });
    await settings(changes);
    service = new BlobServiceClient(`${running.url}/${account}`, new StorageSharedKeyCredential(account, key));
    container = service.getContainerClient(box);
    await container.create();
  }

  const put = async (name: string, content = name) =>
    container.getBlockBlobClient(name).upload(content, content.length);
  const range = (path: string, kind: 'prefix' | 'blob' = 'prefix') => ({ account, container: box, path, kind });

  async function listed(path = 'p/', kind?: 'prefix' | 'blob', unlisted: string[] = []): Promise<ListedBlob[]> {
    const found: ListedBlob[] = [];
    for await (const blob of listRange(range(path, kind), { copies: true, unlisted: (what) => unlisted.push(what) })) {
      found.push(blob);
    }
    return found;
  }

  /** What became of each, in words: name, what it was, outcome and reason. */
  async function erase(blobs: readonly ListedBlob[], how: Partial<EraseHow> = {}): Promise<BlobOutcome<ListedBlob>[]> {
    const outcomes: BlobOutcome<ListedBlob>[] = [];
    const all = { intended: false, permanently: false, mayBreakLease: () => false, ...how };
    await storeOf({}).erase(account, blobs, all, (outcome) => outcomes.push(outcome));
    return outcomes;
  }

  const kindOf = ({ snapshot, state, deleted }: ListedBlob) =>
    `${deleted ? 'deleted ' : ''}${snapshot ? 'snapshot' : (state ?? 'blob')}`;
  const kinds = (blobs: readonly ListedBlob[]) => blobs.map((blob) => `${blob.name} ${kindOf(blob)}`).sort();
  const words = (outcomes: readonly BlobOutcome<ListedBlob>[]) =>
    outcomes
      .map(({ blob, outcome, reason }) => `${blob.name} ${kindOf(blob)}: ${outcome}${reason ? ` ${reason}` : ''}`)
      .sort();
  const held = async () =>
    (await admin('GET', 'dump'))
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Held & { account: string }]))
      .filter((line) => line.account === account);
  const kept = async () =>
    (await held()).map(({ name, kind, recoverableUntil }) => `${name} ${kind}${recoverableUntil ? ' soft' : ''}`);

  /** Something of everything that has copies. */
  async function fill(): Promise<void> {
    await put('p/a', 'one');
    await container.getBlobClient('p/a').createSnapshot();
    await put('p/a', 'two');
    await put('p/b');
    await container.getBlobClient('p/b').delete();
    await container.getBlockBlobClient('p/u').stageBlock('AAAA', 'x', 1);
    await put('p/empty', '');
    await put('other');
  }

  it('lists and erases all there is where nothing is kept', async () => {
    await accountWith({});
    await fill();
    const blobs = await listed();
    expect(kinds(blobs)).toEqual(['p/a blob', 'p/a snapshot', 'p/empty blob', 'p/u uncommitted']);
    expect(words(await erase(blobs))).toEqual([
      ...['p/a blob: deleted', 'p/a snapshot: deleted', 'p/empty blob: deleted', 'p/u blob: deleted'],
    ]);
    expect(await kept()).toEqual(['other current']);
  });

  it('tells what soft delete keeps, and until when', async () => {
    await accountWith(soft());
    await fill();
    const before = await listed();
    expect(kinds(before)).toEqual([
      ...['p/a blob', 'p/a deleted snapshot', 'p/a snapshot', 'p/b deleted blob', 'p/empty blob', 'p/u uncommitted'],
    ]);
    expect(words(await erase(before, { permanently: true }))).toEqual([
      'p/a blob: soft_deleted base_blob',
      'p/a deleted snapshot: soft_deleted PermanentDeleteNotEnabled',
      'p/a snapshot: soft_deleted PermanentDeleteNotEnabled',
      'p/b deleted blob: soft_deleted base_blob',
      'p/empty blob: soft_deleted base_blob',
      'p/u blob: soft_deleted base_blob',
    ]);
    const truth = new Map(
      (await held()).map(({ name, kind, recoverableUntil }) => [`${name} ${kind}`, recoverableUntil]),
    );
    const after = await listed();
    expect(after).toHaveLength(6);
    for (const { name, snapshot, deleted } of after) {
      const real = Date.parse(truth.get(`${name} ${snapshot ? 'snapshot' : 'deleted'}`) ?? '');
      expect(Math.abs(Date.parse(deleted?.until ?? '') - real)).toBeLessThan(5_000);
    }
    await admin('POST', 'clock', { advanceSeconds: 8 * day });
    expect(await listed()).toEqual([]);
  });

  it('erases versions, which a deletion only makes of what was current', async () => {
    await accountWith({ isVersioningEnabled: true });
    await fill();
    const blobs = await listed();
    expect(kinds(blobs)).toEqual([
      ...[
        'p/a blob',
        'p/a previous',
        'p/a previous',
        'p/a snapshot',
        'p/b previous',
        'p/empty blob',
        'p/u uncommitted',
      ],
    ]);
    const outcomes = await erase(blobs);
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['deleted']));
    expect(await kept()).toEqual(['other current']);
  });

  it.each([true, false])(
    'deletes versions for good only when asked to (batches can: %s)',
    async (permanentDeleteInBatch) => {
      await accountWith({ ...soft(true), isVersioningEnabled: true, switches: { permanentDeleteInBatch } });
      await fill();
      const first = await erase(await listed());
      expect(first.map(({ outcome }) => outcome)).toEqual(first.map(() => 'soft_deleted'));
      const left = await listed();
      expect(left.every(({ deleted }) => deleted)).toBe(true);
      const second = await erase(left, { permanently: true });
      expect(second.map(({ outcome }) => outcome)).toEqual(left.map(() => 'deleted'));
      expect(await kept()).toEqual(['other current']);
    },
  );

  it('deletes for good in one go, and says why not where it may not', async () => {
    await accountWith({ ...soft(true), isVersioningEnabled: true });
    await fill();
    const blobs = await listed();
    expect((await erase(blobs, { permanently: true })).map(({ outcome }) => outcome)).toEqual(
      blobs.map(() => 'deleted'),
    );
    expect(await kept()).toEqual(['other current']);
    await put('p/x');
    await settings({ access: { readers: [], owners: ['somebody else'] } });
    expect(words(await erase(await listed(), { permanently: true }))).toEqual([
      'p/x blob: soft_deleted AuthorizationPermissionMismatch',
    ]);
    await settings({ access: { readers: [], owners: [oid] } });
  });

  it('ends the same when a crash comes between the passes', async () => {
    await accountWith({ ...soft(true), isVersioningEnabled: true });
    await fill();
    const blobs = await listed();
    // Everything up to the second pass, as if the process had ended there.
    await erase(blobs);
    const outcomes = await erase(blobs, { intended: true, permanently: true });
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['deleted']));
    expect((await kept()).filter((line) => !line.startsWith('p/u'))).toEqual(['other current']);
  });

  it('erases the planned version of what was overwritten since, and nothing else', async () => {
    await accountWith({ isVersioningEnabled: true });
    await put('p/a', 'planned');
    const blobs = await listed();
    await put('p/a', 'newer');
    expect(words(await erase(blobs))).toEqual(['p/a blob: deleted']);
    expect(await kept()).toEqual(['p/a current']);
  });

  it('leaves what changed, and a blob of which a snapshot was taken since', async () => {
    await accountWith({});
    await put('p/a', 'planned');
    await put('p/b', 'planned');
    const blobs = await listed();
    await put('p/a', 'newer');
    await container.getBlobClient('p/b').createSnapshot();
    expect(words(await erase(blobs))).toEqual([
      ...['p/a blob: drifted ConditionNotMet', 'p/b blob: drifted SnapshotsPresent'],
    ]);
    expect(await kept()).toEqual(['p/a current', 'p/b snapshot', 'p/b current']);
  });

  it('breaks leases only where it may', async () => {
    await accountWith({});
    for (const name of ['p/a', 'p/b']) {
      await put(name);
      await container.getBlobClient(name).getBlobLeaseClient().acquireLease(-1);
    }
    const blobs = await listed();
    expect(words(await erase(blobs, { mayBreakLease: ({ name }) => name === 'p/a' }))).toEqual([
      ...['p/a blob: deleted', 'p/b blob: blocked LeaseIdMissing'],
    ]);
  });

  it.each([true, false])(
    'never touches what is held, and says until when (versions: %s)',
    async (isVersioningEnabled) => {
      await accountWith({ isVersioningEnabled });
      const until = new Date(Date.now() + 30 * day * 1_000);
      await admin('PUT', `accounts/${account}/containers/${box}`, { versionLevelImmutability: true });
      await put('p/hold');
      await put('p/policy');
      await container.getBlobClient('p/hold').setLegalHold(true);
      await container.getBlobClient('p/policy').setImmutabilityPolicy({ expiriesOn: until, policyMode: 'Unlocked' });
      const blobs = await listed();
      expect(blobs.map(({ legalHold, heldUntil }) => legalHold ?? heldUntil?.slice(0, 16))).toEqual([
        ...[true, until.toISOString().slice(0, 16)],
      ]);
      const outcomes = await erase(blobs);
      expect(words(outcomes)).toEqual([
        'p/hold blob: blocked BlobImmutableDueToLegalHold',
        'p/policy blob: blocked BlobImmutableDueToPolicy',
      ]);
      expect(outcomes.map((one) => one.until?.slice(0, 16)).sort()).toEqual([
        until.toISOString().slice(0, 16),
        undefined,
      ]);
      expect(await kept()).toEqual(['p/hold current', 'p/policy current']);
    },
  );

  it.each([{ legalHold: true }, { immutabilityDays: 30 }])(
    'makes no blob of blocks that were never committed where it would be held (%j)',
    async (policy) => {
      await accountWith(soft());
      await container.getBlockBlobClient('p/u').stageBlock(Buffer.from('1').toString('base64'), 'x', 1);
      await admin('PUT', `accounts/${account}/containers/${box}`, policy);
      expect(words(await erase(await listed()))).toEqual(['p/u uncommitted: blocked container_held']);
      expect(await kept()).toEqual(['p/u uncommitted']);
    },
  );

  it.each([true, false])(
    'erases directories of a hierarchical namespace (refuses to list too much: %s)',
    async (refuses) => {
      await accountWith({ ...soft(), isHnsEnabled: true, switches: { hierarchicalRefusesIncludes: refuses } });
      await put('d/p/a/1');
      await put('d/p/a/b/2');
      await put('d/p/gone');
      await container.getBlobClient('d/p/gone').delete();
      await put('d/other/3');
      const unlisted: string[] = [];
      const blobs = await listed('d/p/', 'prefix', unlisted);
      expect(unlisted).toEqual([]);
      expect(kinds(blobs)).toEqual([
        ...['d/p directory', 'd/p/a directory', 'd/p/a/1 blob', 'd/p/a/b directory', 'd/p/a/b/2 blob'],
        'd/p/gone deleted blob',
      ]);
      const outcomes = await erase(blobs);
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['soft_deleted']));
      const after = await listed('d/p/');
      expect(kinds(after).every((kind) => kind.includes('deleted'))).toBe(true);
      expect(after.map(({ name }) => name).sort()).toEqual(blobs.map(({ name }) => name).sort());
      expect((await kept()).filter((line) => !line.endsWith('soft'))).toEqual([
        ...['d current', 'd/other current', 'd/other/3 current'],
      ]);
      expect((await folderPage({ account, container: box }, 'd/')).names).toEqual(['d/other/']);
      const apart = await folderPage({ account, container: box }, 'd/', 'deleted ');
      expect(apart.names).toEqual(['d/p/']);
    },
  );

  it('tells what becomes of snapshots in a hierarchical namespace, also of those that were deleted before', async () => {
    await accountWith({ ...soft(), isHnsEnabled: true });
    await put('d/a');
    const { snapshot = '' } = await container.getBlobClient('d/a').createSnapshot();
    await container.getBlobClient('d/a').withSnapshot(snapshot).delete();
    await container.getBlobClient('d/a').createSnapshot();
    const blobs = await listed('d/');
    const snapshots = ['d/a deleted snapshot', 'd/a snapshot'];
    expect(kinds(blobs)).toEqual(['d directory', 'd/a blob', ...snapshots]);
    expect((await erase(blobs)).map(({ outcome }) => outcome)).toEqual(blobs.map(() => 'soft_deleted'));
    const after = await listed('d/');
    expect(after.map(({ deleted }) => deleted !== undefined)).toEqual(blobs.map(() => true));
    expect(after.filter((blob) => blob.snapshot !== undefined)).toHaveLength(2);
  });

  it('finds what is soft-deleted of one name beside another name that begins alike', async () => {
    await accountWith({ ...soft(), isHnsEnabled: true });
    await put('d/a');
    await put('d/a.bak');
    expect((await erase(await listed('d/a', 'blob'))).map(({ outcome }) => outcome)).toEqual(['soft_deleted']);
    expect(kinds(await listed('d/a', 'blob'))).toEqual(['d/a deleted blob']);
  });

  it('finds what is soft-deleted in an account that ignores being asked for that alone', async () => {
    await accountWith({ ...soft(), switches: { flatRefusesShowonly: false } });
    await put('p/a');
    await container.getBlobClient('p/a').delete();
    expect(kinds(await listed())).toEqual(['p/a deleted blob']);
    await put('p/b');
    expect(kinds(await listed())).toEqual(['p/a deleted blob', 'p/b blob']);
  });

  it('keeps a directory in which something is kept', async () => {
    await accountWith({ isHnsEnabled: true });
    await put('d/p/a');
    await put('d/q/a');
    await container.getBlobClient('d/p/a').getBlobLeaseClient().acquireLease(-1);
    const blobs = [...(await listed('d/p/')), ...(await listed('d/q/'))];
    await put('d/q/new');
    expect(words(await erase(blobs))).toEqual([
      'd/p directory: blocked DirectoryIsNotEmpty',
      'd/p/a blob: blocked LeaseIdMissing',
      'd/q directory: drifted DirectoryIsNotEmpty',
      'd/q/a blob: deleted',
    ]);
  });

  it('finds folders of which only copies are left', async () => {
    await accountWith({ ...soft(), isVersioningEnabled: true });
    await put('f/versions/1');
    await container.getBlobClient('f/versions/1').delete();
    await settings({ isVersioningEnabled: false });
    await put('f/soft/1');
    await container.getBlobClient('f/soft/1').delete();
    await put('f/live/1');
    expect((await folderPage({ account, container: box }, 'f/')).names.sort()).toEqual([
      ...['f/live/', 'f/soft/', 'f/versions/'],
    ]);
  });

  it('reads previous versions and snapshots', async () => {
    await accountWith({ isVersioningEnabled: true });
    await put('p/a', 'one');
    await put('p/a', 'two');
    const texts: Record<string, string> = {};
    for (const blob of await listed('p/a', 'blob')) {
      const chunks: Buffer[] = [];
      for await (const chunk of await storeOf({}).read(blob)) chunks.push(chunk as Buffer);
      texts[kindOf(blob)] = Buffer.concat(chunks).toString();
      expect(blobUrl(blob)).toContain(`?versionid=${encodeURIComponent(blob.versionId ?? '')}`);
    }
    expect(texts).toEqual({ blob: 'two', previous: 'one' });
  });
});
