import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClock, systemClock } from '../../../local/host/clock';

const inSeconds = (from: Date, seconds: number) => new Date(from.getTime() + seconds * 1000);
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('the test clock', () => {
  it('runs in order what became due, and nothing else', async () => {
    const clock = createTestClock();
    const ran: string[] = [];
    const now = clock.now();
    clock.at(inSeconds(now, 7200), () => ran.push('second'));
    clock.at(inSeconds(now, 3600), () => ran.push('first'));
    const later = clock.at(inSeconds(now, 90_000), () => ran.push('never'));
    clock.at(inSeconds(now, 1800), () => ran.push('cancelled')).cancel();
    clock.advance(10_000);
    await wait(20);
    expect(ran).toEqual(['first', 'second']);
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(inSeconds(now, 10_000).getTime());
    later.cancel();
  });

  it('keeps its offset in a file', () => {
    const dir = mkdtempSync(join(tmpdir(), 'host-clock-'));
    try {
      const file = join(dir, 'clock.json');
      createTestClock(file).advance(3600);
      expect(createTestClock(file).now().getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('does not go back', () => {
    expect(() => createTestClock().advance(-1)).toThrow(RangeError);
  });
});

describe('the system clock', () => {
  it('runs past dates soon, but never before at() returns', async () => {
    let ran = false;
    systemClock.at(new Date(0), () => (ran = true));
    expect(ran).toBe(false);
    await wait(20);
    expect(ran).toBe(true);
  });

  describe('when the machine jumps in time', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());
    const at = (seconds: number) => {
      const ran: Date[] = [];
      systemClock.at(inSeconds(new Date(), seconds), () => ran.push(new Date()));
      return ran;
    };

    it('runs what became due while a laptop slept within half a minute', () => {
      const ran = at(8 * 3600);
      jest.setSystemTime(inSeconds(new Date(), 9 * 3600));
      jest.advanceTimersByTime(30_000);
      expect(ran).toHaveLength(1);
    });

    it('waits for a date again from which it was set back', () => {
      const ran = at(5);
      const due = inSeconds(new Date(), 5);
      jest.setSystemTime(inSeconds(new Date(), -3600));
      jest.advanceTimersByTime(3_600_000);
      expect(ran).toEqual([]);
      jest.advanceTimersByTime(30_000);
      expect(ran).toHaveLength(1);
      expect(ran[0]?.getTime()).toBeGreaterThanOrEqual(due.getTime());
    });
  });

  it('waits longer than a Node timer can', async () => {
    let ran = false;
    const entry = systemClock.at(inSeconds(new Date(), 30 * 86_400), () => (ran = true));
    await wait(20);
    expect(ran).toBe(false);
    entry.cancel();
  });
});
