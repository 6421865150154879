import { addEnd, slicesOf } from '../../../../src/requests/erase-slices';
import type { Ended } from '../../../../src/requests/expected-end';
import { passOver } from '../../../../src/requests/item-pass';
import { blob, item } from './storage';

describe('slices of what is to be erased', () => {
  const many = (name: (index: number) => string) => Array.from({ length: 6_000 }, (_, at) => blob({ name: name(at) }));
  const sizes = (blobs: Parameters<typeof slicesOf>[0]) => slicesOf(blobs).map(({ length }) => length);

  it('are of five thousand, but all copies of a name stay together', () => {
    expect(sizes(many(String))).toEqual([5_000, 1_000]);
    expect(sizes(many((at) => (at < 4_990 ? String(at) : 'z')))).toEqual([6_000]);
  });

  it('are of one account and one service', () => {
    const apart = [blob(), blob({ account: 'other' }), blob({ account: 'other', store: 'file' })];
    expect(sizes(apart)).toEqual([1, 1, 1]);
  });

  it('have markers of directories last, the deepest first', () => {
    const [top, deep] = ['a', 'a/b'].map((name) => blob({ name, state: 'directory' }));
    const names = slicesOf([top, deep, ...many((at) => `a/b/${at}`)].filter((one) => one !== undefined)).flat();
    expect(names.slice(-2).map(({ name }) => name)).toEqual(['a/b', 'a']);
  });

  it('are summed up by outcome, with the latest date where all are known', () => {
    const ends: Ended[] = [];
    for (const until of ['2026-01-02', '2026-01-03', '2026-01-01']) addEnd(ends, { outcome: 'soft_deleted', until });
    addEnd(ends, { outcome: 'deleted' });
    expect(ends).toEqual([{ outcome: 'soft_deleted', until: '2026-01-03' }, { outcome: 'deleted' }]);
    addEnd(ends, { outcome: 'soft_deleted' });
    expect(ends[0]?.until).toBeUndefined();
  });
});

it('gives an unfinished item to the next call again, with those beside it', async () => {
  const items = ['a', 'b', 'c', 'd', 'e', 'f'].map((ref) => item({ ref }));
  const end = ({ ref }: { ref: string }) => Promise.resolve(ref === 'f' ? ('unfinished' as const) : undefined);
  const go = () => Promise.resolve('no' as const);
  expect(await passOver('k', items, 0, end, go)).toEqual({ next: 4, done: false, cancelled: false });
});
