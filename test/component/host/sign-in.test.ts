import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder, startHostProcess, temporaryFolder, type HostProcess } from './host-process';

const ada = { name: 'Adä Example', objectId: '11111111-1111-1111-1111-111111111111', roles: ['Requester', 'Approver'] };

let dir: string;
let host: HostProcess;
beforeAll(async () => {
  dir = await temporaryFolder();
  const users = join(dir, 'users.json');
  await writeFile(users, JSON.stringify([ada]));
  host = await startHostProcess(dir, { args: ['--users', users], env: { WEBSITE_AUTH_ENABLED: 'true' } });
});
afterAll(async () => {
  await host?.child.stop();
  await removeFolder(dir);
});

interface Principal {
  auth_typ: string;
  claims: { typ: string; val: string }[];
  name_typ: string;
  role_typ: string;
}
interface WhoAmI {
  user: { id: string; username: string; identityProvider: string; claimsPrincipalData: Principal } | null;
}

const whoAmI = async (headers: Record<string, string> = {}, method = 'GET') => {
  const response = await host.fetch('/api/whoAmI', { headers, method });
  return response.status === 200 ? ((await response.json()) as WhoAmI).user : response.status;
};
const logIn = async (user: string) => {
  const response = await host.fetch('/.auth/login/local', { method: 'POST', body: JSON.stringify({ user }) });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { authenticationToken: token = '' } =
    response.status === 200 ? ((await response.json()) as { authenticationToken?: string }) : {};
  return { status: response.status, token, cookie };
};

it('gives no identity to a request that is not signed in, whatever it claims', async () => {
  expect(await whoAmI()).toBeNull();
  const forged = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims: [] })).toString('base64');
  expect(
    await whoAmI({
      'x-ms-client-principal': forged,
      'X-MS-CLIENT-PRINCIPAL-ID': 'x',
      'x-ms-client-principal-name': 'x',
      'x-ms-client-principal-idp': 'aad',
    }),
  ).toBeNull();
});

it('tells the app who is signed in as App Service does, by token and by cookie', async () => {
  const { token, cookie } = await logIn(ada.name);
  const ways: Record<string, string>[] = [{ 'x-zumo-auth': token }, { cookie }];
  for (const headers of ways) {
    const user = (await whoAmI(headers)) as WhoAmI['user'];
    expect(user).toMatchObject({ id: ada.objectId, identityProvider: 'aad' });
    expect(user?.claimsPrincipalData.auth_typ).toBe('aad');
    expect(user?.claimsPrincipalData.claims).toEqual(
      expect.arrayContaining([
        { typ: 'http://schemas.microsoft.com/identity/claims/objectidentifier', val: ada.objectId },
        { typ: 'name', val: ada.name },
        { typ: 'roles', val: 'Approver' },
      ]),
    );
  }
  expect(await whoAmI({ 'x-zumo-auth': `${token}x` })).toBeNull();
});

it('refuses unknown users and malformed bodies', async () => {
  expect((await logIn('nobody')).status).toBe(401);
  expect((await host.fetch('/.auth/login/local', { method: 'POST', body: 'no json' })).status).toBe(400);
});

it('refuses a cross-site request that rides on the cookie, but not one with a token', async () => {
  const { token, cookie } = await logIn(ada.name);
  const origin = 'http://elsewhere.example';
  expect(await whoAmI({ cookie, origin }, 'POST')).toBe(403);
  expect(await whoAmI({ cookie, origin: host.url }, 'POST')).toMatchObject({ id: ada.objectId });
  expect(await whoAmI({ 'x-zumo-auth': token, origin }, 'POST')).toMatchObject({ id: ada.objectId });
});

it('refuses a sign-in that another site asks for', async () => {
  const init = { method: 'POST', body: JSON.stringify({ user: ada.name }), headers: { origin: 'http://evil.example' } };
  expect((await host.fetch('/.auth/login/local', init)).status).toBe(403);
});

it('answers /.auth/me and signs out', async () => {
  const { cookie } = await logIn(ada.name);
  expect((await host.fetch('/.auth/me')).status).toBe(401);
  const me = await host.fetch('/.auth/me', { headers: { cookie } });
  expect(await me.json()).toMatchObject([{ provider_name: 'aad', user_id: ada.name }]);
  const out = await host.fetch('/.auth/logout', { headers: { cookie } });
  expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0');
});

it('lets a browser choose who to be and returns it only to this host', async () => {
  const page = await (await host.fetch('/.auth/login/aad?post_login_redirect_uri=/api/console')).text();
  expect(page).toContain('value="/api/console"');
  expect(page).toContain(ada.name);
  const submit = async (target: string) => {
    const body = new URLSearchParams({ user: ada.name, post_login_redirect_uri: target });
    const response = await host.fetch('/.auth/login/local', { method: 'POST', body });
    return [response.status, response.headers.get('location')];
  };
  expect(await submit('/api/console')).toEqual([303, '/api/console']);
  expect(await submit('//elsewhere.example')).toEqual([303, '/']);
});
