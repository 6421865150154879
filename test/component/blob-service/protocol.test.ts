import { randomUUID } from 'node:crypto';
import { BlobSASPermissions, BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { BlobItem, ContainerClient } from '@azure/storage-blob';
import { key, startOurs, type OurService } from './services';

describe('the protocol of the blob service', () => {
  let service: OurService;
  let container: ContainerClient;
  beforeAll(async () => {
    service = await startOurs();
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    container = service.client.getContainerClient(`c${randomUUID()}`);
    await container.create();
  });

  const blob = (name: string) => container.getBlockBlobClient(name);
  const put = (name: string, content = name) => blob(name).upload(content, Buffer.byteLength(content));
  const sasOf = (name: string) =>
    blob(name).generateSasUrl({
      expiresOn: new Date(Date.now() + 60_000),
      permissions: BlobSASPermissions.parse('r'),
    });
  const refused = async (call: Promise<unknown>): Promise<string> => {
    try {
      await call;
      return 'none';
    } catch (error) {
      const { statusCode, details, code } = error as {
        statusCode: number;
        code: string;
        details?: { errorCode?: string };
      };
      return `${statusCode} ${details?.errorCode ?? code}`;
    }
  };
  async function all(options: object = {}): Promise<BlobItem[]> {
    const items: BlobItem[] = [];
    for await (const item of container.listBlobsFlat(options)) items.push(item);
    return items;
  }

  it('lists names that XML cannot hold', async () => {
    const names = ['a\u0001b', 'a\tb\nc', 'a\uFFFEb%20<&>'];
    for (const name of names) await put(name, 'x');
    expect((await all()).map(({ name }) => name).sort()).toEqual([...names].sort());
    expect((await all({ prefix: 'a\u0001' })).map(({ name }) => name)).toEqual(['a\u0001b']);
    for (const name of names) await blob(name).delete();
    expect(await all()).toEqual([]);
  });

  it('goes on where a name came before, whatever was deleted meanwhile', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await put(name);
    const pages = container.listBlobsFlat().byPage({ maxPageSize: 2 });
    const found: string[] = [];
    for await (const page of pages) {
      for (const { name } of page.segment.blobItems) {
        found.push(name);
        await blob(name).delete();
      }
    }
    expect(found).toEqual(['a', 'b', 'c', 'd', 'e']);
    await put('f');
    expect((await all({ startFrom: 'g' })).length).toBe(0);
    expect((await all({ startFrom: 'f' })).length).toBe(1);
  });

  it('pages through the copies of one name', async () => {
    await put('a');
    for (let count = 0; count < 4; count++) await blob('a').createSnapshot();
    const sizes: number[] = [];
    for await (const page of container.listBlobsFlat({ includeSnapshots: true }).byPage({ maxPageSize: 2 })) {
      for (const { name, snapshot } of page.segment.blobItems) {
        if (snapshot) await blob(name).withSnapshot(snapshot).delete();
      }
      sizes.push(page.segment.blobItems.length);
    }
    expect(sizes).toEqual([2, 2, 1]);
    expect(await all({ includeSnapshots: true })).toHaveLength(1);
  });

  it('ends a page early, with a marker, when it looked at many names in vain', async () => {
    const softDelete = { deleteRetentionPolicy: { enabled: true, days: 7 } };
    await service.admin('PUT', 'accounts/store/settings', { isHnsEnabled: true, ...softDelete });
    const { containerName } = container;
    const many = { template: '{index}', count: 25_000, perFolder: 1000, size: 1 };
    await service.admin('POST', 'fill', { account: 'store', container: containerName, ...many });
    await put('z');
    await blob('z').delete();
    const [sas = '', query = ''] = (
      await container.generateSasUrl({ expiresOn: new Date(Date.now() + 60_000), permissions: rl() })
    ).split('?');
    const list = async (marker: string) => {
      const url = `${sas}?restype=container&comp=list&showonly=deleted&marker=${encodeURIComponent(marker)}&${query}`;
      const text = await (await fetch(url)).text();
      return { names: text.match(/<Name>/g)?.length ?? 0, next: /<NextMarker>([^<]*)</.exec(text)?.[1] };
    };
    const first = await list('');
    expect(first.names).toBe(0);
    expect(await list(first.next ?? '')).toEqual({ names: 1, next: undefined });
    await service.admin('PUT', 'accounts/store/settings', {
      isHnsEnabled: false,
      deleteRetentionPolicy: { enabled: false },
    });
  });

  it('copies from URLs, with the source authorised on its own', async () => {
    await put('a', '0123456789');
    const { etag } = await blob('a').getProperties();
    expect(await refused(blob('b').syncCopyFromURL(blob('a').url))).toBe('401 CannotVerifyCopySource');
    await blob('b').syncCopyFromURL(await sasOf('a'), { sourceConditions: { ifMatch: etag } });
    const other = { sourceConditions: { ifMatch: '"0x1"' } };
    expect(await refused(blob('b').syncCopyFromURL(await sasOf('a'), other))).toBe('412 SourceConditionNotMet');
    await blob('c').syncUploadFromURL(await sasOf('a'));
    const id = Buffer.from('1').toString('base64');
    await blob('d').stageBlockFromURL(id, await sasOf('a'), 2, 3);
    await blob('d').commitBlockList([id]);
    const read = async (name: string) => (await blob(name).downloadToBuffer()).toString();
    expect([await read('b'), await read('c'), await read('d')]).toEqual(['0123456789', '0123456789', '234']);
  });

  it('refuses a wrong key', async () => {
    const wrong = new StorageSharedKeyCredential('store', Buffer.from('another').toString('base64'));
    const client = new BlobServiceClient(service.url, wrong, { retryOptions: { maxTries: 1 } });
    expect(await refused(client.getProperties())).toBe('403 AuthenticationFailed');
    const other = new StorageSharedKeyCredential('other', key);
    const elsewhere = new BlobServiceClient(service.url, other, { retryOptions: { maxTries: 1 } });
    expect(await refused(elsewhere.getProperties())).toBe('403 AuthenticationFailed');
  });

  it('refuses by name what it does not have', async () => {
    expect(await refused(container.getAppendBlobClient('a').create())).toBe('501 UnsupportedOperation');
    expect(await refused(container.getPageBlobClient('a').create(512))).toBe('501 UnsupportedOperation');
    expect(await refused(blob('a').query('SELECT * from BlobStorage'))).toBe('501 UnsupportedOperation');
  });

  it('fails as it is told to, for calls and for items of batches', async () => {
    const respond = { status: 503, headers: { 'retry-after': '3' } };
    await service.admin('POST', 'faults', { match: { method: 'PUT', path: '/a$' }, times: 1, respond });
    expect(await refused(put('a'))).toBe('503 ServerBusy');
    await put('a');
    await service.admin('POST', 'faults', { match: { path: '/a$' }, times: 1, items: true, respond });
    const erase = async () =>
      (await container.getBlobBatchClient().deleteBlobs([blob('a')])).subResponses.map(({ status }) => status);
    expect(await erase()).toEqual([503]);
    await service.admin('POST', 'faults', { match: { path: 'comp=batch' }, times: 1, after: true, respond });
    expect(await refused(erase())).toBe('503 ServerBusy');
    expect(await erase()).toEqual([404]);
    await service.admin('POST', 'faults', { match: { path: '' }, dropConnection: true });
    expect(await refused(put('a'))).not.toBe('none');
    await service.admin('DELETE', 'faults');
    await put('a');
  });

  it('serves as many requests a second as an account may', async () => {
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => put(name)));
    await service.admin('PUT', 'accounts/store/settings', { requestsPerSecond: 2 });
    const items = ['a', 'b', 'c', 'd', 'e'].map((name) => blob(name));
    const { subResponses } = await service.client.getBlobBatchClient().deleteBlobs(items);
    expect(subResponses.map(({ status }) => status)).toEqual([202, 202, 503, 503, 503]);
    await service.admin('PUT', 'accounts/store/settings', { requestsPerSecond: 100_000 });
  });

  it('deletes versions and snapshots in a batch, for good where the switch says so', async () => {
    const policy = { enabled: true, days: 7, allowPermanentDelete: true };
    await service.admin('PUT', 'accounts/store/settings', { deleteRetentionPolicy: policy });
    await put('a');
    const { snapshot = '' } = await blob('a').createSnapshot();
    const { url } = blob('a').withSnapshot(snapshot);
    const erase = (target: string) => batchOf(service, [target]);
    expect(await erase(url)).toEqual(['202 false']);
    await service.admin('PUT', 'accounts/store/settings', { switches: { permanentDeleteInBatch: false } });
    expect(await erase(`${url}&deletetype=permanent`)).toEqual(['400 undefined']);
    await service.admin('PUT', 'accounts/store/settings', { switches: { permanentDeleteInBatch: true } });
    expect(await erase(`${url}&deletetype=permanent`)).toEqual(['202 true']);
    await service.admin('PUT', 'accounts/store/settings', { deleteRetentionPolicy: { enabled: false } });
  });
});

function rl() {
  return { toString: () => 'rl' } as never;
}

/** Deletes by a batch that is written by hand; status and permanence of each item. */
async function batchOf(service: OurService, urls: readonly string[]): Promise<string[]> {
  const payload = { aud: 'https://storage.azure.com', exp: Date.now() / 1000 + 600, oid: 'o' };
  const authorization = `Bearer e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;
  const parts = urls.map((url, index) => {
    const { pathname, search } = new URL(url);
    return (
      `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${index}\r\n\r\n` +
      `DELETE ${pathname}${search} HTTP/1.1\r\nauthorization: ${authorization}\r\ncontent-length: 0\r\n\r\n`
    );
  });
  const answer = await fetch(`${service.url}/?comp=batch`, {
    method: 'POST',
    headers: { authorization, 'x-ms-version': '2024-11-04', 'content-type': 'multipart/mixed; boundary=b' },
    body: `${parts.join('\r\n')}\r\n--b--\r\n`,
  });
  const items = (await answer.text()).split(/--batchresponse_[\w-]+/).slice(1, -1);
  return items.map((item) => {
    const status = /HTTP\/1\.1 (\d+)/.exec(item)?.[1];
    return `${status} ${/x-ms-delete-type-permanent: (\w+)/.exec(item)?.[1]}`;
  });
}
