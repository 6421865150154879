import { describeEmbedded } from './harness/embedded-only';
import { eventually, sleep } from './harness/eventually';
import { EventType, eventsOf, scheduledAsText, type HistoryEvent } from './harness/history';
import { RestartableHost } from './harness/restartable-host';

const HOUR = 3600;
const DAY = 24 * HOUR;

// Times that no test can wait for.
describeEmbedded('a host whose clock is moved', () => {
  let host: RestartableHost;
  beforeAll(async () => {
    host = await RestartableHost.start({ testClock: true });
  });
  afterAll(() => host?.dispose());

  it('goes through a timer of 10 days in timers of 3, 3, 3 and 1 days, and through one of 5 days in one', async () => {
    const ids = await Promise.all([10, 5].map((days) => host.app.start('waitsDays', { days })));
    const [long = '', short = ''] = ids;
    await Promise.all(ids.map((id) => host.app.inState(id, 'Running')));
    const states = [];
    for (const days of [3, 3, 3]) {
      // Time for the host to create the timer that the next jump makes due.
      await sleep(300);
      await host.advance(days * DAY);
      await sleep(300);
      states.push([(await host.app.status(short)).runtimeStatus, (await host.app.status(long)).runtimeStatus]);
    }
    expect(states).toEqual([
      ['Running', 'Running'],
      ['Completed', 'Running'],
      ['Completed', 'Running'],
    ]);
    await host.advance(DAY);
    const ofLong = (await host.app.ended(long)).output as HistoryEvent[];
    expect(scheduledAsText(ofLong)).toEqual(['0 timer', '1 timer', '2 timer', '3 timer', '4 activity echo']);
    const ofShort = (await host.app.status(short)).output as HistoryEvent[];
    expect(scheduledAsText(ofShort)).toEqual(['0 timer', '1 activity echo']);
  });

  it('fires a timer at once whose time has passed already', async () => {
    expect(await host.app.output('timerInThePast')).toBe('fired');
  });

  it('fires timers in the order in which they are due when it jumps over many', async () => {
    const id = await host.app.start('waitsHours', { count: 60, step: 37 });
    await host.app.inState(id, 'Running');
    await host.advance(60 * HOUR);
    const history = (await host.app.ended(id)).output as HistoryEvent[];
    const due = eventsOf(history, EventType.TimerFired).map((event) => Date.parse(event.fireAt ?? ''));
    expect(due).toHaveLength(60);
    expect(due).toEqual([...due].sort((a, b) => a - b));
    const created = eventsOf(history, EventType.TimerCreated).map((event) => Date.parse(event.fireAt ?? ''));
    expect(created).not.toEqual(due);
  });

  it('fires timer triggers that become due', async () => {
    const before = (await host.app.observations('hourly')).length;
    await host.advance(HOUR);
    await eventually('the hourly timer', async () =>
      (await host.app.observations('hourly')).length > before ? true : undefined,
    );
  });

  it('fires a timer trigger past due, once, when its time passed while the host was down', async () => {
    // Moved to two or three seconds before the full hour, so that the hour passes between the kill and the restart.
    const { createdTime } = await host.app.run('echoes', {});
    const untilHour = HOUR - ((Date.parse(createdTime) / 1000) % HOUR);
    await host.advance(Math.floor(untilHour) - 2);
    const before = (await host.app.observations('hourly')).length;
    await host.kill();
    await sleep(3100);
    await host.up();
    const made = await eventually('the hourly timer', async () => {
      const seen = (await host.app.observations('hourly')).slice(before);
      return seen.length > 0 ? seen : undefined;
    });
    expect(made.map((seen) => seen.isPastDue)).toEqual([true]);
    await host.advance(HOUR);
    await eventually('the next run', async () => {
      const seen = (await host.app.observations('hourly')).slice(before + 1);
      return seen.length === 1 && seen[0]?.isPastDue === false ? true : undefined;
    });
  });

  it('reports creation times by that clock', async () => {
    await host.advance(30 * DAY);
    const { createdTime } = await host.app.run('echoes', {});
    expect(Date.parse(createdTime) - Date.now()).toBeGreaterThan(29 * DAY * 1000);
  });
});
