import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What is wrong with the file of a signing key and what to do, or undefined when it can sign certificates. */
export function keyFileFault(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    return `the file can't be read (${code ?? 'unknown reason'}); name a PEM file that the app may read, or none`;
  }
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPrivateKey(text);
    if (type === 'ec' && details?.namedCurve === 'prime256v1') return undefined;
    if (type === 'rsa' && (details?.modulusLength ?? 0) >= 2_048) return undefined;
    return 'the key must be EC on P-256, or RSA with at least 2048 bits; make another one';
  } catch {
    return 'the file holds no private key in PEM without a passphrase; make one with openssl genpkey';
  }
}
