import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionString, startAzurite } from '../../../local/system/azurite';
import { makeCertificate } from '../../../local/system/certificate';
import { APP_FOLDER, startHostProcess } from './host-process';
import { QueueAccount } from './queue-account';

/** True when the cases run against a host that somebody else started. */
export const isForeignHost = Boolean(process.env.CONFORMANCE_BASE_URL);

/** A host with the conformance app in it. */
export interface System {
  baseUrl: string;
  /** Undefined when the foreign host's key was not given: cases that need it are skipped. */
  masterKey: string | undefined;
  functionKey: string | undefined;
  queues: QueueAccount | undefined;
  stop(): Promise<void>;
}

/** The settings and the certificate file that a host needs to reach Azurite, and the queues themselves. */
export interface QueueBackend {
  env: NodeJS.ProcessEnv;
  queues: QueueAccount;
  stop(): Promise<void>;
}

/** Starts Azurite for one test file. Saved data goes into `dir`. */
export async function startQueueBackend(dir: string): Promise<QueueBackend> {
  const certificate = await makeCertificate(dir);
  const azurite = await startAzurite({ dir: join(dir, 'azurite'), certificate, accounts: ['conformance'] });
  const connection = connectionString(azurite, 'conformance');
  return {
    env: {
      AzureWebJobsStorage: connection,
      ConformanceQueues: connection,
      NODE_EXTRA_CA_CERTS: certificate.certFile,
    },
    queues: new QueueAccount(connection, certificate.pem),
    stop: () => azurite.stop(),
  };
}

/** The host named by the environment, or else a new embedded host with its own Azurite and state folder. */
export async function startSystem(): Promise<System> {
  const { CONFORMANCE_BASE_URL, CONFORMANCE_MASTER_KEY, CONFORMANCE_FUNCTION_KEY, CONFORMANCE_QUEUE_CONNECTION } =
    process.env;
  if (CONFORMANCE_BASE_URL) {
    return {
      baseUrl: CONFORMANCE_BASE_URL.replace(/\/$/, ''),
      masterKey: CONFORMANCE_MASTER_KEY,
      functionKey: CONFORMANCE_FUNCTION_KEY ?? CONFORMANCE_MASTER_KEY,
      queues: CONFORMANCE_QUEUE_CONNECTION ? new QueueAccount(CONFORMANCE_QUEUE_CONNECTION) : undefined,
      stop: () => Promise.resolve(),
    };
  }
  const dir = await mkdtemp(join(tmpdir(), 'conformance-'));
  const backend = await startQueueBackend(dir);
  const host = await startHostProcess({
    app: APP_FOLDER,
    state: join(dir, 'state'),
    logFile: join(dir, 'host.log'),
    env: backend.env,
  }).catch(async (error: unknown) => {
    await backend.stop();
    throw error;
  });
  return {
    baseUrl: host.url,
    masterKey: host.masterKey,
    functionKey: host.functionKey,
    queues: backend.queues,
    async stop() {
      await host.stop();
      await backend.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
