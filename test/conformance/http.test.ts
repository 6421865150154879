import { itWithKeys } from './harness/needs';
import { useSystem } from './harness/use-system';

// Triggers: HTTP. Routes, keys, bodies and answers of functions with an httpTrigger.
const host = useSystem();

interface Told {
  name: string;
  method: string;
  params: Record<string, string | undefined>;
}

/** The function that answered a path, or the status when none did. */
async function who(path: string, method = 'GET'): Promise<Told | number> {
  const response = await host.app.fetch(path, { method });
  return response.ok ? ((await response.json()) as Told) : response.status;
}

describe('methods', () => {
  it("are part of the route's constraint: a wrong method is 404", async () => {
    expect(await who('put-only')).toBe(404);
    expect(await who('put-only', 'PUT')).toMatchObject({ name: 'putOnly', method: 'PUT' });
  });

  it('choose between functions of the same path', async () => {
    expect(await who('shared-path')).toMatchObject({ name: 'getOfTwo' });
    expect(await who('shared-path', 'POST')).toMatchObject({ name: 'postOfTwo' });
    expect(await who('shared-path', 'DELETE')).toBe(404);
  });
});

describe('routes', () => {
  it.each([
    ['things/7', 'thingById', { id: '7' }],
    ['things/special', 'specialThing', {}],
    ['things/abc', 'thingByName', { name: 'abc' }],
    ['THINGS/7', 'thingById', { id: '7' }],
    ['optional/x', 'optionalPart', { first: 'x' }],
    ['optional/x/y', 'optionalPart', { first: 'x', second: 'y' }],
    ['defaults', 'defaultPart', { size: 'medium' }],
    ['defaults/large', 'defaultPart', { size: 'large' }],
    ['files/a/b/c.txt', 'catchAll', { path: 'a/b/c.txt' }],
    ['guids/8c2f2f2e-26cb-4a6e-9f60-0d1d9e0f3c11', 'guidPart', { id: '8c2f2f2e-26cb-4a6e-9f60-0d1d9e0f3c11' }],
    ['bounded/abc/5', 'boundedPart', { code: 'abc', count: '5' }],
    ['routeOfItsName', 'routeOfItsName', {}],
  ])('lead %s to %s', async (path, name, params) => {
    expect(await who(path)).toMatchObject({ name, params });
  });

  it.each([
    'things/a1',
    'things',
    'optional/x/y/z',
    'guids/no-guid',
    'bounded/ab/5',
    'bounded/abc/11',
    'bounded/abc/x',
  ])('lead %s nowhere', async (path) => {
    expect(await who(path)).toBe(404);
  });

  it('lie below the route prefix only', async () => {
    expect((await fetch(`${host.system.baseUrl}/things/7`)).status).toBe(404);
  });
});

describe('bodies and answers', () => {
  it('pass text, query, headers and the status', async () => {
    const response = await host.app.fetch('mirror?a=1&b=two%20words', {
      method: 'PATCH',
      headers: { 'content-type': 'text/plain', 'x-custom': 'kept' },
      body: 'línea\n名',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-mirrored')).toBe('kept');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({
      method: 'PATCH',
      text: 'línea\n名',
      contentType: 'text/plain',
      query: { a: '1', b: 'two words' },
      path: '/api/mirror',
    });
  });

  it('pass JSON as it was written', async () => {
    const text = '{ "big": 12345678901234567890, "z": 1, "a": [ ] }';
    const response = await host.app.fetch('mirror', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
    });
    expect(await response.json()).toMatchObject({ text, contentType: 'application/json' });
  });

  it('pass bytes', async () => {
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, i) => i % 256));
    const response = await host.app.fetch('mirror-bytes', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('pass forms', async () => {
    const response = await host.app.fetch('mirror-form', {
      method: 'POST',
      body: new URLSearchParams({ name: 'Ada L.', note: 'é & =' }),
    });
    expect(await response.json()).toEqual({ name: 'Ada L.', note: 'é & =' });
  });

  it('that are streams are buffered, because the app does not set enableHttpStream', async () => {
    const started = Date.now();
    const response = await host.app.fetch('streams');
    expect(Date.now() - started).toBeGreaterThanOrEqual(550);
    expect(await response.text()).toBe('one,two,three');
  });

  it('may be empty', async () => {
    const response = await host.app.fetch('empty');
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('carry cookies', async () => {
    const response = await host.app.fetch('sets-cookie');
    expect(response.headers.get('set-cookie')).toMatch(/taste=sweet.*httponly/i);
  });

  it('of a function that throws are 500 without a detail', async () => {
    const response = await host.app.fetch('throws');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('detail that must not leave');
  });
});

describe('keys', () => {
  const withKey = (key: string | undefined) => ({ headers: { 'x-functions-key': key ?? '' } });

  itWithKeys('guard functions of authLevel function: header or ?code=, function or master key', async () => {
    const { masterKey = '', functionKey = '' } = host.system;
    const path = 'needs-function-key';
    expect((await host.app.fetch(path)).status).toBe(401);
    expect((await host.app.fetch(path, withKey('wrong'))).status).toBe(401);
    expect((await host.app.fetch(path, withKey(functionKey))).status).toBe(200);
    expect((await host.app.fetch(path, withKey(masterKey))).status).toBe(200);
    expect((await host.app.fetch(`${path}?code=${encodeURIComponent(functionKey)}`)).status).toBe(200);
  });

  itWithKeys('guard functions of authLevel admin: the master key only', async () => {
    const { masterKey = '', functionKey = '' } = host.system;
    const path = 'needs-admin-key';
    expect((await host.app.fetch(path)).status).toBe(401);
    if (functionKey !== masterKey) expect((await host.app.fetch(path, withKey(functionKey))).status).toBe(401);
    expect((await host.app.fetch(path, withKey(masterKey))).status).toBe(200);
  });

  itWithKeys("guard the host's own routes", async () => {
    const { masterKey = '', baseUrl } = host.system;
    expect((await fetch(`${baseUrl}/admin/host/status`)).status).toBe(401);
    const status = await fetch(`${baseUrl}/admin/host/status`, withKey(masterKey));
    expect(await status.json()).toMatchObject({ state: 'Running' });
    const functions = await (await fetch(`${baseUrl}/admin/functions`, withKey(masterKey))).json();
    const names = (functions as { name: string }[]).map((entry) => entry.name);
    expect(names).toEqual(expect.arrayContaining(['thingById', 'receives', 'ticks', 'echoes', 'work']));
  });
});
