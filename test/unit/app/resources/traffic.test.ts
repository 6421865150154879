import * as fc from 'fast-check';
import { getsTraffic, servesTraffic, withoutTraffic } from '../../../../src/resources/use/traffic';

const endpoint = (traffic?: unknown, mirrorTraffic?: unknown) => ({
  properties: { authMode: 'Key', ...(traffic ? { traffic } : {}), ...(mirrorTraffic ? { mirrorTraffic } : {}) },
});

describe('traffic of an endpoint', () => {
  it.each([
    [endpoint({ blue: 100 }), true],
    [endpoint({ blue: 0 }), false],
    [endpoint({ blue: 0, green: 1 }), true],
    [endpoint(), false],
    [endpoint({ blue: '100' }), false],
    [undefined, false],
  ])('%j serves: %s', (body, expected) => expect(servesTraffic(body)).toBe(expected));

  it.each([
    [endpoint({ blue: 100, green: 0 }), 'blue', true],
    [endpoint({ Blue: 100 }), 'bLUE', true],
    [endpoint({ blue: 100, green: 0 }), 'green', false],
    [endpoint({ blue: 100 }, { green: 10 }), 'green', true],
    [endpoint(), 'blue', false],
  ])('%j reaches %s: %s', (body, name, expected) => expect(getsTraffic(body, name)).toBe(expected));
});

describe('withoutTraffic', () => {
  it('says no word about what the endpoint does not say', () => {
    expect(withoutTraffic(endpoint({ blue: 100 }), 'blue')).toEqual({ authMode: 'Key', traffic: { blue: 0 } });
  });

  it('ends mirroring to the deployment, and no other', () => {
    const body = endpoint({ blue: 100 }, { green: 10, red: 5 });
    expect(withoutTraffic(body, 'green')).toMatchObject({ traffic: { blue: 100 }, mirrorTraffic: { red: 5 } });
  });

  it('gives its share to the others in proportion', () => {
    const { traffic } = withoutTraffic(endpoint({ a: 20, b: 60, c: 20 }), 'a');
    expect(traffic).toEqual({ a: 0, b: 75, c: 25 });
  });

  /** Whole shares of up to five deployments that add up to 100. */
  const shares = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 5 }).map((cuts) => {
    const ends = [...cuts.sort((a, b) => a - b), 100];
    return Object.fromEntries(ends.map((end, index) => [`d${index}`, end - (ends[index - 1] ?? 0)]));
  });

  it('always adds up to 100 or to nothing, and takes nothing from the others', () => {
    fc.assert(
      fc.property(shares, fc.nat({ max: 5 }), (before, index) => {
        const name = Object.keys(before)[index % Object.keys(before).length] ?? '';
        const traffic = withoutTraffic(endpoint(before), name).traffic as Record<string, number>;
        const sum = Object.values(traffic).reduce((all, share) => all + share, 0);
        expect(Object.keys(traffic)).toEqual(Object.keys(before));
        expect(traffic[name]).toBe(0);
        expect(sum).toBe(before[name] === 100 ? 0 : 100);
        for (const other of Object.keys(before).filter((each) => each !== name)) {
          expect(traffic[other]).toBeGreaterThanOrEqual(before[other] ?? 0);
          // What served nobody before must not begin to.
          if (before[other] === 0) expect(traffic[other]).toBe(0);
        }
      }),
    );
  });
});
