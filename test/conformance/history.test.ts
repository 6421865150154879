import { newId } from './harness/app-client';
import { sleep } from './harness/eventually';
import { EventType, eventsOf, orderFaults, type HistoryEvent } from './harness/history';
import { useSystem } from './harness/use-system';

// History: what the host hands to the SDK, seen by the orchestrations themselves.
const host = useSystem();

describe('order', () => {
  it('is OrchestratorStarted, the incoming events, what was scheduled, OrchestratorCompleted', async () => {
    const history = await host.app.output<HistoryEvent[]>('twoSteps');
    expect(history.map((event) => event.type)).toEqual([12, 0, 4, 13, 12, 5, 4, 13, 12, 5]);
  });

  it('is kept in episodes with many events', async () => {
    const history = await host.app.output<HistoryEvent[]>('nested');
    expect(orderFaults(history)).toEqual([]);
  });

  it('makes isReplaying true before the last OrchestratorStarted and false after it', async () => {
    const id = await host.app.start('notesReplays');
    expect((await host.app.ended(id)).output).toEqual([true, true, false]);
    expect((await host.app.observations(id)).map(({ step, seen }) => ({ step, seen }))).toEqual([
      { step: 0, seen: [true, false] },
      { step: 0, seen: [true, true] },
      { step: 1, seen: [true, true, false] },
    ]);
  });

  it('gives the same time and the same new GUIDs in each replay', async () => {
    const id = await host.app.start('notesTimes');
    await host.app.ended(id);
    const seen = await host.app.observations(id);
    expect(seen.map((entry) => entry.step)).toEqual([0, 0, 1, 0, 1, 2, 0, 1, 2]);
    const different = (field: string) =>
      new Set(seen.map((entry) => `${String(entry.step)} ${String(entry[field])}`)).size;
    expect([different('now'), different('guid')]).toEqual([3, 3]);
  });

  it('has a timestamp at or after FireAt on the OrchestratorStarted that delivers a TimerFired', async () => {
    const { fireAt, now, history } = await host.app.output<{ fireAt: string; now: string; history: HistoryEvent[] }>(
      'shortTimer',
      { ms: 250 },
    );
    const started = eventsOf(history, EventType.OrchestratorStarted).at(-1);
    expect(eventsOf(history, EventType.TimerFired)).toHaveLength(1);
    expect(Date.parse(started?.timestamp ?? '')).toBeGreaterThanOrEqual(Date.parse(fireAt));
    expect(Date.parse(now)).toBeGreaterThanOrEqual(Date.parse(fireAt));
  });
});

describe('results', () => {
  it('have the text "null" for activities and sub-orchestrations that return nothing', async () => {
    const { results, history } = await host.app.output<{ results: unknown[]; history: HistoryEvent[] }>('nullResults');
    expect(results).toEqual([null, null, null]);
    const completed = history.filter(
      ({ type }) => type === EventType.TaskCompleted || type === EventType.SubOrchestrationInstanceCompleted,
    );
    expect(completed.map((event) => event.result)).toEqual(['null', 'null', 'null']);
  });
});

describe('continue as new', () => {
  it('goes on instead of completing, with a history that starts again', async () => {
    const id = await host.app.start('countsDown', { left: 3 });
    const { runtimeStatus, output } = await host.app.ended(id);
    const { left, history } = output as { left: number; history: HistoryEvent[] };
    expect({ runtimeStatus, left }).toEqual({ runtimeStatus: 'Completed', left: 0 });
    expect(history.map((event) => event.type)).toEqual([12, 0, 4, 13, 12, 5]);
    const rounds = (await host.app.observations(id)).filter((seen) => seen.phase === 'end').map((seen) => seen.name);
    expect(rounds).toEqual(['round 3', 'round 2', 'round 1', 'round 0']);
  });

  it('loses events that were buffered and not consumed', async () => {
    const id = await host.app.start('losesBufferedEvents', { round: 1 });
    await host.app.raise(id, 'extra', { n: 1 });
    await host.app.raise(id, 'go', { n: 2 });
    expect((await host.app.ended(id)).output).toBe('lost');
  });
});

describe('continue as new while a task is open', () => {
  it('keeps events that arrive after the call', async () => {
    const id = await host.app.start('keepsLateEvents', { round: 1 });
    await host.app.ran(id, 'quick', 'end');
    await sleep(250);
    await host.app.raise(id, 'late', { n: 1 });
    expect((await host.app.ended(id)).output).toEqual({ n: 1 });
  });
});

describe('version', () => {
  it('is the one given at the start, in every replay', async () => {
    expect(await host.app.output('tellsVersion', {}, { version: '1.5' })).toEqual(['1.5', '1.5']);
  });

  it('is defaultVersion of host.json when none was given', async () => {
    expect(await host.app.output('tellsVersion', {})).toEqual(['2.0', '2.0']);
  });

  it('can be given to a sub-orchestration', async () => {
    const versions = await host.app.output('tellsVersion', { childVersion: '1.2' }, { version: '1.5', id: newId() });
    expect(versions).toEqual(['1.5', '1.5', '1.2']);
  });

  it('persists when an instance continues as new', async () => {
    const output = await host.app.output('countsDown', { left: 1 }, { version: '1.5' });
    expect(output).toMatchObject({ left: 0, version: '1.5' });
  });
});
