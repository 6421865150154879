import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readyEvent, startChild, type Child } from '../../../local/system/child';

const main = join(__dirname, '../../../dist/local/host/main.js');

/** The small app that these tests run. */
export const testApp = join(__dirname, 'app');

/** A host in its own process, as users run it: Node's module loading can't be hooked inside jest. */
export interface HostProcess {
  url: string;
  masterKey: string;
  functionKey: string;
  child: Child<{ url: string }>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  admin(path: string, body?: unknown): Promise<Response>;
  log(): Promise<string>;
}

/** Makes an empty folder below the system's temporary one. */
export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'host-test-'));

/** Removes a folder of temporaryFolder. */
export const removeFolder = (dir: string) => rm(dir, { recursive: true, force: true });

/** Starts the host of the last build on `state`. */
export async function startHostProcess(
  state: string,
  { args = [], env = {}, app = testApp }: { args?: string[]; env?: NodeJS.ProcessEnv; app?: string } = {},
): Promise<HostProcess> {
  if (!existsSync(main)) throw new Error('The host is not built: run `npm run build` first.');
  const logFile = join(state, 'host.log');
  const child = await startChild<{ url: string }>({
    name: 'The host',
    args: [main, '--app', app, '--state', state, ...args],
    env: { ...process.env, NO_PROXY: '127.0.0.1,localhost', ...env },
    logFile,
    ready: readyEvent,
    timeoutMs: 20_000,
  });
  const { url } = child.ready;
  const keys = JSON.parse(await readFile(join(state, 'keys.json'), 'utf8')) as {
    masterKey: string;
    functionKeys: { default: string };
  };
  return {
    url,
    masterKey: keys.masterKey,
    functionKey: keys.functionKeys.default,
    child,
    fetch: (path, init) => fetch(`${url}${path}`, { redirect: 'manual', ...init }),
    admin: (path, body) =>
      fetch(`${url}/admin/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'x-functions-key': keys.masterKey },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    log: () => readFile(logFile, 'utf8'),
  };
}

/** Asks again until `check` gives a value, at most 15 seconds. */
export async function eventually<T>(check: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    const value = await check();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not happen within 15 seconds.');
}
