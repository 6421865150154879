import { constants, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AzureError } from '../../../azure/azure-error';
import { publishedKeyOf } from './jwk';
import type { Signer } from './signer';

const read = new Map<string, Signer>();

/** A key in a PEM file (PKCS#8), read once. Throws AzureError: whatever holds the key is treated alike. */
export function fileSigner(file: string): Signer {
  const known = read.get(file);
  if (known) return known;
  const key = privateKey(file);
  const published = key && publishedKeyOf(key);
  if (!key || !published) throw new AzureError(0, 'KeyFileUnusable', 'The key file can not be used.', false);
  const signer: Signer = {
    key: published,
    sign: (text) => Promise.resolve(sign('sha256', Buffer.from(text), how(key))),
  };
  read.set(file, signer);
  return signer;
}

function privateKey(file: string): KeyObject | undefined {
  try {
    return createPrivateKey(readFileSync(file));
  } catch {
    // What exactly is wrong with it is told where the settings are read.
    return undefined;
  }
}

function how(key: KeyObject) {
  if (key.asymmetricKeyType === 'ec') return { key, dsaEncoding: 'ieee-p1363' as const };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}
