import * as fc from 'fast-check';
import { RangeIndex } from '../../../../src/storage/range-index';
import { contains, overlaps, type ByteRange } from '../../../../src/storage/uri';

// Few letters, so that ranges meet; `-` and `0` sort before and after the slash.
const name = fc.array(fc.constantFrom('a', 'b', 'B', 'a-', 'a0', 'é'), { minLength: 1, maxLength: 4 });
const range: fc.Arbitrary<ByteRange> = fc
  .record({
    store: fc.constantFrom('blob' as const, 'file' as const),
    account: fc.constantFrom('x', 'y'),
    container: fc.constantFrom('c', 'd'),
    names: name,
    kind: fc.constantFrom('prefix' as const, 'blob' as const),
  })
  .map(({ names, kind, ...rest }) => ({ ...rest, kind, path: names.join('/') + (kind === 'prefix' ? '/' : '') }));

describe('RangeIndex', () => {
  it('answers as comparing with every range does', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), fc.array(range, { minLength: 1, maxLength: 5 }), (all, asked) => {
        const index = new RangeIndex<number>();
        all.forEach((each, at) => index.add(each, at));
        for (const one of asked) {
          const matching = (test: (each: ByteRange) => boolean) => all.flatMap((each, at) => (test(each) ? [at] : []));
          expect(index.containing(one).sort((a, b) => a - b)).toEqual(matching((each) => contains(each, one)));
          expect(index.overlapping(one).sort((a, b) => a - b)).toEqual(matching((each) => overlaps(each, one)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds what is added after it was asked', () => {
    const index = new RangeIndex<string>();
    const place = { account: 'x', container: 'c' };
    index.add({ ...place, path: 'm/z', kind: 'blob' }, 'late');
    expect(index.overlapping({ ...place, path: 'm/', kind: 'prefix' })).toEqual(['late']);
    index.add({ ...place, path: 'm/a', kind: 'blob' }, 'early');
    expect(index.overlapping({ ...place, path: 'm/', kind: 'prefix' }).sort()).toEqual(['early', 'late']);
  });

  it('keeps job1 and job10 apart', () => {
    const index = new RangeIndex<string>();
    const place = { account: 'x', container: 'azureml', kind: 'prefix' as const };
    index.add({ ...place, path: 'ExperimentRun/dcid.job1/' }, 'job1');
    index.add({ ...place, path: 'ExperimentRun/dcid.job10/' }, 'job10');
    expect(index.overlapping({ ...place, path: 'ExperimentRun/dcid.job1/' })).toEqual(['job1']);
    expect(index.containing({ ...place, path: 'ExperimentRun/dcid.job10/log', kind: 'blob' })).toEqual(['job10']);
  });
});
