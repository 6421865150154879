import { KeyedLock } from '../../../local/host/durable/keyed-lock';
import { WorkQueue } from '../../../local/host/durable/work-queue';

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('the work queue', () => {
  it('runs in order, never more than its limit at a time, and nothing before its start or after its stop', async () => {
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const queue = new WorkQueue<number>(2, (item) => {
      begun.push(item);
      return new Promise((resolve) => ends.push(resolve));
    });
    for (let i = 0; i < 5; i++) queue.push(i);
    expect(begun).toEqual([]);
    queue.start();
    expect(begun).toEqual([0, 1]);
    ends[1]?.();
    await soon();
    expect(begun).toEqual([0, 1, 2]);

    let stopped = false;
    const stopping = queue.stop().then(() => (stopped = true));
    ends[0]?.();
    await soon();
    expect([begun.length, stopped]).toEqual([3, false]);
    ends[2]?.();
    await stopping;
    expect(begun).toEqual([0, 1, 2]);
  });

  it('takes many thousand items', async () => {
    let sum = 0;
    const queue = new WorkQueue<number>(7, async (item) => {
      await Promise.resolve();
      sum += item;
    });
    queue.start();
    for (let i = 1; i <= 5000; i++) queue.push(i);
    while (sum < 12_502_500) await soon();
    expect(sum).toBe(12_502_500);
  });
});

describe('the keyed lock', () => {
  it('lets one holder at a time on a key, goes on after an error, and keeps keys apart', async () => {
    const lock = new KeyedLock();
    const seen: string[] = [];
    const work =
      (name: string, fail = false) =>
      async () => {
        seen.push(`${name} begins`);
        await soon();
        seen.push(`${name} ends`);
        if (fail) throw new Error(name);
        return name;
      };
    const first = lock.run('k', work('first', true));
    const second = lock.run('k', work('second'));
    const other = lock.run('o', work('other'));
    await expect(first).rejects.toThrow('first');
    expect(await Promise.all([second, other])).toEqual(['second', 'other']);
    expect(seen.indexOf('second begins')).toBeGreaterThan(seen.indexOf('first ends'));
    expect(seen.indexOf('other begins')).toBeLessThan(seen.indexOf('first ends'));
  });
});
