import { describeEmbedded } from './harness/embedded-only';
import { eventually, sleep } from './harness/eventually';
import { RestartableHost } from './harness/restartable-host';

// What survives SIGKILL of the host. Each case kills and restarts the same host on the same state folder.
describeEmbedded('a host that was killed and started again on its state folder', () => {
  let host: RestartableHost;
  beforeAll(async () => {
    host = await RestartableHost.start();
  });
  afterAll(() => host?.dispose());

  const counts = async (id: string, phase: string) => {
    const names = (await host.app.observations(id)).filter((seen) => seen.phase === phase).map((seen) => seen.name);
    return names.reduce<Record<string, number>>((sum, name) => {
      const key = String(name);
      return { ...sum, [key]: (sum[key] ?? 0) + 1 };
    }, {});
  };
  const slowMessages = () => host.app.observations('conformance-slow');
  const observed = (id: string, name: string) =>
    eventually(`a start of ${name}`, async () => ((await counts(id, 'start'))[name] ? true : undefined));

  it('is killed with a queue message in work', async () => {
    await host.queues.send('conformance-slow', 'in work when the host was killed');
    await eventually('its start', async () => (await slowMessages())[0]);
    await host.kill();
    await host.up();
    expect((await slowMessages()).map((seen) => seen.phase)).toEqual(['start']);
  });

  it('runs an activity again that was running, and goes on', async () => {
    const id = await host.app.start('worksTwice');
    await observed(id, 'first');
    await host.kill();
    await host.up();
    expect(await host.app.ended(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'done' });
    expect(await counts(id, 'start')).toEqual({ first: 2, second: 1 });
  });

  it('does not run what was completed again', async () => {
    const id = await host.app.start('sequence', { count: 200 });
    await observed(id, 'step 20');
    await host.kill();
    await host.up();
    expect((await host.app.ended(id)).output).toEqual(Array.from({ length: 200 }, (_, i) => i));
    const repeated = Object.entries(await counts(id, 'start')).filter(([, times]) => times > 1);
    expect(repeated.length).toBeLessThanOrEqual(1);
  });

  it('completes a fan-out with every result once', async () => {
    const id = await host.app.start('fanOut', { count: 60, ms: 20 });
    await observed(id, 'part 30');
    await host.kill();
    await host.up();
    expect((await host.app.ended(id)).output).toEqual(Array.from({ length: 60 }, (_, i) => i));
    const repeated = Object.entries(await counts(id, 'start')).filter(([, times]) => times > 1);
    // At most what ran at once: maxConcurrentActivityFunctions of the app's host.json.
    expect(repeated.length).toBeLessThanOrEqual(10);
  });

  it('fires a timer that was due in the meantime', async () => {
    const id = await host.app.start('shortTimer', { ms: 1000 });
    await host.app.inState(id, 'Running');
    await host.kill();
    await sleep(1000);
    await host.up();
    expect((await host.app.ended(id, 5000)).runtimeStatus).toBe('Completed');
  });

  it('keeps buffered events, and an event that was acknowledged', async () => {
    const buffered = await host.app.start('waitsInTurn');
    const pending = await host.app.start('waitsThenWorks');
    await host.app.raise(buffered, 'go', { n: 1 });
    await host.app.raise(buffered, 'go', { n: 2 });
    await host.app.raise(pending, 'go', { n: 3 });
    await host.kill();
    await host.up();
    await host.app.raise(buffered, 'start', {});
    expect((await host.app.ended(buffered)).output).toEqual([{ n: 1 }, { n: 2 }]);
    expect((await host.app.ended(pending)).output).toEqual({ n: 3 });
  });

  it('runs an instance whose start was acknowledged', async () => {
    const ids = await Promise.all([1, 2, 3, 4, 5].map((n) => host.app.start('echoes', { n })));
    await host.kill();
    await host.up();
    const outputs = await Promise.all(ids.map(async (id) => (await host.app.ended(id)).output));
    expect(outputs).toEqual([1, 2, 3, 4, 5].map((n) => ({ n })));
  });

  it('keeps an instance suspended', async () => {
    const id = await host.app.start('waitsThenWorks', {}, { version: '1.5' });
    await host.app.inState(id, 'Running');
    await host.app.change(id, 'suspend');
    await host.app.inState(id, 'Suspended');
    await host.app.raise(id, 'go', { n: 1 });
    await host.kill();
    await host.up();
    await sleep(300);
    expect((await host.app.status(id)).runtimeStatus).toBe('Suspended');
    await host.app.change(id, 'resume');
    expect((await host.app.ended(id)).output).toEqual({ n: 1 });
  });

  it('refuses to share its state folder with a second host, and is not disturbed by the attempt', async () => {
    await expect(host.another()).rejects.toThrow(/already|another|in use|lock/i);
    expect(await host.app.output('echoes', { still: 'here' })).toEqual({ still: 'here' });
  });

  it('stops cleanly on SIGTERM and goes on afterwards', async () => {
    const id = await host.app.start('waitsThenWorks');
    await host.app.inState(id, 'Running');
    expect(await host.down()).toBe(0);
    await host.up();
    await host.app.raise(id, 'go', { n: 1 });
    expect((await host.app.ended(id)).output).toEqual({ n: 1 });
  });

  it('gets the queue message again that was in work when it was killed', async () => {
    const ended = async () => (await slowMessages()).some((seen) => seen.phase === 'end') || undefined;
    await eventually('the end of its function', ended, 30_000);
    const last = (await slowMessages()).at(-1);
    expect(last).toMatchObject({ message: 'in work when the host was killed', phase: 'end' });
  });
});
