import { newId } from './harness/app-client';
import { eventually, sleep } from './harness/eventually';
import { EventType, eventsOf, orderFaults, type HistoryEvent } from './harness/history';
import { useSystem } from './harness/use-system';

// History: what the host hands to the SDK, seen by the orchestrations themselves.
const host = useSystem();

/** Waits until activity `work` has been observed in this phase. */
function observed(id: string, name: string, phase: 'start' | 'end'): Promise<true> {
  return eventually(`${phase} of ${name}`, async () => {
    const seen = await host.app.observations(id);
    return seen.some((entry) => entry.name === name && entry.phase === phase) || undefined;
  });
}

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
    await observed(id, 'quick', 'end');
    await sleep(250);
    await host.app.raise(id, 'late', { n: 1 });
    expect((await host.app.ended(id)).output).toEqual({ n: 1 });
  });
});

describe('external events', () => {
  it('have case-sensitive names in the SDK: a name in another case wakes nobody', async () => {
    const id = await host.app.start('waitsOnce');
    await host.app.raise(id, 'GO', { n: 1 });
    await sleep(400);
    expect((await host.app.status(id)).runtimeStatus).toBe('Running');
    await host.app.raise(id, 'go', { n: 2 });
    expect((await host.app.ended(id)).output).toEqual({ n: 2 });
  });

  it('go to the newest waiter first', async () => {
    const id = await host.app.start('waitsTwiceAtOnce');
    await host.app.inState(id, 'Running');
    await host.app.raise(id, 'go', { n: 1 });
    await host.app.raise(id, 'go', { n: 2 });
    expect((await host.app.ended(id)).output).toEqual([{ n: 2 }, { n: 1 }]);
  });

  it('are consumed first in, first out when they were buffered', async () => {
    const id = await host.app.start('waitsInTurn');
    await host.app.raise(id, 'go', { n: 1 });
    await host.app.raise(id, 'go', { n: 2 });
    await host.app.raise(id, 'start', {});
    expect((await host.app.ended(id)).output).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('collide with task ids when their name is all digits', async () => {
    const id = await host.app.start('slowFirstTask');
    await observed(id, 'slow', 'start');
    await host.app.raise(id, '0', { from: 'the event' });
    expect((await host.app.ended(id)).output).toEqual({ from: 'the event' });
  });

  it('keep their order and their data', async () => {
    const data = [1, 'words', '123', null, true, [1, { a: 'b' }], { Timestamp: 'no date' }, '', 0, false];
    const items = [...data, ...Array.from({ length: 30 }, (_, n) => ({ n }))];
    const id = await host.app.start('collects', { count: items.length });
    for (const item of items) await host.app.raise(id, 'item', item);
    expect((await host.app.ended(id)).output).toEqual(items);
  });

  it('win against a timer, which is cancelled', async () => {
    const id = await host.app.start('asksForApproval', { rounds: 1, ms: 3_600_000 });
    await host.app.raise(id, 'approval', { by: 'someone' });
    expect((await host.app.ended(id)).output).toEqual({ round: 1, approval: { by: 'someone' } });
  });

  it('go to the waiter of the present round when earlier rounds timed out', async () => {
    const [late, never] = await Promise.all([
      host.app.start('asksForApproval', { rounds: 2, ms: 500 }),
      host.app.start('asksForApproval', { rounds: 2, ms: 200 }),
    ]);
    await sleep(750);
    await host.app.raise(late, 'approval', { by: 'someone' });
    expect((await host.app.ended(late)).output).toEqual({ round: 2, approval: { by: 'someone' } });
    expect((await host.app.ended(never)).output).toBe('expired');
  });

  it('reach an instance that was started in the same moment', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => host.app.start('waitsOnce')));
    await Promise.all(ids.map((id, n) => host.app.raise(id, 'go', { n })));
    const outputs = await Promise.all(ids.map(async (id) => (await host.app.ended(id)).output));
    expect(outputs).toEqual(ids.map((_, n) => ({ n })));
  });
});

describe('while suspended', () => {
  it('events queue, and nothing new is scheduled until resume', async () => {
    const id = await host.app.start('waitsThenWorks');
    await host.app.inState(id, 'Running');
    await host.app.change(id, 'suspend');
    await host.app.inState(id, 'Suspended');
    await host.app.raise(id, 'go', { n: 1 });
    await sleep(500);
    expect((await host.app.status(id)).runtimeStatus).toBe('Suspended');
    expect(await host.app.observations(id)).toEqual([]);
    await host.app.change(id, 'resume');
    expect(await host.app.ended(id)).toMatchObject({ runtimeStatus: 'Completed', output: { n: 1 } });
    expect((await host.app.observations(id)).map((seen) => seen.phase)).toEqual(['start', 'end']);
  });

  it('the result of a running activity is kept, and nothing new is scheduled until resume', async () => {
    const id = await host.app.start('worksTwice');
    await observed(id, 'first', 'start');
    await host.app.change(id, 'suspend');
    await observed(id, 'first', 'end');
    await sleep(400);
    expect((await host.app.status(id)).runtimeStatus).toBe('Suspended');
    expect((await host.app.observations(id)).map((seen) => seen.name)).toEqual(['first', 'first']);
    await host.app.change(id, 'resume');
    expect((await host.app.ended(id)).output).toBe('done');
    expect((await host.app.observations(id)).map((seen) => seen.name)).toEqual(['first', 'first', 'second', 'second']);
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
