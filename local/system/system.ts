import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { accountNamesOf, readSeed } from '../azureml/seed/read';
import { connectionString, startAzurite, type Azurite } from './azurite';
import { certificateKey } from './certificate-key';
import { makeCertificate, type Certificate } from './certificate';
import { readyEvent, startChild, type Child } from './child';
import { portsOf, readJson, type Ports } from './ports';

/** What to start. */
export interface SystemOptions {
  /** Folder for all state and logs. */
  dir: string;
  /** Seed file of the emulator. */
  seed: string;
  /** Port of the app; a free one unless told. */
  port?: number;
  /** App settings beyond those that the system makes. */
  settings?: Readonly<Record<string, string>>;
  /** Folder of the app; the project itself unless told. */
  app?: string;
  /** Whether the host's clock can be moved by an admin route. */
  testClock?: boolean;
  /** Starts everything but the host, for running the app in another one. */
  withoutHost?: boolean;
  /** Keeps a terminal's Ctrl-C from the processes: the caller stops them. */
  shielded?: boolean;
}

/** Who may sign in locally, and as what. */
export interface LocalUser {
  name: string;
  objectId: string;
  roles: string[];
}

/** The ready line of the emulator. */
export interface EmulatorReady {
  url: string;
  identityEndpoint: string;
  identityHeader: string;
  readerClientId: string;
  eraserClientId: string;
  adminKey: string;
}

/** The whole system, running. */
export interface RunningSystem {
  dir: string;
  /** URL of the app; empty without a host. */
  url: string;
  certificate: Certificate;
  azurite: Azurite;
  emulator: Child<EmulatorReady>;
  host: Child<{ url: string }> | undefined;
  /** Environment of the host: every setting that the app reads. */
  hostEnvironment: Record<string, string>;
  /** Account that holds the app's own documents. */
  appAccount: string;
  users: LocalUser[];
  /** The storage file that emulator and listing read. */
  storageFile: string;
  /** Starts the host again on the same state, after it was stopped or killed. */
  restartHost(): Promise<void>;
  stop(): Promise<void>;
}

/** Account of the app's own documents. */
const appAccount = 'datarequests';

/** People who can sign in locally: whoever asks for an erasure can't approve it. */
export const localUsers: LocalUser[] = [
  user('requester', 1, 'Requests.Read', 'Requests.Export', 'Requests.Erase'),
  user('approver', 2, 'Requests.Read', 'Requests.Approve'),
  user('both', 3, 'Requests.Read', 'Requests.Export', 'Requests.Erase', 'Requests.Approve'),
  user('reader', 4, 'Requests.Read'),
  user('nobody', 5),
];

function user(name: string, number: number, ...roles: string[]): LocalUser {
  return { name, objectId: `10ca1000-0000-4000-8000-00000000000${number}`, roles };
}

/** Starts Azurite, the Azure ML emulator with a seed, and the app in the embedded host, each as a process. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const { shielded } = options;
  const dir = resolve(options.dir);
  await mkdir(dir, { recursive: true });
  const certificate = await makeCertificate(dir);
  const storageFile = join(dir, 'storage.json');
  const accounts = await accountKeys(storageFile, [appAccount, ...accountNamesOf(readSeed(options.seed))]);
  const portsFile = join(dir, 'ports.json');
  const ports = await portsOf(portsFile);
  // All three or none: Azurite takes them together.
  const known = ports.blob && ports.queue && ports.table ? ports : undefined;
  const azurite = await startAzurite({ dir: join(dir, 'azurite'), certificate, accounts, ports: known, shielded });
  const started: { stop(): Promise<void> }[] = [azurite];
  try {
    await writeFile(storageFile, JSON.stringify({ blobEndpoint: azurite.blobEndpoint, accounts }), { mode: 0o600 });
    const trust = { ...process.env, NODE_EXTRA_CA_CERTS: certificate.certFile, NO_PROXY: '127.0.0.1,localhost' };
    const emulator = await startChild<EmulatorReady>({
      name: 'The Azure ML emulator',
      shielded,
      logFile: join(dir, 'emulator.log'),
      ready: readyEvent,
      env: trust,
      args: [
        ...[resolve(__dirname, '../azureml/main.js'), '--seed', resolve(options.seed), '--storage', storageFile],
        ...['--cert', certificate.certFile, '--key', certificate.keyFile, '--state', join(dir, 'emulator')],
        ...['--port', String(ports.emulator), '--identity-port', String(ports.identity)],
      ],
    });
    started.push(emulator);
    const taken: Ports = { ...azurite.ports, ...portsIn(emulator.ready) };
    await writeFile(portsFile, JSON.stringify(taken));

    const usersFile = join(dir, 'users.json');
    await writeFile(usersFile, JSON.stringify(localUsers));
    const { settings = {} } = options;
    // One key alone can sign.
    const file = settings.CERTIFICATE_KEY_ID ? '' : await certificateKey(dir);
    const hostEnvironment = settingsFor(azurite, emulator.ready, { CERTIFICATE_KEY_FILE: file, ...settings });
    const settingsFile = join(dir, 'settings.json');
    await writeFile(settingsFile, JSON.stringify({ Values: hostEnvironment }), { mode: 0o600 });
    let port = options.port ?? 0;
    const startHost = () =>
      startChild<{ url: string }>({
        name: 'The host',
        shielded,
        logFile: join(dir, 'host.log'),
        ready: readyEvent,
        env: { ...trust, ...hostEnvironment },
        args: [
          ...[resolve(__dirname, '../host/main.js'), '--app', resolve(options.app ?? join(__dirname, '../../..'))],
          ...['--state', join(dir, 'host'), '--settings', settingsFile, '--users', usersFile, '--port', String(port)],
          ...(options.testClock ? ['--test-clock'] : []),
        ],
      });

    const system: RunningSystem = {
      ...{ dir, url: '', certificate, azurite, emulator, host: undefined, hostEnvironment, appAccount, storageFile },
      users: localUsers,
      async restartHost() {
        system.host = await startHost();
        system.url = system.host.ready.url;
        // Clients keep the URL they know.
        port = Number(new URL(system.url).port);
      },
      async stop() {
        await system.host?.stop();
        await emulator.stop();
        await azurite.stop();
      },
    };
    if (!options.withoutHost) await system.restartHost();
    return system;
  } catch (error) {
    for (const process of started.reverse()) await process.stop();
    throw error;
  }
}

/** Keys of the accounts: those of an earlier start, since Azurite takes its data only with the accounts it had. */
async function accountKeys(storageFile: string, names: readonly string[]): Promise<Record<string, string>> {
  const before = (await readJson(storageFile)) as { accounts: Record<string, string> } | undefined;
  const fresh = names.map((name) => [name, randomBytes(64).toString('base64')]);
  return { ...(Object.fromEntries(fresh) as Record<string, string>), ...before?.accounts };
}

function portsIn({ url, identityEndpoint }: EmulatorReady): { emulator: number; identity: number } {
  return { emulator: Number(new URL(url).port), identity: Number(new URL(identityEndpoint).port) };
}

function settingsFor(azurite: Azurite, emulator: EmulatorReady, more: Readonly<Record<string, string>>) {
  return {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AzureWebJobsStorage: connectionString(azurite, appAccount),
    RequestStorage__blobServiceUri: `${azurite.blobEndpoint}/${appAccount}`,
    RequestStorage__queueServiceUri: `${azurite.queueEndpoint}/${appAccount}`,
    RequestStorage__credential: 'managedidentity',
    RequestStorage__clientId: emulator.readerClientId,
    READER_CLIENT_ID: emulator.readerClientId,
    ERASER_CLIENT_ID: emulator.eraserClientId,
    IDENTITY_ENDPOINT: emulator.identityEndpoint,
    IDENTITY_HEADER: emulator.identityHeader,
    CLOUD_ARM_ENDPOINT: emulator.url,
    CLOUD_BLOB_ENDPOINT_TEMPLATE: `${azurite.blobEndpoint}/{account}`,
    CLOUD_FILE_ENDPOINT_TEMPLATE: `${emulator.url}/_files/{account}`,
    CLOUD_REGISTRY_ENDPOINT_TEMPLATE: `${emulator.url}/_registry/{registry}`,
    SWEEP_SCHEDULE: '0 0 2 * * *',
    FOLLOW_UP_SCHEDULE: '0 30 3 * * *',
    RECONCILE_SCHEDULE: '*/30 * * * * *',
    WEBSITE_AUTH_ENABLED: 'true',
    POLL_SECONDS: '1',
    ...more,
  };
}
