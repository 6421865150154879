import { randomUUID } from 'node:crypto';
import { BlobSASPermissions, type BlobServiceClient, type ContainerClient, type RestError } from '@azure/storage-blob';
import { startOurs, startTheirs, type TestService } from './services';

/** What a call was refused with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    const { statusCode, code, details } = error as RestError & { details?: { errorCode?: string } };
    return `${statusCode} ${details?.errorCode ?? code}`;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const services: [string, () => Promise<TestService>][] = [
  ['Azurite', startTheirs],
  ['the service of local/storage', startOurs],
];

describe.each(services)('%s', (_name, start) => {
  let service: TestService;
  let client: BlobServiceClient;
  let container: ContainerClient;
  beforeAll(async () => {
    service = await start();
    ({ client } = service);
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    container = client.getContainerClient(`c${randomUUID()}`);
    await container.create();
  });

  const blob = (name: string) => container.getBlockBlobClient(name);
  const put = (name: string, content = name, options = {}) =>
    blob(name).upload(content, Buffer.byteLength(content), options);
  const names = async (options = {}) => (await all(container.listBlobsFlat(options))).map(({ name }) => name);
  const text = async (name: string) => (await blob(name).downloadToBuffer()).toString();

  it('keeps what was written, with its headers, metadata and MD5', async () => {
    const options = {
      blobHTTPHeaders: { blobContentType: 'text/plain', blobContentEncoding: 'x', blobCacheControl: 'no-cache' },
      metadata: { one: '1', Two: 'two words' },
    };
    const written = await put('a', 'content', options);
    expect(written.etag).toMatch(/^".+"$/);
    const found = await blob('a').getProperties();
    expect(found).toMatchObject({
      ...{ etag: written.etag, contentLength: 7, contentType: 'text/plain', contentEncoding: 'x' },
      ...{ cacheControl: 'no-cache', leaseState: 'available', leaseStatus: 'unlocked', blobType: 'BlockBlob' },
    });
    expect(Object.fromEntries(Object.entries(found.metadata ?? {}).map(([k, v]) => [k.toLowerCase(), v]))).toEqual({
      one: '1',
      two: 'two words',
    });
    expect(Buffer.from(found.contentMD5 ?? []).toString('hex')).toBe('9a0364b9e99bb480dd25e1f0284c8555');
    expect(await text('a')).toBe('content');
    const [listed] = await all(container.listBlobsFlat({ includeMetadata: true }));
    expect(listed?.properties).toMatchObject({
      ...{ etag: written.etag?.replaceAll('"', ''), contentLength: 7, contentType: 'text/plain' },
      ...{ blobType: 'BlockBlob', leaseState: 'available', leaseStatus: 'unlocked' },
    });
    expect(listed?.properties.lastModified).toBeInstanceOf(Date);
    expect(Buffer.from(listed?.properties.contentMD5 ?? []).toString('hex')).toBe('9a0364b9e99bb480dd25e1f0284c8555');
    expect(Object.keys(listed?.metadata ?? {})).toHaveLength(2);
  });

  it.each(['a b', 'a+b', 'a%20b', 'a#b', 'a?b', 'ä/ö/ü', '日本', '😀', 'a&b<c>"d"', "it's", 'a=b;c'])(
    'keeps a blob of the name %j',
    async (name) => {
      await put(name, 'x');
      expect(await names()).toEqual([name]);
      expect(await names({ prefix: name })).toEqual([name]);
      expect(await text(name)).toBe('x');
      await blob(name).delete();
      expect(await names()).toEqual([]);
    },
  );

  it('lists in the order of names, in pages', async () => {
    const written = ['b', 'a', 'a/2', 'a/1', 'a.txt', 'B', 'a-'];
    await Promise.all(written.map((name) => put(name)));
    const sorted = [...written].sort();
    expect(await names()).toEqual(sorted);
    const pages: string[][] = [];
    for await (const page of container.listBlobsFlat().byPage({ maxPageSize: 3 })) {
      pages.push(page.segment.blobItems.map(({ name }) => name));
    }
    expect(pages).toEqual([sorted.slice(0, 3), sorted.slice(3, 6), sorted.slice(6)]);
    expect(await names({ prefix: 'a/' })).toEqual(['a/1', 'a/2']);
    expect(await names({ prefix: 'none' })).toEqual([]);
  });

  it('lists by hierarchy, in pages', async () => {
    for (const name of ['a', 'd/1', 'd/2', 'd/e/3', 'e', 'f/4']) await put(name);
    const shown = async (prefix: string, maxPageSize?: number) => {
      const found: string[] = [];
      for await (const page of container.listBlobsByHierarchy('/', { prefix }).byPage({ maxPageSize })) {
        const { blobItems, blobPrefixes = [] } = page.segment;
        found.push(...[...blobItems, ...blobPrefixes].map(({ name }) => name).sort());
      }
      return found;
    };
    expect(await shown('')).toEqual(['a', 'd/', 'e', 'f/']);
    expect(await shown('d/')).toEqual(['d/1', 'd/2', 'd/e/']);
    expect(await shown('', 1)).toEqual(['a', 'd/', 'e', 'f/']);
  });

  it('reads ranges', async () => {
    await put('a', '0123456789');
    const read = async (from: number, count?: number) => {
      const { readableStreamBody, contentRange } = await blob('a').download(from, count);
      return [Buffer.concat((await all(readableStreamBody!)) as Buffer[]).toString(), contentRange];
    };
    expect(await read(2, 3)).toEqual(['234', 'bytes 2-4/10']);
    expect(await read(8)).toEqual(['89', 'bytes 8-9/10']);
    expect(await read(8, 100)).toEqual(['89', 'bytes 8-9/10']);
    expect(await refusal(blob('a').download(20, 1))).toBe('416 InvalidRange');
  });

  it('holds conditions', async () => {
    const { etag } = await put('a');
    const other = '"0x123"';
    const when = (conditions: object) => refusal(put('a', 'b', { conditions }));
    expect(await when({ ifNoneMatch: '*' })).toBe('409 BlobAlreadyExists');
    expect(await when({ ifMatch: other })).toBe('412 ConditionNotMet');
    const past = new Date(Date.now() - 60_000);
    const future = new Date(Date.now() + 60_000);
    expect(await refusal(blob('a').delete({ conditions: { ifUnmodifiedSince: past } }))).toBe('412 ConditionNotMet');
    expect(await refusal(blob('a').delete({ conditions: { ifModifiedSince: future } }))).toBe('412 ConditionNotMet');
    expect(await refusal(blob('a').delete({ conditions: { ifMatch: other } }))).toBe('412 ConditionNotMet');
    expect(await refusal(blob('a').download(0, 1, { conditions: { ifMatch: other } }))).toBe('412 ConditionNotMet');
    expect(await refusal(blob('a').download(0, 1, { conditions: { ifNoneMatch: etag } }))).toMatch(/^304/);
    expect(await when({ ifMatch: etag })).toBe('none');
    expect(await text('a')).toBe('b');
  });

  it('names what is missing', async () => {
    expect(await refusal(blob('none').delete())).toBe('404 BlobNotFound');
    expect(await refusal(blob('none').download())).toBe('404 BlobNotFound');
    expect(await refusal(client.getContainerClient('none').delete())).toBe('404 ContainerNotFound');
    expect(await refusal(all(client.getContainerClient('none').listBlobsFlat()))).toBe('404 ContainerNotFound');
    expect(await refusal(client.getContainerClient('none').getBlockBlobClient('a').upload('', 0))).toBe(
      '404 ContainerNotFound',
    );
    expect(await refusal(container.create())).toBe('409 ContainerAlreadyExists');
    expect(await blob('none').exists()).toBe(false);
  });

  it('protects what is leased', async () => {
    await put('a');
    const lease = blob('a').getBlobLeaseClient();
    await lease.acquireLease(-1);
    expect(await refusal(blob('a').delete())).toBe('412 LeaseIdMissing');
    expect(await refusal(put('a', 'b'))).toBe('412 LeaseIdMissing');
    const conditions = { leaseId: randomUUID() };
    expect(await refusal(blob('a').delete({ conditions }))).toBe('412 LeaseIdMismatchWithBlobOperation');
    expect(await refusal(blob('a').getBlobLeaseClient().acquireLease(15))).toBe('409 LeaseAlreadyPresent');
    expect(await blob('a').getProperties()).toMatchObject({ leaseState: 'leased', leaseDuration: 'infinite' });
    const [listed] = await all(container.listBlobsFlat());
    expect(listed?.properties).toMatchObject({ leaseState: 'leased', leaseStatus: 'locked' });
    await put('a', 'b', { conditions: { leaseId: lease.leaseId } });
    await lease.renewLease();
    await lease.changeLease(randomUUID());
    await lease.releaseLease();
    expect(await refusal(blob('a').delete({ conditions }))).toBe('412 LeaseNotPresentWithBlobOperation');
    await lease.acquireLease(60);
    expect((await lease.breakLease(0)).leaseTime).toBe(0);
    expect(await blob('a').getProperties()).toMatchObject({ leaseState: 'broken', leaseStatus: 'unlocked' });
    await blob('a').delete();
  });

  it('protects a leased container', async () => {
    const lease = container.getBlobLeaseClient();
    await lease.acquireLease(-1);
    expect(await refusal(container.delete())).toBe('412 LeaseIdMissing');
    await lease.breakLease(0);
    await container.delete();
  });

  it('keeps snapshots beside their blob', async () => {
    await put('a', 'old');
    const { snapshot = '' } = await blob('a').createSnapshot();
    await put('a', 'new');
    expect((await blob('a').withSnapshot(snapshot).downloadToBuffer()).toString()).toBe('old');
    const listed = await all(container.listBlobsFlat({ includeSnapshots: true }));
    expect(listed.map((one) => one.snapshot || 'current').sort()).toEqual([snapshot, 'current'].sort());
    expect(await names()).toEqual(['a']);
    expect(await refusal(blob('a').delete())).toBe('409 SnapshotsPresent');
    await blob('a').delete({ deleteSnapshots: 'only' });
    expect(await all(container.listBlobsFlat({ includeSnapshots: true }))).toHaveLength(1);
    const again = await blob('a').createSnapshot();
    await blob('a').withSnapshot(again.snapshot!).delete();
    await blob('a').createSnapshot();
    const { _response } = await blob('a').delete({ deleteSnapshots: 'include' });
    expect(_response.headers.get('x-ms-delete-type-permanent')).toBe('true');
    expect(await all(container.listBlobsFlat({ includeSnapshots: true }))).toEqual([]);
  });

  it('commits blocks, and lists those that were not', async () => {
    const id = (name: string) => Buffer.from(name).toString('base64');
    await blob('a').stageBlock(id('1'), 'one', 3);
    await blob('a').stageBlock(id('2'), 'two', 3);
    expect(await names()).toEqual([]);
    const [open] = await all(container.listBlobsFlat({ includeUncommitedBlobs: true }));
    expect(open).toMatchObject({ name: 'a', properties: { contentLength: 0 } });
    expect(await refusal(blob('a').commitBlockList([id('3')]))).toBe('400 InvalidBlockList');
    await blob('a').commitBlockList([id('2'), id('1')]);
    expect(await text('a')).toBe('twoone');
    await blob('a').stageBlock(id('4'), 'four', 4);
    const { committedBlocks, uncommittedBlocks } = await blob('a').getBlockList('all');
    expect(committedBlocks).toEqual([
      { name: id('2'), size: 3 },
      { name: id('1'), size: 3 },
    ]);
    expect(uncommittedBlocks).toEqual([{ name: id('4'), size: 4 }]);
    expect(await names({ includeUncommitedBlobs: true })).toEqual(['a']);
    await blob('b').stageBlock(id('1'), 'one', 3);
    await blob('b').commitBlockList([]);
    expect(await text('b')).toBe('');
    await blob('b').delete();
    expect(await names({ includeUncommitedBlobs: true })).toEqual(['a']);
  });

  it('deletes in batches, each item with its own answer', async () => {
    await Promise.all(['a', 'b c', 'd%e', 'ü'].map((name) => put(name)));
    await put('leased');
    await blob('leased').getBlobLeaseClient().acquireLease(-1);
    await put('kept');
    await blob('kept').createSnapshot();
    const wanted = ['a', 'b c', 'd%e', 'ü', 'none', 'leased', 'kept'].map((name) => blob(name));
    const { subResponses, subResponsesFailedCount } = await client.getBlobBatchClient().deleteBlobs(wanted);
    expect(subResponses.map(({ status, errorCode }) => `${status} ${errorCode ?? ''}`)).toEqual([
      ...['202 ', '202 ', '202 ', '202 ', '404 BlobNotFound', '412 LeaseIdMissing', '409 SnapshotsPresent'],
    ]);
    expect(subResponsesFailedCount).toBe(3);
    const options = { deleteSnapshots: 'include' as const };
    await client.getBlobBatchClient().deleteBlobs([blob('kept')], options);
    expect(await names()).toEqual(['leased']);
  });

  it('copies within the service', async () => {
    const options = { metadata: { a: 'b' }, blobHTTPHeaders: { blobContentType: 'text/x' } };
    await put('a', 'content', options);
    const poller = await blob('b').beginCopyFromURL(blob('a').url);
    expect((await poller.pollUntilDone()).copyStatus).toBe('success');
    expect(await text('b')).toBe('content');
    expect(await blob('b').getProperties()).toMatchObject({
      contentType: 'text/x',
      metadata: { a: 'b' },
      copyStatus: 'success',
    });
    const sas = await blob('a').generateSasUrl({
      expiresOn: new Date(Date.now() + 60_000),
      permissions: BlobSASPermissions.parse('r'),
    });
    expect((await blob('c').syncCopyFromURL(sas)).copyStatus).toBe('success');
    expect(await text('c')).toBe('content');
    expect(await refusal(blob('d').syncCopyFromURL(sas.replace('/a?', '/none?')))).toMatch(/^40[34] /);
  });

  it('changes metadata and headers', async () => {
    const { etag } = await put('a');
    const changed = await blob('a').setMetadata({ x: 'y' });
    expect(changed.etag).not.toBe(etag);
    await blob('a').setHTTPHeaders({ blobContentType: 'text/z' });
    expect(await blob('a').getProperties()).toMatchObject({ metadata: { x: 'y' }, contentType: 'text/z' });
    await blob('a').setTags({ one: '1' });
    expect((await blob('a').getTags()).tags).toEqual({ one: '1' });
  });

  it('lists containers', async () => {
    await container.setMetadata({ a: 'b' });
    const found = await all(client.listContainers({ prefix: container.containerName, includeMetadata: true }));
    expect(found).toMatchObject([{ name: container.containerName, metadata: { a: 'b' } }]);
    const first = (await client.listContainers().byPage({ maxPageSize: 1 }).next()) as {
      value: { containerItems: unknown[]; continuationToken: string };
    };
    expect(first.value.containerItems).toHaveLength(1);
    expect(first.value.continuationToken).not.toBe('');
  });

  it('echoes its properties', async () => {
    await client.setProperties({ deleteRetentionPolicy: { enabled: true, days: 3 } });
    expect((await client.getProperties()).deleteRetentionPolicy).toMatchObject({ enabled: true, days: 3 });
    expect((await client.getAccountInfo()).skuName).toBeDefined();
  });
});
