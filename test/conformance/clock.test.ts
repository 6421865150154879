import { describeEmbedded } from './harness/embedded-only';
import { eventually, sleep } from './harness/eventually';
import { scheduledAsText, type HistoryEvent } from './harness/history';
import { RestartableHost } from './harness/restartable-host';

const DAY = 24 * 3600;

// Times that no test can wait for.
describeEmbedded('a host whose clock is moved', () => {
  let host: RestartableHost;
  beforeAll(async () => {
    host = await RestartableHost.start({ testClock: true });
  });
  afterAll(() => host?.dispose());

  it('goes through a timer of 10 days in three timers, and through one of 5 days in one', async () => {
    const [long, short] = [
      await host.app.start('waitsDays', { days: 10 }),
      await host.app.start('waitsDays', { days: 5 }),
    ];
    await Promise.all([host.app.inState(long, 'Running'), host.app.inState(short, 'Running')]);
    await sleep(300);
    await host.advance(3 * DAY);
    await sleep(300);
    expect((await host.app.status(short)).runtimeStatus).toBe('Running');
    await host.advance(3 * DAY);
    const ofShort = (await host.app.ended(short)).output as HistoryEvent[];
    expect(scheduledAsText(ofShort)).toEqual(['0 timer', '1 activity echo']);
    await sleep(300);
    expect((await host.app.status(long)).runtimeStatus).toBe('Running');
    await host.advance(5 * DAY);
    const ofLong = (await host.app.ended(long)).output as HistoryEvent[];
    expect(scheduledAsText(ofLong)).toEqual(['0 timer', '1 timer', '2 timer', '3 activity echo']);
  });

  it('fires timer triggers that become due', async () => {
    const before = (await host.app.observations('hourly')).length;
    await host.advance(3600);
    await eventually('the hourly timer', async () =>
      (await host.app.observations('hourly')).length > before ? true : undefined,
    );
  });

  it('reports creation times by that clock', async () => {
    await host.advance(30 * DAY);
    const { createdTime } = await host.app.run('echoes', {});
    expect(Date.parse(createdTime) - Date.now()).toBeGreaterThan(29 * DAY * 1000);
  });
});
