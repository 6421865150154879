import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { makeCertificate } from '../../../local/system/certificate';
import { readyEvent, startChild, type Child } from '../../../local/system/child';
import { key } from './services';

const [reader, contributor, owner] = ['10ca1000-a', '10ca1000-b', '10ca1000-c'];

/** A token as Entra's look; the service doesn't check signatures. */
function tokenOf(objectId: string, claims: object = {}): string {
  const payload = { aud: 'https://storage.azure.com', exp: Date.now() / 1000 + 600, oid: objectId, ...claims };
  return `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;
}

describe('the blob service as a process, over TLS', () => {
  let dir: string;
  let ca: string;
  let child: Child<{ url: string; adminKey: string }>;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'data-requests-blob-service-'));
    const { certFile, keyFile, pem } = await makeCertificate(dir);
    ca = pem;
    const accounts = join(dir, 'storage.json');
    await writeFile(accounts, JSON.stringify({ accounts: { store: key } }));
    child = await startChild({
      name: 'The blob service',
      logFile: join(dir, 'log'),
      ready: readyEvent,
      env: process.env,
      args: [
        join(__dirname, '../../../dist/local/storage/main.js'),
        ...['--accounts', accounts, '--cert', certFile, '--key', keyFile],
      ],
    });
    await admin('PUT', 'accounts/store/settings', {
      deleteRetentionPolicy: { enabled: true, days: 7, allowPermanentDelete: true },
      access: { readers: [reader], owners: [owner] },
    });
    await as(contributor).create();
  });
  afterAll(async () => {
    await child.stop();
    await rm(dir, { recursive: true, force: true });
  });

  /** The container as somebody sees it. */
  function as(objectId: string, claims: object = {}): ContainerClient {
    const credential = {
      getToken: () => Promise.resolve({ token: tokenOf(objectId, claims), expiresOnTimestamp: Date.now() + 600_000 }),
    };
    const options = { tlsOptions: { ca }, retryOptions: { maxTries: 1 } } as object;
    return new BlobServiceClient(`${child.ready.url}/store`, credential, options).getContainerClient('box');
  }

  async function admin(method: string, path: string, body?: object): Promise<number> {
    const { request } = await import('node:https');
    return new Promise((resolve, reject) => {
      const headers = { 'x-storage-admin': child.ready.adminKey };
      const call = request(`${child.ready.url}/_storage/${path}`, { method, headers, ca }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      });
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  const refused = async (call: Promise<unknown>): Promise<string> => {
    try {
      await call;
      return 'none';
    } catch (error) {
      const { statusCode, details } = error as { statusCode: number; details?: { errorCode?: string } };
      return `${statusCode} ${details?.errorCode}`;
    }
  };
  const deleteForGood = (container: ContainerClient, snapshot: string) => {
    const blob = container.getBlobClient('a').withSnapshot(snapshot);
    const { blobContext } = blob as unknown as { blobContext: { delete(options: object): Promise<unknown> } };
    return refused(blobContext.delete({ blobDeleteType: 'Permanent' }));
  };

  it('lets a reader read only', async () => {
    await as(contributor).getBlockBlobClient('r').upload('x', 1);
    expect((await as(reader).getBlobClient('r').downloadToBuffer()).toString()).toBe('x');
    expect(await refused(as(reader).getBlobClient('r').delete())).toBe('403 AuthorizationPermissionMismatch');
    expect(await refused(as(reader).getBlockBlobClient('r').upload('', 0))).toBe('403 AuthorizationPermissionMismatch');
    const batch = as(reader).getBlobBatchClient();
    const { subResponses } = await batch.deleteBlobs([as(reader).getBlobClient('r')]);
    expect(subResponses[0]).toMatchObject({ status: 403, errorCode: 'AuthorizationPermissionMismatch' });
  });

  it('lets only an owner delete for good', async () => {
    const blob = as(contributor).getBlockBlobClient('a');
    await blob.upload('x', 1);
    const { snapshot = '' } = await blob.createSnapshot();
    await blob.withSnapshot(snapshot).delete();
    expect(await deleteForGood(as(contributor), snapshot)).toBe('403 AuthorizationPermissionMismatch');
    expect(await deleteForGood(as(owner), snapshot)).toBe('none');
    expect(await deleteForGood(as(owner), snapshot)).toBe('404 BlobNotFound');
  });

  it('refuses who cannot say who it is', async () => {
    const unknown = { aud: 'https://management.azure.com' };
    expect(await refused(as(owner, unknown).getProperties())).toBe('401 InvalidAuthenticationInfo');
    expect(await refused(as(owner, { exp: 1 }).getProperties())).toBe('401 InvalidAuthenticationInfo');
    const anonymous = new BlobServiceClient(`${child.ready.url}/store`, undefined, {
      ...({ tlsOptions: { ca } } as object),
      retryOptions: { maxTries: 1 },
    });
    expect(await refused(anonymous.getProperties())).toBe('401 NoAuthenticationInformation');
  });

  it('keeps its admin routes to whoever has their key', async () => {
    expect(await admin('GET', 'clock')).toBe(200);
    expect(await admin('GET', 'nonsense')).toBe(404);
    expect(await admin('PUT', 'accounts/store/settings', { unheardOf: true })).toBe(400);
    expect(await admin('PUT', 'accounts/store/settings', { isHnsEnabled: true, isVersioningEnabled: true })).toBe(400);
    expect(await admin('POST', 'clock', { advanceSeconds: -1 })).toBe(400);
    child.ready.adminKey += 'x';
    expect(await admin('GET', 'clock')).toBe(403);
  });
});
