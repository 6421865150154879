import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { DEFAULT_SUBSCRIPTION } from '../../local/azureml/seed/defaults';
import { DEFAULT_THROTTLING } from '../../local/azureml/settings';
import { startSystem, type RunningSystem } from '../../local/system/system';
import type { Client, Share } from './worker';

const workspace = `/subscriptions/${DEFAULT_SUBSCRIPTION}/resourceGroups/bench/providers/Microsoft.MachineLearningServices/workspaces/bench`;
const run = promisify(execFile);

/** What came of one way to delete everything. */
interface Result {
  seconds: number;
  /** Answers 429 that were sent, and those that a caller got to see. */
  refused: number;
  failed: number;
}

/**
 * Deletes resources through the app's own client against the emulator's token buckets, which are those of Azure (200,
 * and 10 more per second), in one process and in two that know nothing of each other; and through the SDK alone.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { count: { type: 'string', default: '1000' } } });
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 1) throw new Error('--count must be a whole number of deletions.');
  const { size, perSecond } = DEFAULT_THROTTLING.deletes;
  const ideal = Math.max(0, count - size) / perSecond;
  console.log(`${count} deletions, ideal ${ideal.toFixed(1)} s; Node ${process.version}, ${cpus().length} cores`);
  console.log('client  processes  seconds  over ideal  429 answered  429 failed');
  const ways: readonly [Client, number][] = [
    ['app', 1],
    ['app', 2],
    ['sdk', 1],
  ];
  for (const [client, processes] of ways) {
    const { seconds, refused, failed } = await measure(client, count, processes);
    const over = ideal > 0 ? `${((seconds / ideal - 1) * 100).toFixed(1)} %` : '-';
    const cells = [client, String(processes), seconds.toFixed(1), over, String(refused), String(failed)];
    console.log(cells.map((cell, at) => cell.padStart([6, 9, 7, 10, 12, 10][at] ?? 0)).join('  '));
  }
}

/** Each measurement has a system of its own, with full buckets. */
async function measure(client: Client, count: number, processes: number): Promise<Result> {
  const dir = await mkdtemp(join(tmpdir(), 'bench-arm-'));
  try {
    const names = Array.from({ length: count }, (_, index) => `c${index}`);
    const connections = names.map((name) => ({ name }));
    const seed = join(dir, 'seed.json');
    const lab = { name: 'bench', resourceGroup: 'bench', storageAccount: 'benchstore', connections };
    await writeFile(seed, JSON.stringify({ people: [], workspaces: [lab] }));
    const system = await startSystem({ dir, seed, withoutHost: true });
    try {
      const env = { ...process.env, ...system.hostEnvironment, NODE_EXTRA_CA_CERTS: system.certificate.certFile };
      const shares = await Promise.all(
        Array.from({ length: processes }, async (_, process) => {
          const ids = names.filter((_name, index) => index % processes === process);
          const args = [join(__dirname, 'worker.js'), client, ...ids.map((name) => `${workspace}/connections/${name}`)];
          return JSON.parse((await run(globalThis.process.execPath, args, { env })).stdout) as Share;
        }),
      );
      const seconds =
        (Math.max(...shares.map(({ ended }) => ended)) - Math.min(...shares.map(({ begun }) => begun))) / 1_000;
      const deleted = shares.reduce((sum, { statuses }) => sum + (statuses[200] ?? 0) + (statuses[204] ?? 0), 0);
      const failed = shares.reduce((sum, { statuses }) => sum + (statuses[429] ?? 0), 0);
      if (deleted + failed !== count) throw new Error('Some deletions were refused for another reason.');
      return { seconds, failed, refused: await refusals(system) };
    } finally {
      await system.stop();
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** How many deletions the emulator has answered with 429, by its own books. */
async function refusals({ emulator, certificate }: RunningSystem): Promise<number> {
  const text = await new Promise<string>((resolve, reject) => {
    const headers = { 'x-emulator-admin': emulator.ready.adminKey };
    const call = request(`${emulator.ready.url}/_emulator/calls`, { headers, ca: certificate.pem }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (body += chunk)).on('end', () => resolve(body));
    });
    call.on('error', reject).end();
  });
  const { writes } = JSON.parse(text) as { writes: { method: string; status: number }[] };
  return writes.filter(({ method, status }) => method === 'DELETE' && status === 429).length;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
