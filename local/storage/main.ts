import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startBlobService } from './start-blob-service';
import { announce } from '../system/announce';
import { errorText } from '../terminal';

const usage = 'Usage: main.js --accounts FILE [--cert PEM --key PEM] [--port N] [--admin-key KEY] [--days-behind N]';

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { accounts: text, cert: text, key: text, port: text, 'admin-key': text, 'days-behind': text },
  });
  const { accounts, cert, key } = values;
  if (!accounts || (cert === undefined) !== (key === undefined)) throw new Error(usage);
  const { stop, ...ready } = await startBlobService({
    accounts: (JSON.parse(readFileSync(accounts, 'utf8')) as { accounts: Record<string, string> }).accounts,
    cert: cert && readFileSync(cert, 'utf8'),
    key: key && readFileSync(key, 'utf8'),
    port: Number(values.port ?? 0),
    adminKey: values['admin-key'],
    daysBehind: Number(values['days-behind'] ?? 0),
  });
  announce(ready, stop);
}

function fail(error: unknown): void {
  console.error(errorText(error));
  process.exit(1);
}

main().catch(fail);
