import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, RegisteredFunction } from '../../../local/host/contract';
import type { Runner } from '../../../local/host/runner';
import { parseSchedule } from '../../../local/host/timer/schedule';
import { createStatusStore } from '../../../local/host/timer/status-store';
import { startTimer } from '../../../local/host/timer/timer-trigger';

describe('a schedule', () => {
  const from = new Date('2026-03-10T10:20:30.000Z');
  it.each([
    ['0 */5 * * * *', '2026-03-10T10:25:00.000Z'],
    ['*/5 * * * *', '2026-03-10T10:25:00.000Z'],
    ['0 30 9 * * Mon-Fri', '2026-03-11T09:30:00.000Z'],
    ['0 0 0 13 * 5', '2026-03-13T00:00:00.000Z'],
    ['0 0 0 1 4 1', '2030-04-01T00:00:00.000Z'],
    ['00:10:00', '2026-03-10T10:30:30.000Z'],
    ['1.00:00:00', '2026-03-11T10:20:30.000Z'],
  ])('%s', (text, next) => expect(parseSchedule(text).next(from).toISOString()).toBe(next));

  it('follows a time zone', () => {
    expect(parseSchedule('0 0 3 * * *', 'Europe/Berlin').next(from).toISOString()).toBe('2026-03-11T02:00:00.000Z');
  });

  it('knows which schedules are frequent', () => {
    expect(parseSchedule('*/30 * * * * *').frequent).toBe(true);
    expect(parseSchedule('00:00:10').frequent).toBe(true);
    expect(parseSchedule('0 * * * * *').frequent).toBe(false);
  });

  it.each(['', '@daily', '0 0 0 L * *', '0 0 0 * * 1#2', '* * * *', 'nonsense'])('refuses %j', (text) => {
    expect(() => parseSchedule(text)).toThrow();
  });
});

describe('a timer', () => {
  const fn: RegisteredFunction = {
    id: 'f',
    name: 'f',
    bindings: { timer: { name: 'timer', type: 'timerTrigger', direction: 'in' } },
  };
  let dir: string;
  let time: Date;
  let due: { when: Date; run: () => void }[];
  let runs: { isPastDue: boolean; at: string; last: string | undefined }[];
  let duration: number;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'host-timer-'));
    time = new Date('2026-03-10T10:00:00.000Z');
    due = [];
    runs = [];
    duration = 0;
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const clock: Clock = {
    now: () => time,
    at: (when, run) => {
      const entry = { when, run };
      due.push(entry);
      return { cancel: () => (due = due.filter((other) => other !== entry)) };
    },
  };
  const run: Runner = (_fn, { data }) => {
    const { IsPastDue, ScheduleStatus } = JSON.parse(data.json ?? '') as {
      IsPastDue: boolean;
      ScheduleStatus: { Last: string } | null;
    };
    runs.push({ isPastDue: IsPastDue, at: time.toISOString(), last: ScheduleStatus?.Last });
    time = new Date(time.getTime() + duration);
    return Promise.reject(new Error('a failed run is not repeated'));
  };
  const start = (schedule: string, options: { runOnStartup?: boolean; useMonitor?: boolean } = {}) =>
    startTimer({
      fn,
      schedule: parseSchedule(schedule),
      useMonitor: options.useMonitor,
      runOnStartup: options.runOnStartup ?? false,
      clock,
      store: createStatusStore(dir),
      run,
    });
  const moveTo = async (iso: string) => {
    time = new Date(iso);
    const ready = due.filter(({ when }) => when <= time);
    due = due.filter(({ when }) => when > time);
    for (const entry of ready) entry.run();
    await new Promise((resolve) => setImmediate(resolve));
  };

  it('runs at its times and reports the last one', async () => {
    start('0 0 * * * *');
    expect(runs).toEqual([]);
    await moveTo('2026-03-10T11:00:00.000Z');
    await moveTo('2026-03-10T12:00:00.000Z');
    expect(runs).toEqual([
      { isPastDue: false, at: '2026-03-10T11:00:00.000Z', last: '0001-01-01T00:00:00Z' },
      { isPastDue: false, at: '2026-03-10T12:00:00.000Z', last: '2026-03-10T11:00:00.000Z' },
    ]);
  });

  it('makes up missed runs once after downtime, also those missed before the very first run', async () => {
    start('0 0 * * * *').stop();
    await moveTo('2026-03-10T15:30:00.000Z');
    start('0 0 * * * *');
    await moveTo('2026-03-10T15:30:01.000Z');
    expect(runs).toEqual([{ isPastDue: true, at: '2026-03-10T15:30:00.000Z', last: '0001-01-01T00:00:00Z' }]);
    expect(due.map(({ when }) => when.toISOString())).toEqual(['2026-03-10T16:00:00.000Z']);
  });

  it('never overlaps: a time that passes during a run comes right after it', async () => {
    duration = 90 * 60_000;
    start('0 0 * * * *');
    await moveTo('2026-03-10T11:00:00.000Z');
    expect(runs).toHaveLength(1);
    expect(due.map(({ when }) => when.toISOString())).toEqual(['2026-03-10T12:00:00.000Z']);
  });

  it('runs on start-up when told', async () => {
    start('0 0 * * * *', { runOnStartup: true });
    await moveTo('2026-03-10T10:00:01.000Z');
    expect(runs.map(({ isPastDue }) => isPastDue)).toEqual([false]);
  });

  it('keeps no status when frequent or unmonitored, so it is never past due', async () => {
    start('*/10 * * * * *', { useMonitor: true }).stop();
    start('0 0 * * * *', { useMonitor: false }).stop();
    await moveTo('2026-03-10T15:30:00.000Z');
    start('*/10 * * * * *', { useMonitor: true });
    await moveTo('2026-03-10T15:30:10.000Z');
    expect(runs).toEqual([{ isPastDue: false, at: '2026-03-10T15:30:10.000Z', last: undefined }]);
  });
});
