import { cutShards } from '../../../../src/requests/plan/plan-shards';
import { item, range } from './storage';

/** How many items each shard has. */
function cut(blobs: readonly number[], copies = 0): number[] {
  const ranges = (count: number) => [range({ blobs: count, copies: { blobs: copies, bytes: 0 } })];
  return cutShards(blobs.map((count) => ({ item: item({ ranges: ranges(count) }), page: 0 }))).map(
    ({ length }) => length,
  );
}

describe('shards of a plan', () => {
  it('have fifty items at most', () => expect(cut(Array<number>(120).fill(1))).toEqual([50, 50, 20]));

  it('have no more blobs than an activity can hold, copies included', () => {
    expect(cut(Array<number>(10).fill(20_000))).toEqual([2, 2, 2, 2, 2]);
    expect(cut(Array<number>(4).fill(10_000), 20_000)).toEqual([1, 1, 1, 1]);
  });

  it('keep an item whole', () => expect(cut([1, 1_000_000, 1])).toEqual([1, 1, 1]));

  it('have one type and rank, from one page of the inventory', () => {
    const [one, two] = [item(), item({ rank: 1 })];
    const ordered = [one, two, item({ type: 'job', rank: 1 })].map((each) => ({ item: each, page: 0 }));
    expect(cutShards([...ordered, { item: one, page: 1 }]).map(({ length }) => length)).toEqual([1, 1, 1, 1]);
  });
});
