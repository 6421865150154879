import { createECDH, type KeyObject } from 'node:crypto';

/** Order of the group of P-256 (FIPS 186-5). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const number = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytes = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [base % order, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % order;
    square = (square * square) % order;
  }
  return result;
}

/** Signs a digest, as a vault does; Node signs only what it has hashed itself. The signature is r and s, as in JWS. */
export function signDigest(key: KeyObject, digest: Buffer): Buffer {
  const secret = number(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));
  // A fresh pair gives the random number and the point that belongs to it.
  const once = createECDH('prime256v1');
  once.generateKeys();
  const r = number(once.getPublicKey().subarray(1, 33)) % order;
  const inverse = power(number(once.getPrivateKey()), order - 2n);
  const s = (inverse * ((number(digest) + r * secret) % order)) % order;
  return Buffer.concat([bytes(r), bytes(s)]);
}
