import { EventType, eventsOf, type HistoryEvent } from './harness/history';
import { useSystem } from './harness/use-system';

// Errors: how a failure of an orchestrator, an activity or a sub-orchestration reaches its caller.
const host = useSystem();
const message = 'kaboom: "quoted", é, and\na second line';

describe('an orchestrator that throws', () => {
  it.each(['throwsAtOnce', 'throwsLater'])(
    'fails with "Orchestrator function \'%s\' failed: <error>" as output',
    async (name) => {
      expect(await host.app.run(name, { message })).toMatchObject({
        runtimeStatus: 'Failed',
        output: `Orchestrator function '${name}' failed: ${message}`,
      });
    },
  );

  it('keeps the custom status that it set before', async () => {
    const { customStatus } = await host.app.run('throwsLater', { message });
    expect(customStatus).toEqual({ stage: 'before the error' });
  });

  it('fails on Task.all of nothing, which the SDK refuses', async () => {
    const { runtimeStatus, output } = await host.app.run('emptyAll');
    expect(runtimeStatus).toBe('Failed');
    expect(output).toContain('you must specify at least one Task');
  });

  it('fails when it yields something that is no task', async () => {
    const { runtimeStatus, output } = await host.app.run('yieldsNumber');
    expect(runtimeStatus).toBe('Failed');
    expect(output).toContain('programming constraint violation');
  });
});

describe('an activity that throws', () => {
  it('is caught as an Error with its message, and the orchestrator goes on', async () => {
    const output = await host.app.output('activityFails', { message: 'kaboom', caught: true });
    expect(output).toMatchObject({ isError: true, message: expect.stringContaining('kaboom') as string });
  });

  it('is in the history with the reason "Activity function \'X\' failed: <message>" and details', async () => {
    const { history } = await host.app.output<{ history: HistoryEvent[] }>('activityFails', {
      message: 'kaboom',
      caught: true,
    });
    const failures = eventsOf(history, EventType.TaskFailed);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason).toMatch(/^Activity function 'boom' failed:.*kaboom/s);
    expect(failures[0]?.details).toContain('kaboom');
  });

  it('fails the instance when it is not caught', async () => {
    const { runtimeStatus, output } = await host.app.run('activityFails', { message: 'kaboom', caught: false });
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(/^Orchestrator function 'activityFails' failed: .*kaboom/s);
  });

  it('leaves the results of its siblings readable one by one, without running them again', async () => {
    const id = await host.app.start('collectsAfterFailure');
    expect((await host.app.ended(id)).output).toEqual(['good', 'failed']);
    const starts = (await host.app.observations(id)).filter((seen) => seen.phase === 'start');
    expect(starts.map((seen) => seen.name).sort()).toEqual(['bad', 'good']);
  });
});

describe('an activity that throws a text instead of an Error', () => {
  it('fails with that text', async () => {
    expect(await host.app.output('activityThrowsText')).toContain('just words');
  });
});

describe('a function that does not exist', () => {
  it.each([
    ['activity', 'nobodyActivity'],
    ['orchestration', 'nobodyOrchestration'],
  ])('fails the orchestrator that calls it as %s, naming it', async (kind, name) => {
    const { runtimeStatus, output } = await host.app.run('callsNobody', { kind });
    expect(runtimeStatus).toBe('Failed');
    expect(output).toContain(name);
  });
});

describe('a sub-orchestration that throws', () => {
  it('is caught as an Error with its message', async () => {
    const { message: caught } = await host.app.output<{ message: string }>('childFails', {
      message: 'kaboom',
      caught: true,
    });
    expect(caught).toContain('kaboom');
  });

  it('fails its parent when it is not caught', async () => {
    const { runtimeStatus, output } = await host.app.run('childFails', { message: 'kaboom', caught: false });
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(/^Orchestrator function 'childFails' failed: .*kaboom/s);
  });
});
