import { constants, createHash, createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { canonical, type Json, type JsonObject } from './canonical';
import type { Report } from './report';

/** A published key. */
export type Jwk = JsonWebKey & { kid?: string; alg?: string };

const place = '/signature/jws';

/**
 * Checks the signature against the published keys, as far as there are any. `hashKnown`: the hash is the one that
 * somebody was told. Where keys are given, only that makes up for a missing signature: anybody can take one off and
 * write a reason in its place.
 */
export function checkSignature(
  certificate: JsonObject,
  keys: readonly Jwk[] | undefined,
  report: Report,
  hashKnown = false,
): void {
  const { signature, ...rest } = certificate;
  if (signature === undefined) {
    const why = typeof certificate.unsigned === 'string' ? certificate.unsigned : undefined;
    if (why === undefined) return report.wrong('signature', '/signature: missing, and /unsigned does not say why');
    if (keys && !hashKnown)
      return report.wrong('signature', `/signature: missing (${why}); only the hash that you were told can replace it`);
    return report.notChecked('signature', `there is none (${why}): compare the hash with the one you were told`);
  }
  if (certificate.unsigned !== undefined) return report.wrong('signature', '/unsigned: there is a signature');
  const { jws, kid } = signature as { jws: string; kid: string };
  const [head = '', payload = '', mark = '', ...more] = jws.split('.');
  const header = headerOf(head);
  if (!header || payload !== '' || more.length > 0) return report.wrong('signature', `${place}: no detached JWS`);
  if (header.kid !== kid) return report.wrong('signature', `/signature/kid: not the key of ${place}`);
  if (header.alg !== 'ES256' && header.alg !== 'PS256')
    return report.wrong('signature', `${place}: the algorithm is neither ES256 nor PS256`);
  const bytes = Buffer.from(mark, 'base64url');
  // Decoding passes over what is no base64url and over left-over bits: other texts would stand for the same bytes.
  if (bytes.toString('base64url') !== mark) return report.wrong('signature', `${place}: its last part is no base64url`);
  if (!keys) return report.notChecked('signature', `no keys were given; it names the key ${kid}`);
  const key = keys.find((known) => known.kid === kid);
  if (!key) return report.wrong('signature', `/signature/kid: ${kid} is not among the published keys`);
  if (thumbprint(key) !== kid) return report.wrong('signature', `the published key ${kid} is not the one of this id`);
  const signed = `${head}.${Buffer.from(canonical(rest as Json)).toString('base64url')}`;
  if (!fits(key, header.alg, signed, bytes))
    return report.wrong('signature', `${place}: it is not over what stands here; the certificate or it was changed`);
  report.ok('signature', `${header.alg} by the published key ${kid}`);
}

function headerOf(text: string): { alg?: string; kid?: string } | undefined {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as { alg?: string; kid?: string };
  } catch {
    return undefined;
  }
}

/** RFC 7638. */
function thumbprint({ kty, crv, x, y, n, e }: Jwk): string {
  const members = kty === 'EC' ? { crv, kty, x, y } : { e, kty, n };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

function publicKey({ kty, crv, x, y, n, e }: Jwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty, crv, x, y, n, e }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function fits(jwk: Jwk, algorithm: string, text: string, mark: Buffer): boolean {
  const key = publicKey(jwk);
  if (!key || (key.asymmetricKeyType === 'ec') !== (algorithm === 'ES256')) return false;
  const how =
    algorithm === 'ES256'
      ? { key, dsaEncoding: 'ieee-p1363' as const }
      : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verify('sha256', Buffer.from(text), how, mark);
}
