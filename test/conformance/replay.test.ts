import { scheduled, type HistoryEvent } from './harness/history';
import { useSystem } from './harness/use-system';

// Scheduling and ids: what the host makes of the actions that each replay sends again.
const host = useSystem();

describe('replay', () => {
  it('takes only the new ones of the actions that are sent again: each activity of a sequence runs once', async () => {
    const id = await host.app.start('sequence', { count: 6 });
    expect((await host.app.ended(id)).output).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await host.app.runs(id)).toEqual([0, 1, 2, 3, 4, 5].map((i) => `step ${i}`));
  });

  it('keeps the order of results in a fan-out, and runs each part once', async () => {
    const id = await host.app.start('fanOut', { count: 60 });
    const parts = Array.from({ length: 60 }, (_, i) => i);
    expect((await host.app.ended(id)).output).toEqual(parts);
    expect((await host.app.runs(id)).sort()).toEqual(parts.map((i) => `part ${i}`).sort());
  });

  it('copes with a thousand activities in one instance', async () => {
    const id = await host.app.start('fanOut', { count: 1000 });
    expect((await host.app.ended(id, 30_000)).output).toHaveLength(1000);
    expect(new Set(await host.app.runs(id)).size).toBe(1000);
  });

  it('keeps many instances apart that run at once', async () => {
    const counts = Array.from({ length: 30 }, (_, i) => (i % 7) + 1);
    const outputs = await Promise.all(counts.map((count) => host.app.output('sequence', { count })));
    expect(outputs).toEqual(counts.map((count) => Array.from({ length: count }, (_, i) => i)));
  });

  it('goes through sub-orchestrations of sub-orchestrations, more of them than maxConcurrentOrchestratorFunctions', async () => {
    const outputs = await Promise.all(Array.from({ length: 6 }, () => host.app.output('descends', { depth: 6 })));
    expect(outputs).toEqual([6, 6, 6, 6, 6, 6]);
  });

  it('lets a group of tasks race another, and waits for the rest before it completes', async () => {
    const id = await host.app.start('racesGroups');
    expect((await host.app.ended(id)).output).toEqual({ quickWon: true, results: [1, 2] });
    expect(await host.app.runs(id, 'end')).toContain('slow 1');
  });

  it('runs activities in parallel up to maxConcurrentActivityFunctions of host.json', async () => {
    const id = await host.app.start('fanOut', { count: 25, ms: 150 });
    await host.app.ended(id);
    let running = 0;
    const counts = (await host.app.observations(id)).map((seen) => (running += seen.phase === 'start' ? 1 : -1));
    expect(Math.max(...counts)).toBeLessThanOrEqual(10);
    expect(Math.max(...counts)).toBeGreaterThan(5);
  });

  it('fails the instance when the kind, the name or the number of actions differs from the history', async () => {
    const changes = ['kind', 'name', 'id'];
    const ended = await Promise.all(changes.map((change) => host.app.run('changesItsMind', { change })));
    expect(ended.map((status) => status.runtimeStatus)).toEqual(['Failed', 'Failed', 'Failed']);
    for (const status of ended) expect(String(status.output)).toMatch(/non-?deterministic/i);
  });

  it('compares names without regard to case', async () => {
    expect(await host.app.output('changesItsMind', { change: 'case' })).toBe('done');
  });

  it('does not compare inputs: an object that was changed after its yield is no difference', async () => {
    expect(await host.app.output('mutatesInput')).toEqual([1, 2]);
  });

  it('does not compare isCanceled: a timer that is cancelled later is no difference', async () => {
    expect(await host.app.output('cancelsTimerLater')).toBe('done');
  });
});

describe('waiting for siblings', () => {
  it('schedules what follows a fail-fast Task.all only when all siblings ended', async () => {
    const id = await host.app.start('failFast');
    const { output } = await host.app.ended(id);
    const { caught, history } = output as { caught: string; history: HistoryEvent[] };
    expect(caught).toContain('failing failed');
    const seen = await host.app.observations(id);
    const slowEnd = seen.findIndex((entry) => entry.name === 'slow' && entry.phase === 'end');
    const afterStart = seen.findIndex((entry) => entry.name === 'after' && entry.phase === 'start');
    expect(slowEnd).toBeGreaterThanOrEqual(0);
    expect(afterStart).toBeGreaterThan(slowEnd);
    expect(scheduled(history).map((event) => event.id)).toEqual([0, 1, 2]);
  });

  it.each([
    ['return', 'Completed', 'ended early'],
    ['throw', 'Failed', "Orchestrator function 'leavesTaskOpen' failed: ended early"],
    ['continue', 'Completed', 'second round'],
  ])('does not let an instance %s while a task is open', async (ending, state, output) => {
    const id = await host.app.start('leavesTaskOpen', { ending });
    expect(await host.app.ended(id)).toMatchObject({ runtimeStatus: state, output });
    expect(await host.app.runs(id, 'end')).toEqual(['fast', 'slow']);
  });

  it('does not complete an instance while a timer is open', async () => {
    const started = Date.now();
    expect(await host.app.output('leavesTimerOpen', { ms: 1000, cancel: false })).toBe('ended early');
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
  });

  it('completes an instance whose open timer was cancelled', async () => {
    expect(await host.app.output('leavesTimerOpen', { ms: 3_600_000, cancel: true })).toBe('ended early');
  });

  it('schedules a task again that is yielded in a second compound task (durable-js #574)', async () => {
    const id = await host.app.start('yieldsTaskTwice');
    expect(await host.app.ended(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'done' });
    expect((await host.app.runs(id)).sort()).toEqual(['first', 'second', 'second', 'third']);
  });
});
