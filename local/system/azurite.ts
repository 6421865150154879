import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Certificate } from './certificate';
import { startChild, type Child } from './child';

/** What to start: accounts are made with random keys. */
export interface AzuriteOptions {
  /** Data and log folder. */
  dir: string;
  /** Over HTTPS with this one, and with tokens; over HTTP, with account keys alone, without. */
  certificate?: Certificate;
  /** Account names, or names with their keys when Azurite is restarted on the same folder. */
  accounts: readonly string[] | Readonly<Record<string, string>>;
  /** Ports of blob, queue and table; free ones unless told. */
  ports?: { blob: number; queue: number; table: number };
  /** See ChildOptions. */
  shielded?: boolean;
}

/** A running Azurite. Endpoints are without an account: `${blobEndpoint}/${account}` is an account's blob service. */
export interface Azurite {
  blobEndpoint: string;
  queueEndpoint: string;
  tableEndpoint: string;
  /** Account name to base64 key. */
  accounts: Record<string, string>;
  ports: { blob: number; queue: number; table: number };
  process: Child<unknown>['process'];
  /**
   * By SIGTERM: Azurite saves its stores every 5 seconds only, SIGKILL loses acknowledged writes. Once it has saved them
   * it is not waited for: it would stay as long as a client has a connection. Rejects when it saved nothing in a minute.
   */
  stop(): Promise<void>;
}

/** Milliseconds that saving may take, on a busy machine. */
const savePatience = 60_000;

/** The connection string of one account, for clients that hold its key (tests, the embedded host). */
export function connectionString(azurite: Azurite, account: string): string {
  return [
    `DefaultEndpointsProtocol=${new URL(azurite.blobEndpoint).protocol.slice(0, -1)}`,
    `AccountName=${account}`,
    `AccountKey=${azurite.accounts[account]}`,
    `BlobEndpoint=${azurite.blobEndpoint}/${account}`,
    `QueueEndpoint=${azurite.queueEndpoint}/${account}`,
    `TableEndpoint=${azurite.tableEndpoint}/${account}`,
    '',
  ].join(';');
}

/** Starts Azurite: with a certificate over HTTPS with Entra-style tokens, as production storage is reached. */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  const { dir, certificate } = options;
  await mkdir(dir, { recursive: true });
  const accounts = Array.isArray(options.accounts)
    ? Object.fromEntries((options.accounts as string[]).map((name) => [name, randomBytes(64).toString('base64')]))
    : { ...(options.accounts as Record<string, string>) };
  const ports = options.ports ?? { blob: 0, queue: 0, table: 0 };
  const found: Record<string, number> = {};
  let open = 3;
  let tellSaved = (): void => undefined;
  const saved = new Promise<boolean>((done) => (tellSaved = () => done(true)));
  const child = await startChild<typeof ports>({
    name: 'Azurite',
    shielded: options.shielded,
    logFile: join(dir, 'azurite.log'),
    args: [
      require.resolve('azurite/dist/src/azurite.js'),
      ...['--location', dir, '--skipApiVersionCheck', '--disableTelemetry', '--silent'],
      ...(certificate ? ['--cert', certificate.certFile, '--key', certificate.keyFile, '--oauth', 'basic'] : []),
      ...['--blobHost', '127.0.0.1', '--blobPort', String(ports.blob)],
      ...['--queueHost', '127.0.0.1', '--queuePort', String(ports.queue)],
      ...['--tableHost', '127.0.0.1', '--tablePort', String(ports.table)],
    ],
    env: {
      ...process.env,
      AZURITE_ACCOUNTS: Object.entries(accounts)
        .map(([name, key]) => `${name}:${key}`)
        .join(';'),
    },
    ready(line) {
      if (/service successfully closed/.test(line) && --open === 0) tellSaved();
      const match = /Azurite (Blob|Queue|Table) service is successfully listening at .*:(\d+)/.exec(line);
      if (match?.[1] && match[2]) found[match[1].toLowerCase()] = Number(match[2]);
      const { blob, queue, table } = found;
      return blob && queue && table ? { blob, queue, table } : undefined;
    },
  });
  const at = (port: number) => `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    blobEndpoint: at(child.ready.blob),
    queueEndpoint: at(child.ready.queue),
    tableEndpoint: at(child.ready.table),
    accounts,
    ports: child.ready,
    process: child.process,
    async stop() {
      child.process.kill('SIGTERM');
      const late = new AbortController();
      const ended = child.exited.then(() => true);
      const overdue = setTimeout(savePatience, false, { signal: late.signal }).catch(() => false);
      const inOrder = await Promise.race([saved, ended, overdue]);
      late.abort();
      await child.kill();
      if (!inOrder) throw new Error('Azurite did not save what it holds.');
    },
  };
}
