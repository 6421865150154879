import { QueueServiceClient, RestError, type StoragePipelineOptions } from '@azure/storage-queue';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectionString, startAzurite, type Azurite } from '../../../local/system/azurite';
import { makeCertificate, type Certificate } from '../../../local/system/certificate';
import { eventually, removeFolder, startHostProcess, temporaryFolder, type HostProcess } from './host-process';

interface Seen {
  message: { n?: number; results?: unknown[]; fail?: boolean } | string | number;
  dequeueCount: number;
  hasId: boolean;
  insertionTime: string;
}

const account = 'hosttests';
let dir: string;
let certificate: Certificate;
let azurite: Azurite;
let host: HostProcess;
let queues: QueueServiceClient;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  dir = await temporaryFolder();
  certificate = await makeCertificate(dir);
  azurite = await startAzurite({ dir: join(dir, 'azurite'), certificate, accounts: [account] });
  const connection = connectionString(azurite, account);
  // jest's process can't be told by NODE_EXTRA_CA_CERTS: it has started already.
  const trusted = { tlsOptions: { ca: certificate.pem } } as StoragePipelineOptions;
  queues = QueueServiceClient.fromConnectionString(connection, trusted);
  environment = { AzureWebJobsStorage: connection, NODE_EXTRA_CA_CERTS: certificate.certFile };
  host = await startHostProcess(dir, { env: environment });
});
afterAll(async () => {
  await host?.child.stop();
  await azurite?.stop();
  await removeFolder(dir);
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const send = (text: string) => queues.getQueueClient('work').sendMessage(base64(text));
const seen = async () => (await (await host.fetch('/api/seen')).json()) as Seen[];
const seenWhere = (check: (entry: Seen) => boolean, count = 1) =>
  eventually(async () => {
    const found = (await seen()).filter(check);
    return found.length >= count ? found : undefined;
  });
const numbered = (n: number) => (entry: Seen) => typeof entry.message === 'object' && entry.message.n === n;
const take = (name: string) =>
  eventually(async () => {
    const queue = queues.getQueueClient(name);
    const answer = await queue.receiveMessages().catch((error: unknown) => {
      if (error instanceof RestError && error.statusCode === 404) return undefined;
      throw error;
    });
    const message = answer?.receivedMessageItems[0];
    if (message) await queue.deleteMessage(message.messageId, message.popReceipt);
    return message;
  });
const takeText = async (name: string) => Buffer.from((await take(name)).messageText, 'base64').toString();

it('makes the queue, runs the function on a JSON message and deletes it', async () => {
  await send('{"n":1}');
  const [entry] = await seenWhere(numbered(1));
  expect(entry).toMatchObject({ dequeueCount: 1, hasId: true });
  expect(new Date(entry?.insertionTime ?? '').getTime()).toBeGreaterThan(Date.now() - 60_000);
  await eventually(async () => {
    const { approximateMessagesCount } = await queues.getQueueClient('work').getProperties();
    return approximateMessagesCount === 0 ? true : undefined;
  });
});

it('gives other text to the function as it is', async () => {
  await send('plain text {');
  expect(await seenWhere(({ message }) => message === 'plain text {')).toHaveLength(1);
});

it('writes one output message per element, strings as they are', async () => {
  await send('{"n":2,"results":["text",{"a":1}]}');
  const results = [await takeText('results'), await takeText('results')];
  expect(results.sort()).toEqual(['text', '{"a":1}']);
});

it('writes outputs of an http function before it answers', async () => {
  expect((await host.fetch('/api/enqueue', { method: 'POST', body: '{"n":3}' })).status).toBe(202);
  expect(await seenWhere(numbered(3))).toHaveLength(1);
});

it('tries a failing message maxDequeueCount times and moves it to the poison queue', async () => {
  await send('{"n":4,"fail":true}');
  expect(await takeText('work-poison')).toBe('{"n":4,"fail":true}');
  expect((await seen()).filter(numbered(4)).map(({ dequeueCount }) => dequeueCount)).toEqual([1, 2]);
});

it('moves a message in another encoding to the poison queue without running it', async () => {
  await queues.getQueueClient('work').sendMessage('{"not":"base64"}');
  expect((await take('work-poison')).messageText).toBe('{"not":"base64"}');
});

it('runs a queue function by hand', async () => {
  expect((await host.admin('functions/worker', { input: '{"n":5}' })).status).toBe(202);
  expect(await seenWhere(numbered(5))).toHaveLength(1);
  expect((await host.admin('functions/echo', { input: '' })).status).toBe(400);
  expect((await host.admin('functions/unknown', { input: '' })).status).toBe(404);
});

it('opens queues with a managed identity', async () => {
  // What the identity endpoint of App Service answers; Azurite reads the claims and doesn't check the signature.
  const asked: string[] = [];
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(Date.now() / 1000);
  const identity = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://identity');
    asked.push(`${String(request.headers['x-identity-header'])} ${url.searchParams.get('client_id')}`);
    const resource = url.searchParams.get('resource') ?? '';
    const tenant = '00000000-0000-0000-0000-000000000001';
    const times = { iat: seconds, nbf: seconds - 60, exp: seconds + 3600 };
    const claims = { ...times, aud: resource, iss: `https://sts.windows.net/${tenant}/`, oid: tenant, tid: tenant };
    const token = `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.${part({})}`;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ access_token: token, expires_on: String(times.exp), resource, token_type: 'Bearer' }),
    );
  });
  await new Promise<void>((resolve) => identity.listen(0, '127.0.0.1', resolve));
  const { port } = identity.address() as AddressInfo;
  const state = await temporaryFolder();
  const other = await startHostProcess(state, {
    env: {
      NODE_EXTRA_CA_CERTS: certificate.certFile,
      IN_QUEUE: 'by-identity',
      AzureWebJobsStorage__queueServiceUri: `${azurite.queueEndpoint}/${account}`,
      AzureWebJobsStorage__credential: 'managedidentity',
      AzureWebJobsStorage__clientId: 'the-client',
      IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`,
      IDENTITY_HEADER: 'secret',
    },
  });
  try {
    await queues.getQueueClient('by-identity').sendMessage(base64('{"n":8}'));
    await eventually(async () => {
      const entries = (await (await other.fetch('/api/seen')).json()) as Seen[];
      return entries.some(numbered(8)) || undefined;
    });
    expect(asked).toContain('secret the-client');
  } finally {
    await other.child.stop();
    identity.close();
    await removeFolder(state);
  }
});

it('takes up messages that came while it was down, and makes a deleted queue again', async () => {
  expect(await host.child.stop().then(() => host.child.exited)).toBe(0);
  await send('{"n":6}');
  host = await startHostProcess(dir, { env: environment });
  expect(await seenWhere(numbered(6))).toHaveLength(1);
  await queues.getQueueClient('work').delete();
  await eventually(async () => ((await queues.getQueueClient('work').exists()) ? true : undefined));
  await send('{"n":7}');
  expect(await seenWhere(numbered(7))).toHaveLength(1);
});

it('goes on after the storage service was away', async () => {
  const { accounts, ports } = azurite;
  await azurite.stop();
  await new Promise((resolve) => setTimeout(resolve, 500));
  azurite = await startAzurite({ dir: join(dir, 'azurite'), certificate, accounts, ports });
  await send('{"n":9}');
  expect(await seenWhere(numbered(9))).toHaveLength(1);
});
