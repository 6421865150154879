import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { StorageEndpoints } from './blob-store';
import { SeedError } from './seed/validate';
import { startEmulator } from './start-emulator';
import { announce } from '../system/announce';
import { errorText } from '../terminal';

const USAGE =
  'Usage: main.js --seed FILE --cert PEM --key PEM --state DIR --storage FILE [--port N] [--identity-port N]';

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { seed: text, cert: text, key: text, state: text, storage: text, port: text, 'identity-port': text },
  });
  const { seed, cert, key, state, storage } = values;
  if (!seed || !cert || !key || !state || !storage) throw new Error(USAGE);
  const { stop, ...ready } = await startEmulator({
    seedFile: seed,
    certFile: cert,
    keyFile: key,
    stateDir: state,
    storage: JSON.parse(readFileSync(storage, 'utf8')) as StorageEndpoints,
    port: Number(values.port ?? 0),
    identityPort: Number(values['identity-port'] ?? 0),
  });
  announce(ready, stop);
}

function fail(error: unknown): void {
  // A faulty seed is the user's to mend: the list of faults says more than a stack.
  console.error(errorText(error, error instanceof SeedError));
  process.exit(1);
}

main().catch(fail);
