import type { HttpRequest } from '@azure/functions';
import { settings } from '../config/settings';
import { RequestError } from '../errors';

/** App roles of the Entra application in front of this app. Any of them may read requests. */
export const roles = {
  read: 'Requests.Read',
  export: 'Requests.Export',
  erase: 'Requests.Erase',
  approve: 'Requests.Approve',
} as const;

/** Who calls, as App Service authentication says. */
export interface Caller {
  /** Object id. */
  id: string;
  name?: string;
  roles: ReadonlySet<string>;
}

/** What the header holds, when it is as it should be. */
interface Principal {
  claims?: unknown;
  role_typ?: string;
}

interface Claim {
  typ: string;
  val: string;
}

function isClaim(value: unknown): value is Claim {
  const { typ, val } = (value ?? {}) as Partial<Claim>;
  return typeof typ === 'string' && typeof val === 'string';
}

const objectIdClaims = ['http://schemas.microsoft.com/identity/claims/objectidentifier', 'oid'];
const roleClaims = ['roles', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role'];

/**
 * The signed-in caller. The header can be trusted only where App Service authentication strips what clients send, so
 * without WEBSITE_AUTH_ENABLED nobody is anybody. Throws `not_authenticated`.
 */
export function callerOf(request: HttpRequest): Caller {
  const header = request.headers.get('x-ms-client-principal');
  if (!settings().WEBSITE_AUTH_ENABLED || !header) throw new RequestError('not_authenticated');
  let principal: Principal | null;
  try {
    principal = JSON.parse(Buffer.from(header, 'base64').toString('utf8')) as Principal | null;
  } catch {
    throw new RequestError('not_authenticated', 'The identity that came with the call can not be read.');
  }
  const claims = Array.isArray(principal?.claims) ? principal.claims.filter(isClaim) : [];
  const values = (types: readonly (string | undefined)[]) =>
    claims.filter((claim) => types.includes(claim.typ)).map((claim) => claim.val);
  const id = request.headers.get('x-ms-client-principal-id') ?? values(objectIdClaims)[0];
  if (!id) throw new RequestError('not_authenticated', 'The identity that came with the call has no object id.');
  return {
    id: id.toLowerCase(),
    name: request.headers.get('x-ms-client-principal-name') ?? values(['name', 'preferred_username'])[0],
    roles: new Set(values([principal?.role_typ, ...roleClaims])),
  };
}

/** The caller, who has one of the roles. Throws `not_authenticated` or `not_authorised`. */
export function requireRole(request: HttpRequest, ...oneOf: string[]): Caller {
  const caller = callerOf(request);
  if (!oneOf.some((role) => caller.roles.has(role))) {
    throw new RequestError('not_authorised', `This needs the app role ${oneOf.join(' or ')}.`);
  }
  return caller;
}

/** The caller, who may see requests. */
export function requireReader(request: HttpRequest): Caller {
  return requireRole(request, ...Object.values(roles));
}
