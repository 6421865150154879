import type { Caller } from './call';
import { StorageError } from './errors';
import type { Account } from '../state/model';
import { signatureOf, type Signed } from './shared-key';

const challenge = {
  'www-authenticate':
    'Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize resource_id=https://storage.azure.com',
};

/** Tokens that were read before, with when they end in seconds since 1970: a client sends the same one all the time. */
const tokens = new Map<string, { ids: readonly string[]; expires: number }>();

/**
 * Who calls: by Shared Key (the signature is checked), by a SAS (its end is checked, its signature isn't) or by a token
 * (its audience and end are checked, its signature isn't). Throws what Azure answers otherwise.
 */
export function callerOf(account: Account, request: Signed): Caller {
  const authorization = request.headers.authorization;
  if (authorization === undefined) {
    if (request.query.has('sig')) return sasCaller(request.query);
    throw new StorageError('NoAuthenticationInformation', undefined, challenge);
  }
  const [scheme = '', credentials = ''] = authorization.split(' ', 2);
  if (scheme === 'SharedKey') {
    const [name, signature] = [
      credentials.slice(0, credentials.indexOf(':')),
      credentials.slice(credentials.indexOf(':') + 1),
    ];
    if (name !== account.name || signature !== signatureOf(name, account.key, request)) {
      throw new StorageError('AuthenticationFailed');
    }
    return { kind: 'key', ids: [] };
  }
  if (scheme !== 'Bearer') throw new StorageError('AuthenticationFailed');
  return { kind: 'token', ids: idsOfToken(credentials) };
}

function sasCaller(query: URLSearchParams): Caller {
  const end = query.get('se');
  if (end === null || !(Date.parse(end) > Date.now())) throw new StorageError('AuthenticationFailed');
  return { kind: 'sas', ids: [], permissions: query.get('sp') ?? '' };
}

function idsOfToken(token: string): readonly string[] {
  const seconds = Date.now() / 1000;
  let known = tokens.get(token);
  if (known === undefined) {
    const claims = claimsOf(token);
    const audience = typeof claims.aud === 'string' ? claims.aud : '';
    // Azure docs: the audience is the service's, or the URL of one account.
    if (!/^https:\/\/(storage\.azure\.com\/?$|[a-z0-9]+\.blob\.)/.test(audience)) {
      throw new StorageError('InvalidAuthenticationInfo', undefined, challenge);
    }
    const ids = [claims.oid, claims.appid, claims.azp].filter((id) => typeof id === 'string');
    known = { ids: ids.map((id) => id.toLowerCase()), expires: Number(claims.exp) };
    tokens.set(token, known);
  }
  if (!(known.expires > seconds)) throw new StorageError('InvalidAuthenticationInfo', undefined, challenge);
  return known.ids;
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new StorageError('InvalidAuthenticationInfo', undefined, challenge);
  }
}
