import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { startAzurite, type Azurite } from '../../../local/system/azurite';
import { makeCertificate } from '../../../local/system/certificate';
import type { Role } from '../../../src/azure/credential';
import { copySmall } from '../../../src/storage/bulk/copy';
import { deleteBlobs } from '../../../src/storage/bulk/delete';
import { blobPages } from '../../../src/storage/bulk/list';
import type { BlobEntry, ListOptions } from '../../../src/storage/bulk/types';
import { concurrently } from '../../../src/storage/concurrently';
import { leadAppToBlobs } from '../lead-app';
import { startIdentity, startTamper, type Identity, type Tamper } from './bulk-tamper';

const account = 'store';
/** Names that are hard on URLs, XML or both. */
const odd = [
  'a b',
  'a+b',
  'a%20b',
  'a#b?c&d=e',
  'ä/ö/ü',
  '日本/語',
  "it's (so)!*~",
  'x<y>&amp;"z"',
  'dir/',
  'a;b,c:d@e$f',
  '😀',
];

describe('listing and deleting in bulk', () => {
  let dir: string;
  let azurite: Azurite;
  let tamper: Tamper;
  let identity: Identity;
  let service: BlobServiceClient;
  let containers = 0;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'data-requests-bulk-'));
    const certificate = await makeCertificate(dir);
    azurite = await startAzurite({ dir: join(dir, 'azurite'), certificate, accounts: [account] });
    tamper = await startTamper(azurite.blobEndpoint, certificate);
    identity = await startIdentity();
    leadAppToBlobs(certificate.pem, identity, tamper.url, account);
    const key = new StorageSharedKeyCredential(account, azurite.accounts[account] ?? '');
    service = new BlobServiceClient(`${azurite.blobEndpoint}/${account}`, key);
  });

  afterAll(async () => {
    await Promise.all([tamper.stop(), identity.stop()]);
    await azurite.stop();
    await rm(dir, { recursive: true, force: true });
  });

  beforeEach(() => {
    tamper.seen = [];
    tamper.fault = () => undefined;
  });

  /** A container of its own with these blobs. */
  async function containerWith(names: readonly string[]): Promise<ContainerClient> {
    containers += 1;
    const container = service.getContainerClient(`bulk${containers}`);
    await container.create();
    await concurrently(names, 32, (name) => container.getBlockBlobClient(name).upload(name, Buffer.byteLength(name)));
    return container;
  }

  async function list(container: ContainerClient, options?: ListOptions): Promise<BlobEntry[]> {
    const found: BlobEntry[] = [];
    const place = { account, container: container.containerName };
    for await (const page of blobPages('reader', place, options)) found.push(...page.blobs);
    return found;
  }

  /** Puts a fault before the next `times` requests that a pattern matches. */
  function failing(pattern: RegExp, fault: ReturnType<Tamper['fault']>, times = 1): void {
    let left = times;
    tamper.fault = ({ method, url }) => {
      if (!pattern.test(`${method} ${url}`) || left === 0) return undefined;
      left -= 1;
      return fault;
    };
  }

  const names = (count: number) => Array.from({ length: count }, (_, index) => `n${String(index).padStart(4, '0')}`);
  const targetsOf = (container: ContainerClient, list: readonly string[]) =>
    list.map((name) => ({ container: container.containerName, name }));

  it('lists what the SDK lists, with odd names', async () => {
    const container = await containerWith(odd);
    const expected: unknown[] = [];
    for await (const { name, properties } of container.listBlobsFlat()) {
      const { etag, contentLength, lastModified, createdOn } = properties;
      const times = { modifiedAt: lastModified.toISOString(), createdAt: createdOn?.toISOString() };
      expected.push({ name, etag: etag.replaceAll('"', ''), size: contentLength, ...times });
    }
    expect(await list(container)).toEqual(expected);
    expect((await list(container, { prefix: 'a#b?c&' })).map(({ name }) => name)).toEqual(['a#b?c&d=e']);
  });

  it('lists snapshots, metadata, leases and blocks that were never committed', async () => {
    const container = await containerWith(['leased', 'with-snapshot']);
    await container.getBlobClient('leased').getBlobLeaseClient().acquireLease(-1);
    const { snapshot } = await container.getBlobClient('with-snapshot').createSnapshot();
    await container.getBlockBlobClient('blocks').stageBlock(Buffer.from('1').toString('base64'), 'x', 1);
    await container.getBlockBlobClient('folder').upload('', 0, { metadata: { hdi_isfolder: 'true' } });
    const entries = await list(container, { include: ['snapshots', 'metadata', 'uncommittedblobs'] });
    const told = entries.map((entry) => {
      const { etag: _etag, size: _size, modifiedAt: _modified, createdAt: _created, ...rest } = entry;
      return rest;
    });
    // Azure lists a snapshot before its blob, Azurite after it.
    expect(new Set(told)).toEqual(
      new Set([
        { name: 'blocks' },
        { name: 'folder', isDirectory: true },
        { name: 'leased', leased: true },
        { name: 'with-snapshot', snapshot },
        { name: 'with-snapshot' },
      ]),
    );
  });

  it('lists nothing in a container that does not exist, and throws what else is refused', async () => {
    expect(await list(service.getContainerClient('no-such'))).toEqual([]);
    const container = await containerWith([]);
    expect(await list(container)).toEqual([]);
    failing(/comp=list/, { kind: 'answer', status: 403, headers: { 'x-ms-error-code': 'AuthorizationFailure' } });
    await expect(list(container)).rejects.toMatchObject({
      status: 403,
      code: 'AuthorizationFailure',
      transient: false,
    });
  });

  it('asks for the next page before the caller has read the one at hand, and for no other', async () => {
    const container = await containerWith(['a', 'b']);
    const body = (next: string, name: string) =>
      `<EnumerationResults><Blobs><Blob><Name>${name}</Name></Blob></Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`;
    let page = 0;
    tamper.fault = () => ({ kind: 'answer', status: 200, body: body(`m&${(page += 1)}`, `n${page}`) });
    const pages = blobPages('reader', { account, container: container.containerName });
    await pages.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(tamper.seen.map((url) => /marker=(.*)/.exec(url)?.[1])).toEqual([undefined, 'm%261']);
    await pages.return(undefined);
    tamper.fault = () => ({ kind: 'answer', status: 200, body: body('same', 'n') });
    await expect(list(container)).rejects.toMatchObject({ code: 'LoopingNextLink' });
  });

  it('goes on listing when the service is busy, the connection breaks or a page is cut off', async () => {
    const container = await containerWith(['a', 'b', 'c']);
    const faults = [
      { kind: 'answer', status: 503, headers: { 'retry-after': '1', 'x-ms-error-code': 'ServerBusy' } },
      { kind: 'reset' },
      { kind: 'cut' },
      { kind: 'cut', quietly: true },
    ] as const;
    for (const fault of faults) {
      failing(/comp=list/, fault);
      const begun = Date.now();
      expect(await list(container)).toHaveLength(3);
      expect(Date.now() - begun).toBeGreaterThan(fault.kind === 'answer' ? 900 : 0);
    }
  });

  it('leaves waits of minutes to timers', async () => {
    const container = await containerWith(['a', 'b']);
    failing(/./, { kind: 'answer', status: 503, headers: { 'retry-after': '300' } }, 9);
    await expect(list(container)).rejects.toMatchObject({ status: 503, transient: true });
    expect(await deleteBlobs('eraser', account, targetsOf(container, ['a', 'b']))).toEqual([
      { status: 503, code: '' },
      { status: 503, code: '' },
    ]);
    expect(tamper.seen).toHaveLength(2);
  });

  it('deletes hundreds, each with its own answer', async () => {
    const container = await containerWith([...names(520), ...odd]);
    const listed = await list(container);
    await container.getBlobClient('n0001').getBlobLeaseClient().acquireLease(-1);
    await container.getBlockBlobClient('n0002').upload('changed', 7);
    await container.getBlobClient('n0003').delete();
    await container.getBlobClient('n0004').createSnapshot();
    await container.getBlobClient('n0005').createSnapshot();
    const targets = listed.map(({ name, etag }) => ({
      ...{ container: container.containerName, name, etag },
      ...(name === 'n0004' ? { withSnapshots: true } : {}),
    }));
    targets.push({ container: 'no-such', name: 'x', etag: '0x1' }, { container: 'c', name: '../x', etag: '0x1' });
    tamper.seen = [];
    const answers = await deleteBlobs('eraser', account, targets);
    expect(tamper.seen.map((line) => line.includes('comp=batch'))).toEqual([true, true, true]);
    const others = answers.flatMap(({ status, code }, index) =>
      status === 202 ? [] : [`${targets[index]?.name} ${status} ${code}`],
    );
    expect(others).toEqual([
      'n0001 412 LeaseIdMissing',
      'n0002 412 ConditionNotMet',
      'n0003 412 ConditionNotMet',
      'n0005 409 SnapshotsPresent',
      'x 404 ContainerNotFound',
      '../x 400 UnsafeName',
    ]);
    expect((await list(container)).map(({ name }) => name)).toEqual(['n0001', 'n0002', 'n0005']);
  });

  it('deletes snapshots, which a batch of Azurite does not find, by requests of their own', async () => {
    const container = await containerWith(['a', 'b']);
    const blob = container.getBlobClient('a');
    const snapshots = [(await blob.createSnapshot()).snapshot, (await blob.createSnapshot()).snapshot];
    const targets = snapshots.map((snapshot) => ({ container: container.containerName, name: 'a', snapshot }));
    const gone = { container: container.containerName, name: 'a', snapshot: '2020-01-01T00:00:00.0000000Z' };
    const answers = await deleteBlobs('eraser', account, [...targets, gone]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 404]);
    expect((await list(container, { include: ['snapshots'] })).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('asks again for what a busy service left open in a batch, and only for that', async () => {
    const container = await containerWith(names(4));
    const part = (id: number, status: number, code = '') =>
      `--b\r\nContent-ID: ${id}\r\n\r\nHTTP/1.1 ${status} X\r\nx-ms-error-code: ${code}\r\n\r\n`;
    const asked: number[] = [];
    tamper.fault = ({ body }) => {
      asked.push(body.split('DELETE ').length - 1);
      if (asked.length > 1) return undefined;
      const answers = [
        part(3, 503, 'ServerBusy'),
        part(0, 202),
        part(2, 500, 'OperationTimedOut'),
        part(1, 404, 'BlobNotFound'),
      ];
      const headers = { 'content-type': 'multipart/mixed; boundary=b' };
      return { kind: 'answer', status: 202, headers, body: `${answers.join('')}--b--` };
    };
    const answers = await deleteBlobs('eraser', account, targetsOf(container, names(4)));
    expect(asked).toEqual([4, 2]);
    expect(answers).toEqual([
      { status: 202, code: '' },
      { status: 404, code: 'BlobNotFound' },
      expect.objectContaining({ status: 202 }),
      expect.objectContaining({ status: 202 }),
    ]);
  });

  it('says 404 for what was deleted by a call whose answer was lost or cut off', async () => {
    for (const fault of [{ kind: 'lost' }, { kind: 'cut' }, { kind: 'cut', quietly: true }] as const) {
      const container = await containerWith(names(3));
      failing(/comp=batch/, fault);
      const answers = await deleteBlobs('eraser', account, targetsOf(container, names(3)));
      expect(answers.at(-1)).toEqual({ status: 404, code: 'BlobNotFound', afterLost: true });
      expect(await list(container)).toEqual([]);
    }
  });

  it('leaves open what stays unreachable', async () => {
    const container = await containerWith(['a']);
    // A long wait at the end, so that the test needs none.
    let tried = 0;
    tamper.fault = () => {
      tried += 1;
      if (tried === 1) return { kind: 'reset' };
      return { kind: 'answer', status: 503, headers: { 'retry-after': '3600', 'x-ms-error-code': 'ServerBusy' } };
    };
    expect(await deleteBlobs('eraser', account, targetsOf(container, ['a']))).toEqual([
      { status: 503, code: 'ServerBusy' },
    ]);
    expect(tried).toBe(2);
  });

  it('has nothing to do with nothing', async () => {
    expect(await deleteBlobs('eraser', account, [])).toEqual([]);
    expect(tamper.seen).toEqual([]);
  });

  it('uses a token until it is about to end, and asks for the next once for all who wait', async () => {
    const container = await containerWith(['a']);
    const look = (role: Role) => blobPages(role, { account, container: container.containerName }).next();
    await look('reader');
    const before = identity.given;
    await Promise.all([look('reader'), look('reader')]);
    expect(identity.given).toBe(before);
    identity.lifetime = 20;
    await Promise.all([look('requests'), look('requests')]);
    expect(identity.given).toBe(before + 1);
    await Promise.all([look('requests'), look('requests')]);
    expect(identity.given).toBe(before + 2);
  });

  it('throws when the service refuses the token and the identity has no other', async () => {
    failing(/./, { kind: 'answer', status: 401, headers: { 'x-ms-error-code': 'InvalidAuthenticationInfo' } });
    const pages = blobPages('reader', { account, container: 'any' });
    await expect(pages.next()).rejects.toMatchObject({ status: 401, transient: false });
    expect(tamper.seen).toHaveLength(1);
  });

  it('copies a small blob at the etag that was listed, whatever happens on the way', async () => {
    const target = await containerWith([]);
    const source = await containerWith(['ä b']);
    const [entry] = await list(source);
    const blob = { account, container: source.containerName, name: 'ä b', etag: entry?.etag ?? '', size: 4 };
    const copy = () => copySmall(blob, target.containerName, 'files/1');
    failing(/GET/, { kind: 'cut' });
    const sha256 = createHash('sha256').update('ä b').digest('hex');
    expect(await copy()).toEqual({ size: 4, sha256, crc32: crc32('ä b') });
    failing(/PUT/, { kind: 'lost' });
    await copy();
    const copied = target.getBlobClient('files/1');
    expect((await copied.downloadToBuffer()).toString()).toBe('ä b');
    expect((await copied.getProperties()).contentType).toBe('application/octet-stream');
    await source.getBlockBlobClient('ä b').upload('other', 5);
    await expect(copy()).rejects.toMatchObject({ status: 412, code: 'ConditionNotMet' });
  });

  // Last: it is remembered of the account.
  it('deletes one by one where batches are refused', async () => {
    const container = await containerWith(names(40));
    const headers = { 'x-ms-error-code': 'AuthorizationPermissionMismatch' };
    tamper.fault = ({ url }) => (url.includes('comp=batch') ? { kind: 'answer', status: 403, headers } : undefined);
    const answers = await deleteBlobs('eraser', account, targetsOf(container, [...names(40), 'gone']));
    expect(answers.map(({ status }) => status)).toEqual([...names(40).map(() => 202), 404]);
    expect(await list(container)).toEqual([]);
  });
});
