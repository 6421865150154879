import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createPlainServer } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { startFaultProxy, type FaultProxy } from '../../../local/fault-proxy/fault-proxy';
import { startTcpProxy } from '../../../local/fault-proxy/tcp-proxy';
import { startBlobService } from '../../../local/storage/start-blob-service';
import { makeCertificate, type Certificate } from '../../../local/system/certificate';

/** What a client saw: the answer, or how it broke off and after how many bytes. */
interface Seen {
  status?: number;
  headers?: Record<string, string | string[] | undefined>;
  body: string;
  error?: string;
}

const large = 'x'.repeat(300_000);

describe('the fault proxy', () => {
  let dir: string;
  let certificate: Certificate;
  let target: Server;
  let origin: string;
  let proxy: FaultProxy;
  /** What the target was asked, with the length of each body that arrived whole. */
  let asked: string[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'data-requests-fault-proxy-'));
    certificate = await makeCertificate(dir);
    const tls = { cert: certificate.pem, key: readFileSync(certificate.keyFile) };
    target = createServer(tls, (call, answer) => {
      let bytes = 0;
      call.on('data', (chunk: Buffer) => (bytes += chunk.length));
      call.on('error', () => undefined);
      call.on('end', () => {
        asked.push(`${call.method} ${call.url} ${bytes}`);
        if (call.url === '/large') return void answer.end(large);
        if (call.url === '/chunks') {
          answer.write('one ');
          return void answer.end('two');
        }
        answer.setHeader('content-type', 'application/json');
        answer.setHeader('location', `${origin}/next`);
        answer.setHeader('X-Signed', String(call.headers['x-signed']));
        answer.end(JSON.stringify({ value: [1, 2, 3], nextLink: `${origin}/page?p=2` }));
      });
    });
    target.listen({ host: '127.0.0.1', port: 0 });
    await once(target, 'listening');
    origin = `https://127.0.0.1:${(target.address() as AddressInfo).port}`;
    proxy = await startFaultProxy({ target: origin, certificate });
  });

  afterAll(async () => {
    await proxy.stop();
    target.closeAllConnections();
    await new Promise((done) => target.close(done));
    await rm(dir, { recursive: true, force: true });
  });

  beforeEach(() => {
    proxy.clear();
    asked = [];
  });

  function call(path: string, options: { method?: string; body?: string; url?: string; wait?: number } = {}) {
    return new Promise<Seen>((done) => {
      const seen: Seen = { body: '' };
      const sent = request(`${options.url ?? proxy.url}${path}`, {
        ...{ method: options.method ?? 'GET', ca: certificate.pem, agent: false, headers: { 'x-signed': 'As It Is' } },
      });
      const broken = (error: NodeJS.ErrnoException) => done({ ...seen, error: error.code ?? error.message });
      if (options.wait) sent.setTimeout(options.wait, () => sent.destroy(new Error('no answer')));
      sent.on('error', broken).on('response', (answer) => {
        Object.assign(seen, { status: answer.statusCode, headers: answer.headers });
        answer.on('data', (chunk: Buffer) => (seen.body += chunk.toString('utf8')));
        answer.on('error', broken).on('end', () => done(seen));
      });
      sent.end(options.body);
    });
  }

  it('passes calls on as they are', async () => {
    const seen = await call('/a%20b?sig=x%2Fy&q=%E2%82%AC', { method: 'PUT', body: large });
    expect(asked).toEqual([`PUT /a%20b?sig=x%2Fy&q=%E2%82%AC ${large.length}`]);
    expect(seen).toMatchObject({ status: 200, headers: { 'x-signed': 'As It Is', location: `${origin}/next` } });
    expect((await call('/large')).body).toBe(large);
    expect((await call('/chunks')).body).toBe('one two');
    expect(await call('/x', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('hits as many matching calls as a rule says, and no others', async () => {
    const fault = { kind: 'respond', status: 503, headers: { 'retry-after': '7' }, body: '<html>busy</html>' } as const;
    proxy.add({ match: { method: 'get', path: '^/a' }, skip: 1, times: 2, fault });
    const statuses = [];
    for (const path of ['/a', '/b', '/a', '/a', '/a']) statuses.push((await call(path)).status);
    expect(statuses).toEqual([200, 200, 503, 503, 200]);
    expect((await call('/a', { method: 'POST' })).status).toBe(200);
    expect(asked).toEqual(['GET /a 0', 'GET /b 0', 'GET /a 0', 'POST /a 0']);
    const takeAway = proxy.add({ match: {}, fault });
    expect(await call('/a')).toMatchObject({ status: 503, body: '<html>busy</html>', headers: { 'retry-after': '7' } });
    takeAway();
    expect((await call('/a')).status).toBe(200);
  });

  it('lets the target carry out a call whose answer is lost', async () => {
    proxy.add({ match: {}, times: 1, fault: { kind: 'respond', status: 500, forward: true } });
    proxy.add({ match: {}, times: 1, fault: { kind: 'resetAnswer', afterBytes: 0 } });
    proxy.add({ match: {}, times: 1, fault: { kind: 'hang', forward: true } });
    expect((await call('/1', { method: 'DELETE' })).status).toBe(500);
    expect((await call('/2', { method: 'DELETE' })).error).toBe('ECONNRESET');
    expect((await call('/3', { method: 'DELETE', wait: 300 })).error).toBe('no answer');
    expect(asked).toEqual(['DELETE /1 0', 'DELETE /2 0', 'DELETE /3 0']);
  });

  it('answers nothing, or later, without a call on the target meanwhile', async () => {
    proxy.add({ match: {}, times: 1, fault: { kind: 'hang' } });
    proxy.add({ match: {}, times: 1, fault: { kind: 'delay', ms: 20 } });
    expect((await call('/1', { wait: 200 })).error).toBe('no answer');
    expect(asked).toEqual([]);
    expect((await call('/2')).status).toBe(200);
  });

  it('resets in the middle of an answer and of a call', async () => {
    proxy.add({ match: { path: 'large' }, fault: { kind: 'resetAnswer', afterBytes: 100_000 } });
    proxy.add({ match: { path: 'put' }, fault: { kind: 'resetRequest', afterBytes: 100_000 } });
    const seen = await call('/large');
    expect([seen.status, seen.error]).toEqual([200, 'ECONNRESET']);
    expect(seen.body.length).toBeLessThanOrEqual(100_000);
    asked = [];
    expect((await call('/put', { method: 'PUT', body: large })).error).toBe('ECONNRESET');
    expect(asked).toEqual([]);
  });

  it('truncates with the right and with the wrong length', async () => {
    proxy.add({ match: { path: 'large' }, times: 1, fault: { kind: 'truncate', afterBytes: 9, length: 'sent' } });
    expect(await call('/large')).toMatchObject({ body: 'xxxxxxxxx', headers: { 'content-length': '9' } });
    proxy.add({ match: { path: 'large' }, times: 1, fault: { kind: 'truncate', afterBytes: 9, length: 'promised' } });
    const seen = await call('/large');
    expect(seen).toMatchObject({ headers: { 'content-length': '300000' }, error: 'ECONNRESET' });
  });

  it('changes answers', async () => {
    const change = (body: unknown) => ({ ...(body as object), value: [1] });
    proxy.add({ match: { path: 'json' }, fault: { kind: 'changeJson', change } });
    proxy.add({ match: { path: 'chunks' }, fault: { kind: 'changeText', change: (text) => text.replace('one', '€') } });
    expect(JSON.parse((await call('/json')).body)).toEqual({ value: [1], nextLink: `${origin}/page?p=2` });
    expect((await call('/chunks')).body).toBe('€ two');
  });

  it('leads the links of the target through itself when told', async () => {
    const adopting = await startFaultProxy({ target: origin, certificate, adoptLinks: true });
    const { body, headers } = await call('/json', { url: adopting.url });
    await adopting.stop();
    expect(JSON.parse(body)).toEqual({ value: [1, 2, 3], nextLink: `${adopting.url}/page?p=2` });
    expect(headers).toMatchObject({ location: `${adopting.url}/next`, 'content-length': String(body.length) });
  });

  it('cuts, goes down and comes up again on its port', async () => {
    proxy.add({ match: { path: 'wait' }, fault: { kind: 'hang' } });
    const waiting = call('/wait');
    await new Promise((wait) => setTimeout(wait, 100));
    proxy.cut();
    expect((await waiting).error).toBe('ECONNRESET');
    expect((await call('/a')).status).toBe(200);
    await proxy.down();
    expect((await call('/a')).error).toBe('ECONNREFUSED');
    await proxy.up();
    expect((await call('/a')).status).toBe(200);
  });

  it('cuts what it knows no protocol of', async () => {
    const raw = await startTcpProxy({ targetPort: Number(new URL(origin).port) });
    const url = `https://127.0.0.1:${raw.port}`;
    expect((await call('/large', { url })).body).toBe(large);
    await raw.down();
    expect((await call('/a', { url })).error).toBe('ECONNREFUSED');
    await raw.up();
    expect((await call('/a', { url })).status).toBe(200);
    await raw.stop();
  });

  it('speaks plain HTTP to a plain target, and resets for one that is not there', async () => {
    const plain = createPlainServer((_call, answer) => answer.end('plain'));
    plain.listen({ host: '127.0.0.1', port: 0 });
    await once(plain, 'listening');
    const to = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;
    const front = await startFaultProxy({ target: to });
    expect(await (await fetch(front.url)).text()).toBe('plain');
    plain.closeAllConnections();
    await new Promise((done) => plain.close(done));
    await expect(fetch(front.url)).rejects.toThrow();
    await front.stop();
  });

  it('leaves signatures of storage calls valid', async () => {
    const key = Buffer.from('a key of a test').toString('base64');
    const tls = { cert: certificate.pem, key: readFileSync(certificate.keyFile, 'utf8') };
    const storage = await startBlobService({ ...tls, accounts: { store: key } });
    const front = await startFaultProxy({ target: storage.url, certificate });
    const trust = { tlsOptions: { ca: certificate.pem } };
    const service = new BlobServiceClient(
      `${front.url}/store`,
      new StorageSharedKeyCredential('store', key),
      trust as ConstructorParameters<typeof BlobServiceClient>[2],
    );
    const container = service.getContainerClient('made');
    await container.create();
    await container.getBlockBlobClient('a b/ü.txt').upload(large, large.length);
    expect((await container.getBlobClient('a b/ü.txt').downloadToBuffer()).length).toBe(large.length);
    await front.stop();
    await storage.stop();
  });
});
