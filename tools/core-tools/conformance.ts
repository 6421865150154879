import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionString, startAzurite } from '../../local/system/azurite';
import { isFree } from '../../local/system/ports';
import { startFunc } from './start-func';

const app = join('test', 'conformance', 'app');
const port = 7171;

/**
 * Runs the conformance cases against Azure Functions Core Tools: one host and one storage emulator for all files, one
 * file after the other, because one purges. Arguments go to Jest.
 */
async function main(): Promise<number> {
  if (!(await isFree(port))) throw new Error(`Port ${port} is taken.`);
  // Ctrl-C ends Jest; then everything is stopped in order.
  process.on('SIGINT', () => undefined);
  const dir = await mkdtemp(join(tmpdir(), 'conformance-core-tools-'));
  // Over HTTP: the host is a .NET program, which doesn't read NODE_EXTRA_CA_CERTS.
  const azurite = await startAzurite({ dir: join(dir, 'azurite'), accounts: ['conformance'] });
  let passed = false;
  try {
    passed = await run(join(dir, 'func.log'), connectionString(azurite, 'conformance'));
  } finally {
    await azurite.stop();
    if (passed) await rm(dir, { recursive: true, force: true });
    else console.error(`The logs are in ${dir}.`);
  }
  return passed ? 0 : 1;
}

/** Whether all cases passed against a host whose storage is at `connection`. */
async function run(logFile: string, connection: string): Promise<boolean> {
  const sample = JSON.parse(await readFile(join(app, 'local.settings.sample.json'), 'utf8')) as {
    Values: Record<string, string>;
  };
  const settings = { ...sample.Values, AzureWebJobsStorage: connection, ConformanceQueues: connection };
  const env = { ...process.env, ...settings, FUNCTIONS_CORE_TOOLS_TELEMETRY_OPTOUT: '1' };
  const readyPath = 'api/observations?key=ready';
  const host = await startFunc({ app, port, env, logFile, readyPath, timeoutMs: 300_000 });
  try {
    return (await jest({ CONFORMANCE_BASE_URL: host.url, CONFORMANCE_QUEUE_CONNECTION: connection })) === 0;
  } finally {
    await host.stop();
  }
}

/** Runs the cases against the host that `settings` name; resolves with Jest's exit code. */
async function jest(settings: Record<string, string>): Promise<number | null> {
  const args = [require.resolve('jest/bin/jest'), '--runInBand', '--selectProjects', 'conformance'];
  const child = spawn(process.execPath, [...args, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  });
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error((error as Error).message);
    process.exit(1);
  },
);
