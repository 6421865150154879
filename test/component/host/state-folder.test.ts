import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { removeFolder, startHostProcess, temporaryFolder } from './host-process';

const main = join(__dirname, '../../../dist/local/host/main.js');
const app = join(__dirname, '../durable/app');

// A full disk, as far as a test can have one: files can't grow beyond 60 blocks of 512 bytes.
it('ends with a clear message when its state can not be written, and has lost nothing that it acknowledged', async () => {
  const state = await temporaryFolder();
  const env = { ...process.env, NO_PROXY: '127.0.0.1,localhost', NOTES: '/dev/null' };
  const command = `ulimit -f 60; exec "${process.execPath}" "${main}" --app "${app}" --state "${state}"`;
  const child = spawn('sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = once(child, 'close') as Promise<[number | null]>;
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { url } = JSON.parse(line) as { url: string };
    const acknowledged: string[] = [];
    for (let n = 0; n < 1000 && child.exitCode === null; n++) {
      const body = JSON.stringify({ steps: 1, ms: 0 });
      const answer = await fetch(`${url}/api/start/steps/disk-${n}`, { method: 'POST', body }).catch(() => undefined);
      if (answer?.status === 202) acknowledged.push(`disk-${n}`);
    }
    expect(await exited).toEqual([1, null]);
    expect(log).toMatch(/The state folder .* can't be written: .*\. The host ends; .* Make room on the disk/);
    expect(log).not.toContain('    at ');
    expect(acknowledged.length).toBeGreaterThan(3);

    const host = await startHostProcess(state, { app, env });
    try {
      for (const id of acknowledged) {
        for (let status = ''; status !== 'Completed';) {
          status = ((await (await host.fetch(`/api/status/${id}`)).json()) as { runtimeStatus: string }).runtimeStatus;
          expect(['Pending', 'Running', 'Completed']).toContain(status);
        }
      }
    } finally {
      await host.child.stop();
    }
  } finally {
    child.kill('SIGKILL');
    await removeFolder(state);
  }
});

it('ends with a clear message, and changes no file, when its store is damaged or of a newer host', async () => {
  const state = await temporaryFolder();
  const bytes = async () => {
    const entries = await readdir(state, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name !== 'host.log');
    const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
    return Promise.all(paths.map(async (path) => [path, (await readFile(path)).toString('latin1')]));
  };
  const refusal = async () => {
    const before = await bytes();
    const error = await startHostProcess(state, { app }).then(
      () => undefined,
      (reason: Error) => reason.message,
    );
    expect(await bytes()).toEqual(before);
    return error;
  };
  try {
    const host = await startHostProcess(state, { app, env: { NOTES: '/dev/null' } });
    const body = JSON.stringify({ steps: 1, ms: 0 });
    expect((await host.fetch('/api/start/steps/one', { method: 'POST', body })).status).toBe(202);
    await host.child.kill();

    const folder = join(state, 'durable');
    const log = join(folder, (await readdir(folder)).find((name) => name.endsWith('.log')) ?? '');
    const whole = await readFile(log);
    const damaged = Buffer.from(whole);
    damaged[40] = (damaged[40] as number) ^ 1;
    await writeFile(log, damaged);
    const message = await refusal();
    expect(message).toMatch(
      /ended with exit code 1.*The store in .*durable is damaged: \d+\.log: the checksum at byte/s,
    );
    expect(message).not.toContain('    at ');

    await writeFile(log, whole);
    await writeFile(join(state, 'state.json'), '{"format":7}');
    expect(await refusal()).toMatch(/written by a newer host \(format 7; this one knows 1\)/);

    await writeFile(join(state, 'state.json'), '{"format":1}');
    await writeFile(join(state, 'keys.json'), '');
    expect(await refusal()).toMatch(/keys\.json is damaged .* Restore it from a copy, or remove it/);
  } finally {
    await removeFolder(state);
  }
});
