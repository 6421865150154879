import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, removeFolder, startHostProcess, temporaryFolder, type HostProcess } from '../host/host-process';

interface Status {
  runtimeStatus: string;
  output: unknown;
}

describe('the durable engine, killed', () => {
  let state: string;
  let host: HostProcess | undefined;

  const start = async (): Promise<HostProcess> => {
    host = await startHostProcess(state, {
      app: join(__dirname, 'app'),
      env: { NOTES: join(state, 'notes.txt') },
    });
    return host;
  };
  const notes = async (): Promise<string[]> => {
    const file = join(state, 'notes.txt');
    return existsSync(file) ? (await readFile(file, 'utf8')).trim().split('\n') : [];
  };
  const startNew = async (name: string, input: object): Promise<void> => {
    const response = await host?.fetch(`/api/start/${name}/one`, { method: 'POST', body: JSON.stringify(input) });
    expect(response?.status).toBe(202);
  };
  const ended = (): Promise<Status> =>
    eventually(async () => {
      const status = (await (await host?.fetch('/api/status/one'))?.json()) as Status;
      return status.runtimeStatus === 'Completed' || status.runtimeStatus === 'Failed' ? status : undefined;
    });
  const noted = (text: string): Promise<true> =>
    eventually(async () => ((await notes()).includes(text) ? true : undefined));

  beforeEach(async () => {
    state = await temporaryFolder();
    await start();
  });
  afterEach(async () => {
    await host?.child.kill();
    await removeFolder(state);
  });

  it('runs an activity again that was begun, and no activity that was recorded', async () => {
    await startNew('steps', { steps: 3, ms: 300 });
    await noted('begin s1');
    await host?.child.kill();
    await start();
    expect(await ended()).toMatchObject({ runtimeStatus: 'Completed', output: ['s0', 's1', 's2'] });
    const seen = await notes();
    expect(seen.filter((line) => line === 'begin s0')).toHaveLength(1);
    expect(seen.filter((line) => line === 'begin s1')).toHaveLength(2);
    expect(seen.filter((line) => line === 'end s1')).toHaveLength(1);
  });

  it('runs an episode again that was not committed', async () => {
    await startNew('slow', {});
    await noted('episode');
    await host?.child.kill();
    await start();
    expect((await ended()).runtimeStatus).toBe('Completed');
    expect(await notes()).toEqual(['episode', 'episode']);
  });

  it('ends the same however often it is killed', async () => {
    await startNew('nested', { children: 4, steps: 4, ms: 20 });
    for (const wait of [90, 140, 10]) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      await host?.child.kill();
      await start();
    }
    expect(await ended()).toMatchObject({ runtimeStatus: 'Completed', output: 16 });
  });

  it('fires a timer that became due while no host was running', async () => {
    await startNew('wait', { ms: 800 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await host?.child.kill();
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(await notes()).toEqual([]);
    await start();
    expect(await ended()).toMatchObject({ runtimeStatus: 'Completed', output: 'late' });
  });

  it('stops cleanly in the middle of much work, and goes on', async () => {
    await startNew('parallel', { steps: 40, ms: 50 });
    await noted('end p3');
    await host?.child.stop();
    await start();
    expect((await ended()).output).toBe(40);
    // What runs when the host is asked to stop is let to its end.
    expect((await notes()).filter((line) => line.startsWith('begin'))).toHaveLength(40);
  });

  it('refuses a second host on the same folder', async () => {
    await expect(startHostProcess(state, { app: join(__dirname, 'app'), env: { NOTES: 'x' } })).rejects.toThrow(
      /Another host/,
    );
    await startNew('steps', { steps: 1, ms: 1 });
    expect((await ended()).runtimeStatus).toBe('Completed');
  });
});
