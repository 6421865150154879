import { countsOf, measured } from '../../../tools/costs/counts';
import { estimate, type Workload } from '../../../tools/costs/estimate';
import { examplePrices } from '../../../tools/costs/prices';
import { report } from '../../../tools/costs/report';

const workload: Workload = { action: 'erase', items: 801, backend: 'durableTaskScheduler', memoryGb: 2 };

describe('counts', () => {
  it.each(['erase', 'export_and_erase'] as const)('are what was measured where it was measured: %s', (action) => {
    for (const counted of measured[action]) {
      const counts = countsOf(action, counted.items, 1);
      for (const [name, value] of Object.entries(counted)) {
        expect(counts[name as keyof typeof counts]).toBeCloseTo(value as number, 6);
      }
    }
  });

  it('grow with items, and with the requests that they come in', () => {
    const [one, ten] = [countsOf('erase', 10_000, 1), countsOf('erase', 10_000, 10)];
    expect(one.armDeletes).toBeCloseTo(400 + 9_199 * 0.5);
    expect(ten.activities - one.activities).toBeCloseTo(9 * (97 - 201 * 0.12));
  });
});

describe('an estimate', () => {
  it('multiplies', () => {
    const { rows, total, activeSeconds } = estimate(workload, { ...examplePrices, schedulerMillionActions: 10 });
    // 1,000 reads at 25 a second, 400 deletions at 10 a second, 13.2 s of processor.
    expect(activeSeconds).toBeCloseTo(40);
    const row = (what: string) => rows.find((each) => each.what === what);
    expect(row('Functions: GB-s')).toMatchObject({ quantity: expect.closeTo(80) as number });
    expect(row('Functions: GB-s')?.cost).toBeCloseTo(80 * 0.000026, 8);
    expect(row('scheduler: actions')?.quantity).toBeCloseTo(2 * 169 + 2 * 121 - 1 + 14);
    expect(row('scheduler: actions')?.cost).toBeCloseTo(593 / 100_000, 8);
    expect(row('workspace accounts: lists')?.cost).toBeCloseTo((8_059 / 10_000) * 0.05, 8);
    expect(total).toBeCloseTo(rows.reduce((sum, { cost = 0 }) => sum + cost, 0));
  });

  it('makes as many requests as plans allow', () => {
    expect(estimate({ ...workload, items: 75_000 }, examplePrices).requests).toBe(1);
    expect(estimate({ ...workload, items: 1_000_000 }, examplePrices).requests).toBe(14);
    expect(estimate({ ...workload, items: 10, requests: 3 }, examplePrices).requests).toBe(3);
  });

  it('counts the task hub where it lies in storage', () => {
    const { rows } = estimate({ ...workload, backend: 'azureStorage' }, examplePrices);
    expect(rows.find(({ what }) => what === 'task hub: table operations')?.quantity).toBeCloseTo(3 * 361);
    expect(rows.find(({ what }) => what === 'task hub: queue operations')?.quantity).toBeCloseTo(6 * 290 + 3 * 14);
  });

  it('says what has no price, and does not take it for free', () => {
    expect(report(workload, examplePrices)).toMatch(/USD \+ scheduler: actions\*\* for 801 items in one request/);
    expect(report({ ...workload, backend: 'azureStorage' }, examplePrices)).toMatch(/USD\*\* for 801 items/);
  });
});
