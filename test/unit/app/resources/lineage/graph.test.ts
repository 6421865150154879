import fc from 'fast-check';
import { LineageGraph, type LineageAsset, type LineageJob } from '../../../../../src/resources/lineage/graph';
import { RangeIndex } from '../../../../../src/storage/range-index';
import type { ByteRange } from '../../../../../src/storage/uri';

const at = (path: string): ByteRange => ({
  account: 'acc',
  container: 'c',
  path,
  kind: path === '' || path.endsWith('/') ? 'prefix' : 'blob',
});
const job = (id: string, rest: Partial<LineageJob> = {}): LineageJob => ({
  ...{ id, partOf: [], readsAssets: [], readsJobs: [], reads: [], writes: [], registers: [] },
  ...rest,
});
const asset = (id: string, path?: string, madeBy: string[] = []): LineageAsset => ({
  id,
  ranges: path ? [at(path)] : [],
  madeBy,
});
const plannedOf = (places: Record<string, string>, ids: Record<string, string> = {}) => {
  const byRange = new RangeIndex<string>();
  for (const [ref, path] of Object.entries(places)) byRange.add(at(path), ref);
  return { byRange, byId: new Map(Object.entries(ids)) };
};
/** Folders of jobs are `runs/{id}/`. */
const jobsAt = ({ path }: ByteRange) => /^runs\/([^/]+)\//.exec(path)?.slice(1) ?? [];
const planned = plannedOf({ r1: 'people/', r2: 'rates.csv' }, { 'd/versions/1': 'r1', 'd/versions/2': 'r3' });
const raw = [asset('d/versions/1', 'people/'), asset('d/versions/2', 'elsewhere/'), asset('d/versions/3', 'new/')];
const traced = (jobs: LineageJob[], model: LineageAsset, assets: LineageAsset[] = raw) =>
  new LineageGraph(jobs, [...assets, model], planned, jobsAt).trace(model);

describe('LineageGraph', () => {
  const model = asset('m/versions/1', 'runs/train/model/');

  it.each<[string, Partial<LineageJob>, string[]]>([
    ['by the id of a version', { readsAssets: ['d/versions/2'] }, ['r3']],
    ['by a label or a name', { readsAssets: ['d'] }, ['r1', 'r3']],
    ['by its place', { reads: [at('people/1.csv')] }, ['r1']],
    ['as a part of something larger', { reads: [at('')] }, ['r1', 'r2']],
    ['as a blob', { reads: [at('rates.csv'), at('rates.csv/')] }, ['r2']],
  ])('knows a model that was trained on planned data %s', (_, reads, refs) => {
    expect(traced([job('train', reads)], model)).toEqual({ jobs: ['train'], reads: refs });
  });

  it.each<[string, Partial<LineageJob>]>([
    ['another version', { readsAssets: ['d/versions/3'] }],
    ['a name that begins alike', { reads: [at('people2/'), at('people.csv'), at('rates.csv2')] }],
    ['nothing', {}],
  ])('does not know one that was trained on %s', (_, reads) => {
    expect(traced([job('train', reads)], model)).toBeUndefined();
  });

  it('knows an asset of somebody else over the same bytes', () => {
    const theirs = asset('other/versions/1', 'people/');
    expect(traced([job('train', { readsAssets: [theirs.id] })], model, [theirs])?.reads).toEqual(['r1']);
  });

  it('knows who made a model by its record, by what it was registered from, and by where an output went', () => {
    const train = job('Train', { reads: [at('people/')], writes: [at('out/x/')], registers: ['m/versions/2'] });
    const expected = { jobs: ['Train'], reads: ['r1'] };
    expect(traced([train], asset('m/versions/1', undefined, ['train']))).toEqual(expected);
    expect(traced([train], asset('m/versions/2'))).toEqual(expected);
    expect(traced([train], asset('m/versions/3', 'out/x/model.bin'))).toEqual(expected);
  });

  it('follows data over several jobs: by asset, by place, by job', () => {
    const jobs = [
      job('prepare', { readsAssets: ['d/versions/1'], writes: [at('clean/')] }),
      job('split', { readsAssets: ['clean/versions/1'] }),
      job('augment', { reads: [at('runs/split/part/')] }),
      job('tune', { readsJobs: ['augment'] }),
      job('train', { readsAssets: ['base/versions/1'] }),
      job('stranger', { reads: [at('runs/other/')] }),
    ];
    const assets = [...raw, asset('clean/versions/1', 'clean/'), asset('base/versions/1', 'runs/tune/base.bin')];
    expect(traced(jobs, model, assets)).toEqual({
      jobs: ['augment', 'prepare', 'split', 'train', 'tune'],
      reads: ['r1'],
    });
    expect(traced(jobs, asset('n/versions/1', 'runs/stranger/model'), assets)).toBeUndefined();
  });

  it('takes the steps of a pipeline for one, whoever of them read and whoever made', () => {
    const family = [
      job('pipe'),
      job('pipe-1', { partOf: ['pipe'], reads: [at('people/')] }),
      job('pipe-2', { partOf: ['pipe'] }),
      job('pipe-2-1', { partOf: ['pipe-2', 'pipe'] }),
    ];
    expect(traced(family, asset('m/versions/1', 'runs/pipe-2-1/model'))).toEqual({
      jobs: ['pipe-1', 'pipe-2-1'],
      reads: ['r1'],
    });
  });

  it('comes to an end where jobs read what each other made', () => {
    const jobs = [
      job('a', { readsJobs: ['b'], reads: [at('runs/a/x')] }),
      job('b', { readsJobs: ['a', 'c'] }),
      job('c', { readsJobs: ['b'], reads: [at('people/')] }),
    ];
    expect(traced(jobs, asset('m/versions/1', 'runs/a/m'))).toEqual({ jobs: ['a', 'b', 'c'], reads: ['r1'] });
  });

  it('is what plain reachability says, in whatever order things come', () => {
    const size = 8;
    const edge = fc.tuple(fc.nat(size - 1), fc.nat(size - 1));
    const world = fc.record({
      reads: fc.array(edge, { maxLength: 20 }),
      family: fc.array(edge, { maxLength: 3 }),
      readers: fc.array(fc.tuple(fc.nat(size - 1), fc.constantFrom('people/', 'rates.csv')), { maxLength: 4 }),
      order: fc.shuffledSubarray(
        Array.from({ length: size }, (_, index) => index),
        { minLength: size },
      ),
    });
    fc.assert(
      fc.property(world, ({ reads, family, readers, order }) => {
        const jobs = Array.from({ length: size }, (_, index) =>
          job(`j${index}`, {
            readsJobs: reads.flatMap(([to, from]) => (to === index ? [`j${from}`] : [])),
            partOf: family.flatMap(([child, parent]) => (child === index ? [`j${parent}`] : [])),
            reads: readers.flatMap(([reader, path]) => (reader === index ? [at(path)] : [])),
          }),
        );
        const wanted = asset('m/versions/1', 'runs/j0/m');
        const shuffled = order.flatMap((index) => jobs[index] ?? []);
        const found = traced(jobs, wanted);
        expect(traced(shuffled, wanted)).toEqual(found);
        // Every way leads against the edges, and both ways within a family.
        const reached = new Set([0]);
        for (const at of reached) {
          for (const [to, from] of reads) if (to === at) reached.add(from);
          for (const [one, other] of family) {
            if (one === at) reached.add(other);
            if (other === at) reached.add(one);
          }
        }
        const refs = { 'people/': 'r1', 'rates.csv': 'r2' };
        const expected = new Set(readers.flatMap(([reader, path]) => (reached.has(reader) ? [refs[path]] : [])));
        expect(found?.reads ?? []).toEqual([...expected].sort());
      }),
    );
  });
});
