import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { startBlobService, type RunningBlobService } from '../../../local/storage/start-blob-service';
import { makeCertificate } from '../../../local/system/certificate';
import { deleteBlobs } from '../../../src/storage/bulk/delete';
import { blobPages } from '../../../src/storage/bulk/list';
import type { BlobEntry, ListOptions } from '../../../src/storage/bulk/types';
import { leadAppToBlobs } from '../lead-app';
import { startIdentity, type Identity } from './bulk-tamper';

const account = 'store';
const key = Buffer.from('a key of a test').toString('base64');
const soft = { deleteRetentionPolicy: { enabled: true, days: 7, allowPermanentDelete: true } };

describe('in bulk, with thousands of blobs and what Azurite lacks', () => {
  let dir: string;
  let pem: string;
  let running: RunningBlobService;
  let identity: Identity;
  let service: BlobServiceClient;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'data-requests-bulk-store-'));
    const certificate = await makeCertificate(dir);
    pem = certificate.pem;
    identity = await startIdentity();
    const tls = { cert: pem, key: await readFile(certificate.keyFile, 'utf8') };
    running = await startBlobService({ ...tls, accounts: { [account]: key } });
    leadAppToBlobs(pem, identity, running.url);
    service = new BlobServiceClient(`${running.url}/${account}`, new StorageSharedKeyCredential(account, key));
  });

  afterAll(async () => {
    await Promise.all([running.stop(), identity.stop()]);
    await rm(dir, { recursive: true, force: true });
  });

  afterEach(async () => {
    await admin('DELETE', 'faults');
    await admin('PUT', `accounts/${account}/settings`, {
      deleteRetentionPolicy: { enabled: false },
      ...{ isVersioningEnabled: false, switches: { permanentDeleteInBatch: true } },
    });
  });

  function admin(method: string, path: string, body?: unknown): Promise<void> {
    const headers = { 'x-storage-admin': running.adminKey };
    return new Promise((done, fail) => {
      const sent = request(`${running.url}/_storage/${path}`, { method, headers, ca: pem }, (answer) => {
        answer.resume();
        if ((answer.statusCode ?? 500) < 300) answer.once('end', done);
        else fail(new Error(`${method} ${path}: ${answer.statusCode}`));
      });
      sent.once('error', fail);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  async function list(container: string, options?: ListOptions): Promise<BlobEntry[][]> {
    const pages: BlobEntry[][] = [];
    for await (const page of blobPages('reader', { account, container }, options)) pages.push(page.blobs);
    return pages;
  }

  const fill = (container: string, count: number) =>
    admin('POST', 'fill', { account, container, template: 'a/{folder}/{index}', count, perFolder: 100, size: 3 });

  it('lists pages of 5,000 in the order of names, from a marker too', async () => {
    await fill('many', 11_000);
    const pages = await list('many');
    expect(pages.map(({ length }) => length)).toEqual([5_000, 5_000, 1_000]);
    const names = pages.flat().map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
    const first = await blobPages('reader', { account, container: 'many' }).next();
    const { next } = first.value as { next: string };
    expect((await list('many', { marker: next })).flat().map(({ name }) => name)).toEqual(names.slice(5_000));
    expect((await list('many', { prefix: 'a/0000007/' })).flat()).toHaveLength(100);
  });

  it('deletes thousands while the service is busy, with calls as a whole and with single blobs', async () => {
    await fill('busy', 3_000);
    const busy = (more: object) =>
      admin('POST', 'faults', {
        respond: { status: 503, headers: { 'retry-after': '1', 'x-ms-error-code': 'ServerBusy' } },
        ...more,
      });
    await busy({ match: { path: 'comp=batch' }, skip: 2, times: 3 });
    await busy({ match: { method: 'DELETE' }, items: true, skip: 100, times: 50 });
    const targets = (await list('busy')).flat().map(({ name, etag }) => ({ container: 'busy', name, etag }));
    const answers = await deleteBlobs('eraser', account, targets);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(await list('busy')).toEqual([[]]);
  });

  /** A container with two versions of one blob and a snapshot of another. */
  async function withCopies(name: string): Promise<ContainerClient> {
    const container = service.getContainerClient(name);
    await container.create();
    for (const text of ['1', '2']) await container.getBlockBlobClient('v').upload(text, 1);
    const blob = container.getBlockBlobClient('s');
    await blob.upload('1', 1);
    await blob.createSnapshot();
    return container;
  }

  it.each([true, false])('deletes versions and snapshots for good, if batches can do it: %s', async (inBatch) => {
    const settings = { ...soft, isVersioningEnabled: true, switches: { permanentDeleteInBatch: inBatch } };
    await admin('PUT', `accounts/${account}/settings`, settings);
    const container = (await withCopies(`copies-${inBatch}`)).containerName;
    const include = ['versions', 'snapshots', 'deleted', 'deletedwithversions'] as const;
    const copies = async () => (await list(container, { include })).flat();
    const old = (await copies()).filter(({ isCurrentVersion }) => !isCurrentVersion);
    expect(old.length).toBeGreaterThanOrEqual(2);
    const targets = old.map(({ name, versionId, snapshot }) => ({
      ...{ container, name },
      ...(snapshot === undefined ? { versionId } : { snapshot }),
    }));
    const [gone, current] = [
      { container, name: 'v', versionId: '2020-01-01T00:00:00.0000000Z' },
      { container, name: 'v', permanent: true },
    ];
    const first = await deleteBlobs('eraser', account, [...targets, gone, current]);
    expect(first.map(({ status }) => status)).toEqual([...targets.map(() => 202), 404, 409]);
    expect(first.slice(0, targets.length).every(({ permanent }) => permanent === false)).toBe(true);
    const hidden = (await copies()).filter(({ deleted }) => deleted);
    expect(hidden).toHaveLength(targets.length);
    expect(hidden.every(({ deletedAt, remainingDays }) => deletedAt !== undefined && remainingDays === 6)).toBe(true);
    const forGood = targets.map((target) => ({ ...target, permanent: true }));
    const second = await deleteBlobs('eraser', account, forGood);
    expect(second.map(({ status, permanent }) => [status, permanent])).toEqual(forGood.map(() => [202, true]));
    expect((await copies()).every(({ isCurrentVersion }) => isCurrentVersion)).toBe(true);
  });
});
