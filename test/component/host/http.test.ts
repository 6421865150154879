import { request } from 'node:http';
import { removeFolder, startHostProcess, temporaryFolder, type HostProcess } from './host-process';

let dir: string;
let host: HostProcess;
beforeAll(async () => {
  dir = await temporaryFolder();
  host = await startHostProcess(dir, { env: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' } });
});
afterAll(async () => {
  await host?.child.stop();
  await removeFolder(dir);
});

const text = async (path: string, init?: RequestInit) => {
  const response = await host.fetch(path, init);
  return `${response.status} ${await response.text()}`;
};

describe('routes', () => {
  it.each([
    ['GET', '/api/items/special', '200 {"from":"aLiteral","params":{}}'],
    ['GET', '/API/Items/SPECIAL/', '200 {"from":"aLiteral","params":{}}'],
    ['GET', '/api/items/7', '200 {"from":"constrained","params":{"id":"7"}}'],
    ['GET', '/api/items/seven', '200 {"from":"free","params":{"name":"seven"}}'],
    ['GET', '/api/items/a%20b/c', '200 {"from":"free","params":{"name":"a b","part":"c"}}'],
    ['DELETE', '/api/items/1/2/3', '200 {"from":"catchAll","params":{"rest":"1/2/3"}}'],
  ])('%s %s', async (method, path, expected) => {
    expect(await text(path, { method })).toBe(expected);
  });

  it('answers 404, not 405, to a wrong method', async () => {
    expect(await text('/api/echo')).toBe('404 ');
    expect(await text('/api/bytes', { method: 'POST' })).toBe('404 ');
  });

  it('tries routes in the alphabetical order of function names, and warns of what it hides', async () => {
    expect(await text('/api/items/hidden')).toBe('200 {"from":"free","params":{"name":"hidden"}}');
    expect(await text('/api/items/hidden', { method: 'POST' })).toBe('200 {"from":"shadowed","params":{}}');
    expect(await host.log()).toContain("Requests for 'api/items/hidden' (function 'shadowed') go to");
  });

  it('knows nothing outside the prefix', async () => {
    expect(await text('/items/special')).toBe('404 ');
  });
});

describe('requests', () => {
  it('passes on method, URL, query, headers and body', async () => {
    const response = await host.fetch('/api/echo?a=1&b=x%20y&a=2', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-custom': 'yes' },
      body: '{"é":1}',
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      method: 'PUT',
      url: `${host.url}/api/echo?a=1&b=x%20y&a=2`,
      query: { a: '1,2', b: 'x y' },
      headers: { 'x-custom': 'yes' },
      body: '{"é":1}',
    });
  });

  it('passes on forms', async () => {
    const urlencoded = await host.fetch('/api/form', { method: 'POST', body: new URLSearchParams({ a: 'b c' }) });
    expect(await urlencoded.json()).toEqual({ a: 'b c' });
    const form = new FormData();
    form.set('field', 'välue');
    expect(await (await host.fetch('/api/form', { method: 'POST', body: form })).json()).toEqual({ field: 'välue' });
  });

  it('refuses bodies past the limit, announced or not', async () => {
    expect(await text('/api/echo', { method: 'POST', body: 'x'.repeat(1001) })).toBe('413 ');
    const stream = new Blob(['x'.repeat(1001)]).stream();
    const init: RequestInit & { duplex: string } = { method: 'POST', body: stream, duplex: 'half' };
    expect(await text('/api/echo', init)).toBe('413 ');
    expect((await host.fetch('/api/echo', { method: 'POST', body: 'x'.repeat(1000) })).status).toBe(201);
  });
});

describe('responses', () => {
  it('returns bytes, and only headers to HEAD', async () => {
    const get = await host.fetch('/api/bytes');
    expect([...new Uint8Array(await get.arrayBuffer())]).toEqual([0, 255, 1]);
    expect(get.headers.get('x-content-type-options')).toBe('nosniff');
    const head = await host.fetch('/api/bytes', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-type')).toBe('application/octet-stream');
    expect(await head.text()).toBe('');
  });

  it('sets cookies', async () => {
    const response = await host.fetch('/api/cookie');
    expect(response.headers.getSetCookie()).toEqual(['a=1%202; Max-Age=5; HttpOnly; SameSite=Strict']);
  });

  it('knows query parameters that are called as what every object has', async () => {
    const { query } = (await (
      await host.fetch('/api/echo?constructor=1&toString=a&toString=b', { method: 'PUT' })
    ).json()) as {
      query: object;
    };
    expect(query).toEqual({ constructor: '1', toString: 'a,b' });
  });

  it('answers 204 when a function returns nothing', async () => {
    expect(await text('/api/nothing')).toBe('204 ');
  });

  it("answers 500 without details to a function's error, and logs it", async () => {
    expect(await text('/api/throws')).toBe('500 ');
    expect(await host.log()).toContain('[Function.throws] Executed: failed. Error: secret detail');
  });

  it('ends a function at functionTimeout', async () => {
    expect(await text('/api/slow')).toBe('500 ');
    expect(await host.log()).toContain('Timeout value of 2 seconds exceeded');
  });

  it('runs start and invocation hooks', async () => {
    const hooks = async () => ((await (await host.fetch('/api/hooks')).json()) as { hooks: number }).hooks;
    const before = await hooks();
    expect(before).toBeGreaterThan(0);
    expect(await hooks()).toBe(before + 1);
  });
});

describe('keys', () => {
  it('opens level function to function and master keys, level admin to the master key only', async () => {
    const withKey = async (path: string, key: string) =>
      (await host.fetch(path, { headers: { 'x-functions-key': key } })).status;
    expect((await host.fetch('/api/guarded')).status).toBe(401);
    expect(await withKey('/api/guarded', 'wrong')).toBe(401);
    expect(await withKey('/api/guarded', host.functionKey)).toBe(200);
    expect(await withKey('/api/guarded', host.masterKey)).toBe(200);
    expect((await host.fetch(`/api/guarded?code=${host.functionKey}`)).status).toBe(200);
    expect(await withKey('/api/forAdmins', host.functionKey)).toBe(401);
    expect(await withKey('/api/forAdmins', host.masterKey)).toBe(200);
  });
});

describe('admin', () => {
  it('lists the functions to holders of the master key', async () => {
    expect((await host.fetch('/admin/functions')).status).toBe(401);
    const list = (await (await host.admin('functions')).json()) as { name: string; invoke_url_template: string }[];
    expect(list.find(({ name }) => name === 'constrained')?.invoke_url_template).toBe(`${host.url}/api/items/{id:int}`);
    expect(await (await host.admin('host/status')).json()).toMatchObject({ state: 'Running' });
  });

  it('has no clock route without --test-clock', async () => {
    expect((await host.admin('host/clock', { advanceSeconds: 1 })).status).toBe(404);
  });
});

it.each([
  ['a target that is no path', { path: 'http://elsewhere/api/bytes' }],
  ['a name with credentials before it', { path: '/api/bytes', headers: { host: 'somebody@127.0.0.1' } }],
  ['a name with a path behind it', { path: '/api/bytes', headers: { host: '127.0.0.1/x' } }],
  ['a name that is not this machine', { path: '/api/bytes', headers: { host: 'elsewhere.example' } }],
])('answers 400 to %s', async (_, options) => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const { hostname, port } = new URL(host.url);
    request({ hostname, port, ...options }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
  expect(status).toBe(400);
});
