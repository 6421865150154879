/** Measures the durable engine of the embedded host; see docs/performance.md. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readyEvent, startChild, type Child } from '../../local/system/child';

type Host = Child<{ url: string }>;

const root = resolve(__dirname, '../../..');

function start(dir: string): Promise<Host> {
  return startChild({
    name: 'The host',
    logFile: join(dir, 'host.log'),
    ready: readyEvent,
    args: [
      ...[join(root, 'dist/local/host/main.js'), '--app', join(root, 'bench/host/app')],
      ...['--state', join(dir, 'state')],
    ],
    env: { ...process.env, NO_PROXY: '127.0.0.1,localhost' },
  });
}

/** Starts instances of an orchestration and waits until none is left; the links of one of them. */
async function runAll(host: Host, name: string, instances: number, input: object): Promise<Record<string, string>> {
  const body = JSON.stringify({ instances, input });
  const answer = await fetch(`${host.ready.url}/api/start/${name}`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`The instances were not started: ${answer.status} ${await answer.text()}`);
  const links = (await answer.json()) as Record<string, string>;
  const left = `${listUrl(links)}&runtimeStatus=Pending,Running&top=1`;
  while (((await (await fetch(left)).json()) as object[]).length > 0) await sleep(20);
  return links;
}

function listUrl(links: Record<string, string>): string {
  const url = new URL(links.statusQueryGetUri ?? '');
  url.pathname = url.pathname.replace(/[^/]+$/, '');
  return url.href;
}

/** Reads all instances by pages of 100. */
async function readAll(links: Record<string, string>): Promise<number> {
  let found = 0;
  for (let token = ''; ;) {
    const page = await fetch(listUrl(links), { headers: token === '' ? {} : { 'x-ms-continuation-token': token } });
    found += ((await page.json()) as object[]).length;
    token = page.headers.get('x-ms-continuation-token') ?? '';
    if (token === '') return found;
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { instances: { type: 'string', default: '10000' } } });
  const instances = Number(values.instances);
  if (!Number.isInteger(instances) || instances < 1) throw new Error('--instances must be a whole number.');
  console.log(`Node ${process.version}, ${cpus().length} cores`);
  const dir = await mkdtemp(join(tmpdir(), 'bench-host-'));
  let host = await start(dir);
  const measure = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const before = host.process.pid;
    const used = usage(host).seconds;
    const result = await work();
    const seconds = (performance.now() - began) / 1000;
    const { megabytes, seconds: now } = usage(host);
    // A host that was started in the meantime began at 0.
    const cpu = host.process.pid === before ? now - used : now;
    console.log(
      [what.padEnd(60), seconds.toFixed(1).padStart(8), cpu.toFixed(0).padStart(8), megabytes.padStart(8)].join(''),
    );
    return result;
  };
  try {
    console.log(`${' '.repeat(60)} seconds   CPU s      MB`);
    await measure('one instance after the other: 20 of 5 activities', async () => {
      for (let n = 0; n < 20; n++) await runAll(host, 'sequence', 1, { count: 5 });
    });
    await measure('one instance of 1,000 activities, one after the other', () =>
      runAll(host, 'sequence', 1, { count: 1000 }),
    );
    await measure('one instance of 1,000 activities at once', () => runAll(host, 'fanOut', 1, { count: 1000 }));
    await measure('500 instances of 10 activities at once', () => runAll(host, 'fanOut', 500, { count: 10 }));
    const links = await measure(`${instances} instances of 5 activities`, () =>
      runAll(host, 'sequence', instances, { count: 5 }),
    );
    await measure('reading all instances by pages', () => readAll(links));
    await host.kill();
    console.log(`store: ${await bytesOf(join(dir, 'state', 'durable'))} MB`);
    await measure('start after a kill, with the store read through', async () => (host = await start(dir)));
    await measure('500 instances of 10 activities at once', () => runAll(host, 'fanOut', 500, { count: 10 }));
  } finally {
    await host.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Memory of the host now, and processor time that it has used, to the second. */
function usage(host: Host): { megabytes: string; seconds: number } {
  if (host.process.exitCode !== null || host.process.signalCode !== null) return { megabytes: '0', seconds: 0 };
  const shown = execFileSync('ps', ['-o', 'rss=,time=', '-p', String(host.process.pid)], { encoding: 'utf8' });
  const [kilobytes = '', time = ''] = shown.trim().split(/\s+/);
  const seconds = time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0);
  return { megabytes: (Number(kilobytes) / 1024).toFixed(0), seconds };
}

async function bytesOf(folder: string): Promise<string> {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  return (sizes.reduce((sum, size) => sum + size, 0) / 1024 ** 2).toFixed(1);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
