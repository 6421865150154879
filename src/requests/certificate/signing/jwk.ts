import { createHash, type JsonWebKey, type KeyObject } from 'node:crypto';

/** How certificates may be signed: ECDSA on P-256, or RSASSA-PSS, both with SHA-256 (RFC 7518 section 3). */
export type Algorithm = 'ES256' | 'PS256';

/** A public key as certificates' keys are published (RFC 7517). */
export interface PublishedKey {
  kid: string;
  use: 'sig';
  alg: Algorithm;
  kty: 'EC' | 'RSA';
  crv?: string;
  x?: string;
  y?: string;
  n?: string;
  e?: string;
}

/** Smallest RSA key that RFC 7518 section 3.5 allows for PS256, in bits. */
const smallestRsa = 2_048;

/** The public half of a key, with its RFC 7638 thumbprint as `kid`; undefined for kinds that can't sign certificates. */
export function publishedKey(jwk: JsonWebKey): PublishedKey | undefined {
  if (jwk.kty === 'EC' && jwk.crv === 'P-256' && jwk.x && jwk.y) {
    const { crv, x, y } = jwk;
    return { kid: thumbprint({ crv, kty: 'EC', x, y }), use: 'sig', alg: 'ES256', kty: 'EC', crv, x, y };
  }
  if (jwk.kty === 'RSA' && jwk.n && jwk.e && Buffer.from(jwk.n, 'base64url').length * 8 >= smallestRsa) {
    const { n, e } = jwk;
    return { kid: thumbprint({ e, kty: 'RSA', n }), use: 'sig', alg: 'PS256', kty: 'RSA', n, e };
  }
  return undefined;
}

/** What a key object publishes; undefined for kinds that can't sign certificates. */
export function publishedKeyOf(key: KeyObject): PublishedKey | undefined {
  const { asymmetricKeyType: type } = key;
  return type === 'ec' || type === 'rsa' ? publishedKey(key.export({ format: 'jwk' })) : undefined;
}

/** RFC 7638: SHA-256 over the required members in the order of their names, base64url. */
function thumbprint(members: Record<string, string>): string {
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
