import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readyEvent, startChild, type Child } from '../../../local/system/child';

/** The conformance app's folder. */
export const APP_FOLDER = join(__dirname, '..', 'app');

const HOST = join(__dirname, '..', '..', '..', 'dist', 'local', 'host', 'main.js');

/** How to start the embedded host. */
export interface HostOptions {
  app: string;
  state: string;
  logFile: string;
  env?: NodeJS.ProcessEnv;
  testClock?: boolean;
  /** Milliseconds until a start counts as failed. */
  timeoutMs?: number;
}

/** A running embedded host with its keys. */
export interface HostProcess {
  url: string;
  masterKey: string;
  functionKey: string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/** Starts the embedded host as a process of its own; rejects with the end of its log when it refuses to start. */
export async function startHostProcess(options: HostOptions): Promise<HostProcess> {
  if (!existsSync(HOST)) throw new Error('The host is not built: run "npm run build" first.');
  await mkdir(options.state, { recursive: true });
  const child: Child<{ url: string }> = await startChild({
    name: 'The embedded host',
    args: [
      HOST,
      ...['--app', options.app, '--state', options.state, '--port', '0'],
      ...(options.testClock ? ['--test-clock'] : []),
    ],
    env: { ...process.env, NO_PROXY: '127.0.0.1,localhost', ...options.env },
    logFile: options.logFile,
    ready: readyEvent,
    timeoutMs: options.timeoutMs ?? 20_000,
  });
  const keys = JSON.parse(await readFile(join(options.state, 'keys.json'), 'utf8')) as {
    masterKey: string;
    functionKeys: { default: string };
  };
  return {
    url: child.ready.url,
    masterKey: keys.masterKey,
    functionKey: keys.functionKeys.default,
    async stop() {
      await child.stop();
      return child.exited;
    },
    kill: () => child.kill(),
  };
}
