import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ManagedIdentity } from './settings';
import type { JsonObject } from './json';
import { asString, parseObject } from './json';

/** Who calls: taken from a verified token. */
export interface Principal {
  clientId: string;
  objectId: string;
}

/** What went wrong with a token, in the words Resource Manager uses as error codes. */
export type TokenFault =
  'InvalidAuthenticationToken' | 'ExpiredAuthenticationToken' | 'InvalidAuthenticationTokenAudience';

const encode = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Makes and verifies tokens that look like those of Microsoft Entra, signed with a secret of this emulator (HS256). */
export class TokenService {
  constructor(
    private readonly secret: string,
    private readonly tenantId: string,
  ) {}

  /** A token for one audience. Times are seconds since 1970. */
  issue(
    identity: ManagedIdentity,
    audience: string,
    now: number,
    lifetime: number,
  ): { token: string; expiresOn: number } {
    const expiresOn = now + lifetime;
    const claims = {
      aud: audience,
      iss: `https://sts.windows.net/${this.tenantId}/`,
      iat: now,
      // A few minutes back, as Entra does, so that clocks need not agree to the second.
      nbf: now - 300,
      exp: expiresOn,
      appid: identity.clientId,
      appidacr: '2',
      idtyp: 'app',
      oid: identity.objectId,
      sub: identity.objectId,
      tid: this.tenantId,
      ver: '1.0',
    };
    const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
    return { token: `${content}.${this.sign(content)}`, expiresOn };
  }

  /** Checks signature, lifetime and audience (a trailing slash makes no difference). */
  verify(token: string, audiences: readonly string[], now: number): Principal | TokenFault {
    const [header, payload, signature, ...rest] = token.split('.');
    if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
      return 'InvalidAuthenticationToken';
    }
    const expected = Buffer.from(this.sign(`${header}.${payload}`));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return 'InvalidAuthenticationToken';
    const claims = parseObject(Buffer.from(payload, 'base64url').toString('utf8'));
    if (Number(claims.exp) <= now || Number(claims.nbf) > now) return 'ExpiredAuthenticationToken';
    const audience = asString(claims.aud)?.replace(/\/$/, '') ?? '';
    if (!audiences.includes(audience)) return 'InvalidAuthenticationTokenAudience';
    return { clientId: asString(claims.appid) ?? '', objectId: asString(claims.oid) ?? '' };
  }

  private sign(content: string): string {
    return createHmac('sha256', this.secret).update(content).digest('base64url');
  }
}
