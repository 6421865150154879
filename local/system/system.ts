import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { accountNamesOf, readSeed } from '../azureml/seed/read';
import { oldestDeletion } from '../azureml/seed/oldest-deletion';
import type { StorageEndpoints } from '../azureml/blob-store';
import { startAzurite, type Azurite } from './azurite';
import { builtApp } from './built-app';
import { startBlobServiceProcess } from './blob-service';
import { certificateKey } from './certificate-key';
import { makeCertificate } from './certificate';
import type { RunningSystem, SystemOptions } from './contract';
import { readyEvent, startChild } from './child';
import { appAccount, hostSettings, type EmulatorReady } from './host-settings';
import { needsBlobService } from './needs-blob-service';
import { passThrough, startProxies } from './proxies';
import { portsOf, readJson, type Ports } from './ports';
import { localUsers } from './users';

export type { RunningSystem, SystemOptions } from './contract';

/** Starts Azurite, the blob service if it is needed, the Azure ML emulator with a seed, and the app in the embedded host, each as a process. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const { shielded } = options;
  const dir = resolve(options.dir);
  const app = resolve(options.app ?? builtApp());
  await mkdir(dir, { recursive: true });
  const certificate = await makeCertificate(dir);
  const storageFile = join(dir, 'storage.json');
  const seed = readSeed(options.seed);
  const customers = accountNamesOf(seed);
  const accounts = await accountKeys(storageFile, [appAccount, ...customers]);
  const portsFile = join(dir, 'ports.json');
  const ports = await portsOf(portsFile);
  // All three or none: Azurite takes them together.
  const known = ports.blob && ports.queue && ports.table ? ports : undefined;
  const startStorage = (at?: Azurite['ports']) =>
    startAzurite({ dir: join(dir, 'azurite'), certificate, accounts, ports: at, shielded });
  const azurite = await startStorage(known);
  const started: { stop(): Promise<void> }[] = [azurite];
  try {
    const daysBehind = oldestDeletion(seed);
    const blobService =
      (options.blobService ?? needsBlobService(seed))
        ? await startBlobServiceProcess({ dir, certificate, accounts, daysBehind, shielded })
        : undefined;
    if (blobService) {
      started.push(blobService);
      // It begins empty at each start, and so must the emulator, whose records would name what isn't there.
      await rm(join(dir, 'emulator'), { recursive: true, force: true });
    }
    const storage: StorageEndpoints = {
      ...{ blobEndpoint: azurite.blobEndpoint, accounts },
      blobService: blobService && { ...blobService.ready, accounts: customers, daysBehind },
    };
    await writeFile(storageFile, JSON.stringify(storage), { mode: 0o600 });
    const trust = { ...process.env, NODE_EXTRA_CA_CERTS: certificate.certFile, NO_PROXY: '127.0.0.1,localhost' };
    const startEmulator = (at: Pick<Ports, 'emulator' | 'identity'>) =>
      startChild<EmulatorReady>({
        name: 'The Azure ML emulator',
        timeoutMs: options.seedingMs,
        shielded,
        logFile: join(dir, 'emulator.log'),
        ready: readyEvent,
        env: trust,
        args: [
          ...[resolve(__dirname, '../azureml/main.js'), '--seed', resolve(options.seed), '--storage', storageFile],
          ...['--cert', certificate.certFile, '--key', certificate.keyFile, '--state', join(dir, 'emulator')],
          ...['--port', String(at.emulator), '--identity-port', String(at.identity)],
        ],
      });
    const emulator = await startEmulator(ports);
    started.push(emulator);
    const taken: Ports = { ...azurite.ports, ...portsIn(emulator.ready) };
    await writeFile(portsFile, JSON.stringify(taken));

    const usersFile = join(dir, 'users.json');
    await writeFile(usersFile, JSON.stringify(localUsers));
    const { settings = {} } = options;
    // One key alone can sign.
    const file = settings.CERTIFICATE_KEY_ID ? '' : await certificateKey(dir);
    const blobUrl = blobService?.ready.url ?? azurite.blobEndpoint;
    const own: Record<string, string> =
      options.ownDocumentsInBlobService && blobService
        ? { RequestStorage__blobServiceUri: `${blobService.ready.url}/${appAccount}` }
        : {};
    const more: Record<string, string> = { CERTIFICATE_KEY_FILE: file, ...own, ...settings };
    const services = { azurite, blobUrl, emulator: emulator.ready };
    const proxies = options.proxied ? await startProxies(services, certificate) : undefined;
    if (proxies) started.push(proxies);
    const reached = proxies ? passThrough(services, proxies) : services;
    const hostEnvironment = hostSettings(reached.azurite, reached.blobUrl, reached.emulator, more);
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
          ...[resolve(__dirname, '../host/main.js'), '--app', app],
          ...['--state', join(dir, 'host'), '--settings', settingsFile, '--users', usersFile, '--port', String(port)],
          ...(options.testClock ? ['--test-clock'] : []),
        ],
      });

    const system: RunningSystem = {
      ...{
        dir,
        url: '',
        certificate,
        azurite,
        blobService,
        emulator,
        host: undefined,
        proxies,
        hostEnvironment,
        appAccount,
        storageFile,
      },
      users: localUsers,
      async restartHost() {
        system.host = await startHost();
        system.url = system.host.ready.url;
        // Clients keep the URL they know.
        port = Number(new URL(system.url).port);
      },
      async restartEmulator() {
        system.emulator = await startEmulator(taken);
      },
      async restartStorage() {
        system.azurite = await startStorage(taken);
      },
      async stop() {
        await system.host?.stop();
        await proxies?.stop();
        await system.emulator.stop();
        await blobService?.stop();
        await system.azurite.stop();
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
