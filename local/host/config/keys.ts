import { randomBytes, timingSafeEqual } from 'node:crypto';
import { isObject, readStateFile, writeWholeFile } from './state-file';

/** The host's access keys. `functionKeys` open every function of level `function`; the master key opens all. */
export interface Keys {
  masterKey: string;
  functionKeys: Record<string, string>;
}

/** Reads the keys, or makes random ones at the first start; only the owner may read the file. */
export function loadKeys(file: string): Keys {
  const known = readStateFile(file, isKeys, 'Restore it from a copy, or remove it: the host then makes new keys.');
  if (known) return known;
  const key = () => randomBytes(32).toString('base64url');
  const keys: Keys = { masterKey: key(), functionKeys: { default: key() } };
  writeWholeFile(file, JSON.stringify(keys, null, 2));
  return keys;
}

function isKeys(value: unknown): value is Keys {
  if (!isObject(value) || typeof value.masterKey !== 'string' || value.masterKey === '') return false;
  const { functionKeys } = value;
  return isObject(functionKeys) && Object.values(functionKeys).every((key) => typeof key === 'string' && key !== '');
}

/** Compares in constant time, so that a key can't be guessed one character at a time. */
export function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
