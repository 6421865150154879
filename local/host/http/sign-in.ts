import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson, sendStatus } from './body';
import { sessionLifetime, type Sessions } from './session';
import { signInPage } from './sign-in-page';
import { claimsOf, principalHeaders, type User } from './users';

/** Stands in for App Service authentication ("Easy Auth") in its mode that lets unauthenticated requests pass. */
export interface SignIn {
  /** Answers `/.auth/…`; false when the request is not for it. */
  serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
  /** Adds the identity headers of a signed-in request. False for a cross-site request that rides on the cookie. */
  identify(request: IncomingMessage): boolean;
}

const cookieName = 'AppServiceAuthSession';
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Removes what only the platform may say about a caller, whether or not sign-in is on. */
export function removeIdentityHeaders(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) {
    if (/^x-ms-(client-principal|token-)/.test(name)) delete request.headers[name];
  }
}

/** Makes the local sign-in for these users. */
export function createSignIn(users: readonly User[], sessions: Sessions): SignIn {
  const userOf = (token: string | undefined) => {
    const objectId = token && sessions.read(token);
    return objectId ? users.find((user) => user.objectId === objectId) : undefined;
  };
  const current = (request: IncomingMessage) => {
    const header = request.headers['x-zumo-auth'];
    if (typeof header === 'string') return { user: userOf(header), byCookie: false };
    return { user: userOf(readCookie(request)), byCookie: true };
  };

  const logIn = async (request: IncomingMessage, response: ServerResponse) => {
    const form = /^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');
    const body = (await readBody(request, 16 * 1024)).toString();
    const asked = form ? Object.fromEntries(new URLSearchParams(body)) : parseObject(body);
    const user = users.find(({ name }) => name === asked?.['user']);
    if (!user) return sendStatus(response, asked ? 401 : 400);
    const token = sessions.issue(user.objectId);
    const cookie = `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${sessionLifetime / 1000}`;
    if (form) {
      const location = localPath(asked?.['post_login_redirect_uri']);
      response.writeHead(303, { location, 'set-cookie': cookie, 'content-length': '0' }).end();
    } else {
      const answer = { authenticationToken: token, user: { userId: user.objectId, ...user } };
      sendJson(response, 200, answer, { 'set-cookie': cookie });
    }
  };

  return {
    async serve(request, response, url) {
      if (!/^\/\.auth(\/|$)/i.test(url.pathname)) return false;
      const { user } = current(request);
      switch (`${request.method} ${url.pathname.toLowerCase()}`) {
        case 'GET /.auth/login/aad':
        case 'GET /.auth/login/local': {
          const page = signInPage(users, localPath(url.searchParams.get('post_login_redirect_uri')));
          response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
          break;
        }
        case 'POST /.auth/login/local':
          if (isForeign(request)) sendStatus(response, 403);
          else await logIn(request, response);
          break;
        case 'GET /.auth/me':
          if (!user) sendStatus(response, 401);
          else sendJson(response, 200, [{ provider_name: 'aad', user_id: user.name, user_claims: claimsOf(user) }]);
          break;
        case 'GET /.auth/logout': {
          const location = localPath(url.searchParams.get('post_logout_redirect_uri'));
          const cookie = `${cookieName}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
          response.writeHead(302, { location, 'set-cookie': cookie, 'content-length': '0' }).end();
          break;
        }
        default:
          sendStatus(response, 404);
      }
      return true;
    },
    identify(request) {
      const { user, byCookie } = current(request);
      if (!user) return true;
      if (byCookie && isForeign(request) && !safeMethods.has(request.method ?? 'GET')) return false;
      Object.assign(request.headers, principalHeaders(user));
      return true;
    },
  };
}

/** True for a request that a page of another site made. */
function isForeign({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin !== undefined && origin !== `http://${host}`;
}

function readCookie(request: IncomingMessage): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return cookies.find(([name]) => name === cookieName)?.[1];
}

/** Redirects stay on this host: anything but a local path becomes `/`. */
function localPath(target: string | null | undefined): string {
  return target && /^\/(?![/\\])[^\r\n]*$/.test(target) ? target : '/';
}

function parseObject(text: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}
