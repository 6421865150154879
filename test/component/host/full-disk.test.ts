import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
