import fc from 'fast-check';
import { ArmBudget, type BudgetClock } from '../../../../src/azure/arm-budget';

/** A clock that goes from event to event, as fast as it can. */
class Clock implements BudgetClock {
  private time = 0;
  private events: { at: number; order: number; run: () => void }[] = [];
  private order = 0;

  now = (): number => this.time;

  after = (milliseconds: number, run: () => void): void => {
    this.events.push({ at: this.time + milliseconds, order: (this.order += 1), run });
  };

  /** Until nothing is left to happen; promises get their turn after each event. */
  async run(): Promise<void> {
    await new Promise(setImmediate);
    while (this.events.length > 0) {
      this.events.sort((a, b) => a.at - b.at || a.order - b.order);
      const next = this.events.shift();
      this.time = next?.at ?? this.time;
      next?.run();
      await new Promise(setImmediate);
    }
  }
}

/** The token bucket of Resource Manager (200, 10 more per second), on a clock. */
class Bucket {
  private tokens: number;
  private at: number;

  constructor(
    private readonly clock: Clock,
    private readonly tells: boolean,
    private readonly size = 200,
    private readonly perSecond = 10,
  ) {
    this.tokens = size;
    this.at = clock.now();
  }

  take(): { remaining?: number; refusedFor?: number } {
    const now = this.clock.now();
    this.tokens = Math.min(this.size, this.tokens + ((now - this.at) / 1_000) * this.perSecond);
    this.at = now;
    const admitted = this.tokens >= 1;
    if (admitted) this.tokens -= 1;
    const wait = Math.max(1, Math.ceil((1 - this.tokens) / this.perSecond)) * 1_000;
    return {
      ...(this.tells ? { remaining: Math.floor(this.tokens) } : {}),
      ...(admitted ? {} : { refusedFor: wait }),
    };
  }
}

/** Sends `count` calls through a budget: seconds until the last was admitted, and how many were refused on the way. */
async function drain(clock: Clock, budgets: ArmBudget[], bucket: Bucket, count: number, latency: () => number) {
  const begun = clock.now();
  const done: number[] = [];
  let refused = 0;
  let last = begun;
  const call = async (budget: ArmBudget, name: number) => {
    const ticket = budget.ticket();
    for (;;) {
      const number = await budget.enter(ticket);
      const news = await new Promise<ReturnType<Bucket['take']>>((resolve) => {
        clock.after(latency() / 2, () => {
          const taken = bucket.take();
          clock.after(latency() / 2, () => resolve(taken));
        });
      });
      budget.leave(number, news);
      if (news.refusedFor === undefined) break;
      refused += 1;
    }
    done.push(name);
    last = clock.now();
  };
  const calls = Array.from({ length: count }, (_, index) => {
    const budget = budgets[index % budgets.length];
    return budget ? call(budget, index) : Promise.resolve();
  });
  await clock.run();
  await Promise.all(calls);
  return { seconds: (last - begun) / 1_000, refused, done };
}

const setUp = (processes: number, tells = true) => {
  const clock = new Clock();
  const budgets = Array.from({ length: processes }, () => new ArmBudget(8, clock));
  return { clock, budgets, bucket: new Bucket(clock, tells) };
};
const ideal = (count: number) => Math.max(0, count - 200) / 10;

describe('ArmBudget', () => {
  it.each([
    ['quick answers', 20],
    ['slow answers', 2_000],
  ])('takes 1,000 calls through a bucket in hardly more time than the bucket needs: %s', async (_, latency) => {
    const { clock, budgets, bucket } = setUp(1);
    const { seconds, refused } = await drain(clock, budgets, bucket, 1_000, () => latency);
    expect(seconds).toBeLessThan(ideal(1_000) * 1.05);
    expect(refused).toBe(0);
  });

  it('spends what the bucket holds at once', async () => {
    const { clock, budgets, bucket } = setUp(1);
    const { seconds, refused } = await drain(clock, budgets, bucket, 180, () => 50);
    expect(seconds).toBeLessThan(1.5);
    expect(refused).toBe(0);
  });

  it('shares a bucket with other processes that know nothing of it', async () => {
    const { clock, budgets, bucket } = setUp(3);
    const { seconds, refused, done } = await drain(clock, budgets, bucket, 1_000, () => 60);
    expect(seconds).toBeLessThan(ideal(1_000) * 1.05);
    expect(refused).toBeLessThan(150);
    expect(new Set(done).size).toBe(1_000);
  });

  it('finds its pace by refusals alone where answers tell nothing', async () => {
    const { clock, budgets, bucket } = setUp(1, false);
    const { seconds, done } = await drain(clock, budgets, bucket, 1_000, () => 60);
    expect(done).toHaveLength(1_000);
    expect(seconds).toBeLessThan(ideal(1_000) * 2);
  });

  it('serves whoever came first first, also after a refusal', async () => {
    const clock = new Clock();
    const budget = new ArmBudget(8, clock);
    const sent: number[] = [];
    const tickets = [1, 2, 3].map(() => budget.ticket());
    const send = async (index: number) => {
      const call = await budget.enter(tickets[index] ?? 0);
      sent.push(index);
      return call;
    };
    budget.leave(await send(0), { remaining: 0, refusedFor: 1_000 });
    const later = [send(2), send(1), send(0)];
    await clock.run();
    // The pause lets one go, whose answer lets the others go.
    budget.leave(2, { remaining: 100 });
    await clock.run();
    await Promise.all(later);
    expect(sent).toEqual([0, 0, 1, 2]);
  });

  it('waits as long as a refusal says', async () => {
    const clock = new Clock();
    const budget = new ArmBudget(8, clock);
    budget.leave(await budget.enter(budget.ticket()), { refusedFor: 17_000 });
    let at = 0;
    const next = budget.enter(budget.ticket()).then(() => (at = clock.now()));
    await clock.run();
    await next;
    expect(at).toBeGreaterThanOrEqual(17_000);
    expect(at).toBeLessThan(17_100);
  });

  it('goes on when calls fail without an answer', async () => {
    const { clock } = setUp(1);
    const budget = new ArmBudget(8, clock);
    let sent = 0;
    const calls = Array.from({ length: 100 }, async () => {
      const call = await budget.enter(budget.ticket());
      sent += 1;
      budget.leave(call, {});
    });
    await clock.run();
    await Promise.all(calls);
    expect(sent).toBe(100);
  });

  it('loses no call, whatever the bucket and the answers’ times are', async () => {
    const world = fc.record({
      count: fc.integer({ min: 1, max: 120 }),
      processes: fc.integer({ min: 1, max: 3 }),
      size: fc.integer({ min: 1, max: 60 }),
      perSecond: fc.integer({ min: 1, max: 30 }),
      tells: fc.boolean(),
      latencies: fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ count, processes, size, perSecond, tells, latencies }) => {
        const { clock, budgets } = setUp(processes);
        const bucket = new Bucket(clock, tells, size, perSecond);
        let turn = 0;
        const latency = () => latencies[(turn += 1) % latencies.length] ?? 1;
        const { done } = await drain(clock, budgets, bucket, count, latency);
        expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
      }),
      { numRuns: 30 },
    );
  });
});
