import { EventType, eventsOf, scheduled, scheduledAsText, type HistoryEvent } from './harness/history';
import { useSystem } from './harness/use-system';

// Scheduling and ids: which event ids the host gives, what it schedules, and when.
const host = useSystem();

/** Names of the runs of activity `work` that started (or ended) in an instance, in that order. */
async function runs(id: string, phase: 'start' | 'end' = 'start'): Promise<string[]> {
  return (await host.app.observations(id)).filter((seen) => seen.phase === phase).map((seen) => String(seen.name));
}

describe('event ids', () => {
  it('come from one counter per instance, actions are walked depth-first, and waiting for an event takes none', async () => {
    const history = await host.app.output<HistoryEvent[]>('nested');
    expect(scheduledAsText(history)).toEqual([
      '0 activity echo',
      '1 activity echo',
      '2 activity echo',
      '3 orchestration leaf',
      '4 timer',
      '5 activity echo',
      '6 activity echo',
    ]);
  });

  it('go to activity, timer, activity, timer … of a retried activity, with one more timer after the last failure', async () => {
    const { outcome, history } = await host.app.output<{ outcome: string; history: HistoryEvent[] }>('retried', {
      attempts: 3,
      failures: 99,
    });
    expect(outcome).toContain('flaky failed at attempt 3');
    expect(scheduledAsText(history)).toEqual([
      '0 activity work',
      '1 timer',
      '2 activity work',
      '3 timer',
      '4 activity work',
      '5 timer',
      '6 activity echo',
    ]);
  });

  it('leave no gap after a retried activity that healed', async () => {
    const { outcome, history } = await host.app.output<{ outcome: string; history: HistoryEvent[] }>('retried', {
      attempts: 3,
      failures: 1,
    });
    expect(outcome).toBe('healed');
    expect(scheduledAsText(history)).toEqual(['0 activity work', '1 timer', '2 activity work', '3 activity echo']);
  });

  it('go likewise to a retried sub-orchestration', async () => {
    type Outcome = { outcome: string; history: HistoryEvent[] };
    const [failed, healed] = await Promise.all([
      host.app.output<Outcome>('retriedChild', { failures: 99 }),
      host.app.output<Outcome>('retriedChild', { failures: 1 }),
    ]);
    expect(failed.outcome).toContain('child failed at attempt 2');
    expect(scheduledAsText(failed.history)).toEqual([
      '0 orchestration flakyChild',
      '1 timer',
      '2 orchestration flakyChild',
      '3 timer',
      '4 activity echo',
    ]);
    expect(healed.outcome).toBe('healed');
    expect(scheduledAsText(healed.history)).toEqual([
      '0 orchestration flakyChild',
      '1 timer',
      '2 orchestration flakyChild',
      '3 activity echo',
    ]);
  });

  it('split a timer of more than 6 days into timers of 3 days', async () => {
    const history = await host.app.output<HistoryEvent[]>('cancelsLongTimer');
    expect(scheduledAsText(history)).toEqual(['0 timer', '1 activity echo', '2 activity echo']);
    const [timer] = eventsOf(history, EventType.TimerCreated);
    const days = (Date.parse(timer?.fireAt ?? '') - Date.parse(timer?.timestamp ?? '')) / 86_400_000;
    expect(days).toBeCloseTo(3, 2);
  });
});

describe('retries', () => {
  it('wait the first interval times the backoff coefficient to the power of the attempt', async () => {
    const id = await host.app.start('retried', { attempts: 3, failures: 2, backoff: 3, ms: 150 });
    expect((await host.app.ended(id)).output).toMatchObject({ outcome: 'healed' });
    const seen = await host.app.observations(id);
    const at = (phase: string) => seen.filter((entry) => entry.phase === phase).map((entry) => entry.at);
    const gaps = at('start')
      .slice(1)
      .map((start, i) => start - (at('end')[i] ?? 0));
    // Measured from the activity's end; the host's clock and the timer's may differ by some milliseconds.
    expect(gaps[0]).toBeGreaterThanOrEqual(140);
    expect(gaps[1]).toBeGreaterThanOrEqual(440);
  });
});

describe('retries in parallel', () => {
  it('keep their results apart, though their attempts and timers mix', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => host.app.start('retriesInParallel')));
    for (const id of ids) {
      expect((await host.app.ended(id)).output).toEqual([1, 2, 3, 4, 5, 'healed', 'after']);
      expect(await runs(id)).toHaveLength(11 + 2);
    }
  });
});

describe('replay', () => {
  it('takes only the new ones of the actions that are sent again: each activity of a sequence runs once', async () => {
    const id = await host.app.start('sequence', { count: 6 });
    expect((await host.app.ended(id)).output).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await runs(id)).toEqual([0, 1, 2, 3, 4, 5].map((i) => `step ${i}`));
  });

  it('keeps the order of results in a fan-out, and runs each part once', async () => {
    const id = await host.app.start('fanOut', { count: 60 });
    const parts = Array.from({ length: 60 }, (_, i) => i);
    expect((await host.app.ended(id)).output).toEqual(parts);
    expect((await runs(id)).sort()).toEqual(parts.map((i) => `part ${i}`).sort());
  });

  it('copes with a thousand activities in one instance', async () => {
    const id = await host.app.start('fanOut', { count: 1000 });
    expect((await host.app.ended(id, 30_000)).output).toHaveLength(1000);
    expect(new Set(await runs(id)).size).toBe(1000);
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
    expect(await runs(id, 'end')).toContain('slow 1');
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
    expect(await runs(id, 'end')).toEqual(['fast', 'slow']);
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
    expect((await runs(id)).sort()).toEqual(['first', 'second', 'second', 'third']);
  });
});
