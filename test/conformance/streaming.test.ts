import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEmbedded } from './harness/embedded-only';
import { startHostProcess, type HostProcess } from './harness/host-process';

// Triggers: HTTP in an app that turned enableHttpStream on, which is a switch of the whole app.
describeEmbedded('an app with enableHttpStream', () => {
  let dir: string;
  let host: HostProcess;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'conformance-streaming-'));
    host = await startHostProcess({
      app: join(__dirname, 'streaming'),
      state: join(dir, 'state'),
      logFile: join(dir, 'host.log'),
    });
  });
  afterAll(async () => {
    await host?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('sends the parts of an answer as they come', async () => {
    const response = await fetch(`${host.url}/api/parts`);
    const arrivals: number[] = [];
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      arrivals.push(Date.now());
    }
    expect(text).toBe('first,last');
    expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(700);
  });

  it('reads the body of a request as a stream', async () => {
    const response = await fetch(`${host.url}/api/count?name=x`, { method: 'POST', body: Buffer.alloc(3_000_000, 1) });
    expect(await response.json()).toEqual({ bytes: 3_000_000, name: 'x' });
  });

  it('answers 500 without a detail when a function throws', async () => {
    const response = await fetch(`${host.url}/api/fails`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('detail that must not leave');
  });
});
