import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { StorageEndpoints } from '../azureml/blob-store';
import { listEverything } from './list-everything';
import { errorText, inLines } from '../terminal';

const USAGE = 'Usage: main.js --emulator URL --admin-key KEY --ca PEM --storage FILE   (prints JSON)';

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { emulator: text, 'admin-key': text, ca: text, storage: text } });
  const { emulator, 'admin-key': adminKey, ca, storage } = values;
  if (!emulator || !adminKey || !ca || !storage) throw new Error(USAGE);
  const endpoints = JSON.parse(readFileSync(storage, 'utf8')) as StorageEndpoints;
  const listing = await listEverything({ emulatorUrl: emulator, adminKey, caFile: ca, storage: endpoints });
  process.stdout.write(`${inLines(JSON.stringify(listing, null, 2))}\n`);
}

main().catch((error: unknown) => {
  console.error(errorText(error));
  process.exitCode = 1;
});
