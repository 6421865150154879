import { EventType, eventsOf, scheduledAsText, type HistoryEvent } from './harness/history';
import { useSystem } from './harness/use-system';

// Scheduling and ids: which event ids the host gives, and when it tries again.
const host = useSystem();

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
      expect(await host.app.runs(id)).toHaveLength(11 + 2);
    }
  });
});
