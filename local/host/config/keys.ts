import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeWholeFile } from './write-file';

/** The host's access keys. `functionKeys` open every function of level `function`; the master key opens all. */
export interface Keys {
  masterKey: string;
  functionKeys: Record<string, string>;
}

/** Reads the keys, or makes random ones at the first start; only the owner may read the file. */
export function loadKeys(file: string): Keys {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Keys;
  const key = () => randomBytes(32).toString('base64url');
  const keys: Keys = { masterKey: key(), functionKeys: { default: key() } };
  mkdirSync(dirname(file), { recursive: true });
  writeWholeFile(file, JSON.stringify(keys, null, 2));
  return keys;
}

/** Compares in constant time, so that a key can't be guessed one character at a time. */
export function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
