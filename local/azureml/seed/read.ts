import { readFileSync } from 'node:fs';
import { accountsOf } from './accounts';
import type { SeedFile } from './seed-file';
import { SeedError, validateSeed } from './validate';

/** Reads and checks a seed file. Throws SeedError when it is no JSON or has faults. */
export function readSeed(file: string): SeedFile {
  const text = readFileSync(file, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SeedError([`${file} is not JSON: ${(error as Error).message}`]);
  }
  return validateSeed(value);
}

/** Names of the storage accounts that a seed needs, for whoever starts the storage service before the emulator. */
export function accountNamesOf(seed: SeedFile): string[] {
  return accountsOf(seed).map((account) => account.name);
}
