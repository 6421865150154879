import { failureCode, type AppClient } from './app-client';
import { ok, wrong, type Finding } from './finding';

const refusals = new Set([401, 403]);

/** Whether the app can be reached, over TLS where it is not on this machine. */
export async function checkReach(app: AppClient): Promise<Finding> {
  const tls = app.url.startsWith('https:');
  try {
    await app.anonymous.call('GET', '/api/health');
    return ok(tls ? 'it answers over TLS, with a certificate that is trusted' : 'it answers (this machine, no TLS)');
  } catch (thrown) {
    const code = failureCode(thrown);
    return wrong(`it can't be reached: ${code}`, reachTodo(code));
  }
}

function reachTodo(code: string): string {
  if (code === 'ENOTFOUND')
    return 'Check the host name (APP_URL); with a private endpoint, its DNS zone must be linked to your network.';
  if (code === 'ECONNREFUSED') return 'Nothing listens there: check the URL, and whether the app is started.';
  if (/CERT|SELF_SIGNED|TLS|SSL/.test(code))
    return 'Its certificate is not trusted here: a proxy may be in between. Set NODE_EXTRA_CA_CERTS to its authority.';
  return 'It may be starting: try again in a minute. Then check network rules, and whether the app is started.';
}

/** Whether nobody gets in without signing in. */
export async function checkNobody(app: AppClient): Promise<Finding> {
  const { status } = await app.anonymous.call('GET', '/api/requests');
  if (refusals.has(status)) return ok(`a call without a token is refused (${status})`);
  return wrong(`a call without a token is answered with ${status}`, authenticationTodo);
}

const authenticationTodo =
  'Stop the app. App Service authentication must require a sign-in and answer 401 (docs/deploy.md), and nothing may reach the app past it.';

/** Whether somebody who writes the headers of the platform is taken for signed in. */
export async function checkForgery(app: AppClient): Promise<Finding> {
  const roles = ['Requests.Read', 'Requests.Export', 'Requests.Erase', 'Requests.Approve'];
  const id = '00000000-0000-4000-8000-00000000f00d';
  const claims = [...roles.map((val) => ({ typ: 'roles', val })), { typ: 'oid', val: id }];
  const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', role_typ: 'roles', claims })).toString('base64');
  const forged = {
    'x-ms-client-principal': principal,
    'x-ms-client-principal-id': id,
    'x-ms-client-principal-name': 'smoke',
  };
  const { status } = await app.anonymous.call('GET', '/api/requests', undefined, forged);
  if (refusals.has(status)) return ok(`a forged identity header is refused (${status})`);
  return wrong(`a forged identity header is answered with ${status}`, authenticationTodo);
}

/** Whether the token is taken, and may read. */
export async function checkSignIn(app: AppClient): Promise<Finding> {
  const { status, body } = await app.call('GET', '/api/requests?limit=1');
  if (status === 200) return ok('the sign-in is accepted and has an app role');
  if (status === 401) {
    const todo = 'The token is of another tenant or audience, or has ended. Compare --audience with AUTH_AUDIENCE.';
    return wrong('the sign-in is refused (401)', todo);
  }
  const todo = 'Assign the app role Requests.Erase to who calls, in the enterprise application; then get a new token.';
  if (status === 403) return wrong('the sign-in has no app role (403)', todo);
  return wrong(`requests can't be listed: ${status} ${codeOf(body)}`, 'The log of the function app has the reason.');
}

/** The code of a problem document, if it is one. */
export function codeOf(body: unknown): string {
  const { code } = (body ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^[a-z_]{1,60}$/.test(code) ? code : '';
}
