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

  it('waits longer than a Node timer can', async () => {
    let ran = false;
    const entry = systemClock.at(inSeconds(new Date(), 30 * 86_400), () => (ran = true));
    await wait(20);
    expect(ran).toBe(false);
    entry.cancel();
  });
});
