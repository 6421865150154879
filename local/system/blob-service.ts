import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Certificate } from './certificate';
import { readyEvent, startChild, type Child } from './child';

/** What to start. */
export interface BlobServiceOptions {
  /** Folder of its log and of the file that tells it its accounts. */
  dir: string;
  certificate: Certificate;
  /** Account name to base64 key. */
  accounts: Readonly<Record<string, string>>;
  /** How many days in the past its clock starts. */
  daysBehind: number;
  /** See ChildOptions. */
  shielded?: boolean;
}

/** The ready line of the blob service: `${url}/${account}` is an account. */
export interface BlobServiceReady {
  url: string;
  adminKey: string;
}

/** Starts the blob service of local/storage, which keeps what Azurite does not, in memory, over HTTPS. */
export async function startBlobServiceProcess(options: BlobServiceOptions): Promise<Child<BlobServiceReady>> {
  const { dir, certificate, accounts, daysBehind, shielded } = options;
  const accountsFile = join(dir, 'blob-service.json');
  await writeFile(accountsFile, JSON.stringify({ accounts }), { mode: 0o600 });
  return startChild<BlobServiceReady>({
    name: 'The blob service',
    shielded,
    logFile: join(dir, 'blob-service.log'),
    ready: readyEvent,
    args: [
      ...[resolve(__dirname, '../storage/main.js'), '--accounts', accountsFile],
      ...['--cert', certificate.certFile, '--key', certificate.keyFile],
      ...['--days-behind', String(daysBehind)],
    ],
  });
}
