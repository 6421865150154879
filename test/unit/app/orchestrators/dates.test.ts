import * as fc from 'fast-check';
import { earlier, secondsAfter } from '../../../../src/orchestrators/dates';

describe('dates', () => {
  const date = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });

  it('secondsAfter counts seconds and leaves its argument alone', () => {
    fc.assert(
      fc.property(date, fc.nat(1e8), (start, seconds) => {
        const time = start.getTime();
        expect(secondsAfter(start, seconds).getTime() - time).toBe(seconds * 1_000);
        expect(start.getTime()).toBe(time);
      }),
    );
  });

  it('earlier is one of the two, and not after either', () => {
    fc.assert(
      fc.property(date, date, (a, b) => {
        const found = earlier(a, b);
        expect([a, b]).toContain(found);
        expect(found.getTime()).toBe(Math.min(a.getTime(), b.getTime()));
      }),
    );
  });
});
