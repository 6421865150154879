import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connectionString, startAzurite, type Azurite } from '../../../local/system/azurite';
import { eventually } from '../../conformance/harness/eventually';
import { startFunc, type FuncOptions } from '../../../tools/core-tools/start-func';

const root = join(__dirname, '../../..');

// Core Tools can't be had here. This stand-in starts the embedded host the way they start theirs: as a child of a script.
const standIn = `#!${process.execPath}
const { spawn } = require('node:child_process');
const port = process.argv[process.argv.indexOf('--port') + 1];
const host = spawn(
  process.execPath,
  [process.env.HOST, '--app', '.', '--state', process.env.STATE, '--port', port],
  { stdio: 'inherit' },
);
console.log('child ' + host.pid);
`;

describe('func start', () => {
  let dir: string;
  let azurite: Azurite;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'core-tools-'));
    azurite = await startAzurite({ dir: join(dir, 'azurite'), accounts: ['conformance'] });
  });
  afterAll(async () => {
    await azurite.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Options for a `func` that is this script. */
  async function optionsFor(name: string, script: string): Promise<FuncOptions> {
    const folder = join(dir, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'func'), script);
    chmodSync(join(folder, 'func'), 0o755);
    const connection = connectionString(azurite, 'conformance');
    return {
      app: join(root, 'test/conformance/app'),
      port: await freePort(),
      env: {
        ...process.env,
        PATH: `${folder}${delimiter}${process.env.PATH}`,
        HOST: join(root, 'dist/local/host/main.js'),
        STATE: join(folder, 'state'),
        AzureWebJobsStorage: connection,
        ConformanceQueues: connection,
      },
      logFile: join(folder, 'func.log'),
      readyPath: 'api/observations?key=ready',
      timeoutMs: 40_000,
    };
  }

  it('serves the app with the settings given, and leaves no process behind', async () => {
    const options = await optionsFor('works', standIn);
    const host = await startFunc(options);
    const child = Number(/^child (\d+)$/m.exec(readFileSync(options.logFile, 'utf8'))?.[1]);
    expect(isAlive(child)).toBe(true);
    expect((await fetch(`${host.url}/api/observations?key=none`)).status).toBe(200);
    await host.stop();
    await eventually('the end of what func started', () => Promise.resolve(isAlive(child) ? undefined : true));
    await expect(fetch(host.url)).rejects.toThrow('fetch failed');
  });

  it('says why there is no host', async () => {
    const options = await optionsFor('fails', `#!${process.execPath}\nconsole.error('no bundle'); process.exit(3);\n`);
    await expect(startFunc(options)).rejects.toThrow(/^func ended with exit code 3\. Its log is .*\nno bundle\n$/);
    await expect(startFunc({ ...options, env: { PATH: dir } })).rejects.toThrow(/^func could not be started: .*ENOENT/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Whether a process runs; one that ended and that nobody waited for doesn't. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
