import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets of one state folder; a restart keeps them, so that tokens handed out before stay good. */
export interface Secrets {
  tokenSecret: string;
  identityHeader: string;
  adminKey: string;
}

/** Reads the folder's secrets, or makes them at random. */
export function loadSecrets(dir: string): Secrets {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  const random = (): string => randomBytes(24).toString('hex');
  const secrets = { tokenSecret: random(), identityHeader: random(), adminKey: random() };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
