import { request } from 'node:http';
import { removeFolder, startHostProcess, temporaryFolder, type HostProcess } from './host-process';

let dir: string;
let host: HostProcess;
beforeAll(async () => {
  dir = await temporaryFolder();
  host = await startHostProcess(dir, { env: { STREAM: 'true', FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '100000' } });
});
afterAll(async () => {
  await host?.child.stop();
  await removeFolder(dir);
});

it('writes a streamed response through as it comes', async () => {
  const response = await host.fetch('/api/stream');
  const arrivals: string[] = [];
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) arrivals.push(decoder.decode(chunk));
  expect(arrivals).toEqual(['first,', 'second']);
});

it('passes on requests with their params, query and body', async () => {
  expect(await (await host.fetch('/api/items/7')).json()).toEqual({ from: 'constrained', params: { id: '7' } });
  const body = 'x'.repeat(50_000);
  const response = await host.fetch('/api/echo?a=1', { method: 'POST', body, headers: { 'x-custom': 'yes' } });
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({
    url: `${host.url}/api/echo?a=1`,
    query: { a: '1' },
    headers: { 'x-custom': 'yes' },
    body,
  });
});

it('answers 500 to an error and 204 to nothing', async () => {
  expect((await host.fetch('/api/throws')).status).toBe(500);
  expect((await host.fetch('/api/nothing')).status).toBe(204);
});

it('takes the answer of a function that does not read the body', async () => {
  const response = await host.fetch('/api/setting', { method: 'POST', body: 'x'.repeat(90_000) });
  expect(await response.text()).toBe('from the file');
});

it('refuses a body past the limit', async () => {
  const response = await host.fetch('/api/echo', { method: 'POST', body: 'x'.repeat(100_001) });
  expect(response.status).toBe(413);
});

it('goes on after a client that went away', async () => {
  await new Promise<void>((resolve) => {
    const outgoing = request(`${host.url}/api/stream`, (response) => {
      response.once('data', () => outgoing.destroy());
    });
    outgoing.once('error', () => resolve()).once('close', () => resolve());
    outgoing.end();
  });
  expect((await host.fetch('/api/setting')).status).toBe(200);
});
