import * as fc from 'fast-check';
import { ByteBudget } from '../../../../src/storage/byte-budget';

describe('a budget of bytes', () => {
  it('never hands out more than there is, and lets everybody through', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 30 }), async (sizes) => {
        const budget = new ByteBudget(100);
        let [used, most, ended] = [0, 0, 0];
        const work = sizes.map((size, index) =>
          budget.use(size, async () => {
            used += Math.min(size, 100);
            most = Math.max(most, used);
            for (let turns = index % 3; turns >= 0; turns -= 1) await Promise.resolve();
            used -= Math.min(size, 100);
            ended += 1;
          }),
        );
        await Promise.all(work);
        expect(most).toBeLessThanOrEqual(100);
        expect(ended).toBe(sizes.length);
      }),
    );
  });

  it('gives back what failing work had, and serves who came first', async () => {
    const budget = new ByteBudget(10);
    const order: number[] = [];
    let open: () => void = () => undefined;
    const first = budget.use(10, () => new Promise<void>((_, fail) => (open = () => fail(new Error('x')))));
    const large = budget.use(8, () => Promise.resolve(order.push(8)));
    // There would be room for it before, but then large ones could wait for ever.
    const small = budget.use(1, () => Promise.resolve(order.push(1)));
    open();
    await expect(first).rejects.toThrow('x');
    await Promise.all([large, small]);
    expect(order).toEqual([8, 1]);
  });
});
