import * as fc from 'fast-check';
import { fitPackage } from '../../../../src/requests/plan/package-room';
import { keptBecause, type Decision, type PlanItem } from '../../../../src/requests/plan/plan';
import { workspace } from './found';

const range = (blobs: number, bytes: number) => ({
  ...{ account: 'a', container: 'c', path: 'p/', kind: 'prefix' as const, blobs, bytes },
});
const item = (path: string, bytes: number, more: Partial<PlanItem> = {}): PlanItem => ({
  ...{
    ref: path,
    type: path.split('/')[0] ?? '',
    workspace,
    id: `${workspace}/${path}`,
    name: path,
    strength: 'strong',
  },
  ...{ evidence: [], rank: 0, ranges: bytes > 0 ? [range(1, bytes)] : [], ...more },
});
const leftOut = (items: readonly PlanItem[]) => items.filter(({ unpackaged }) => unpackaged).map(({ name }) => name);
const limit = (bytes: number, files = 1_000) => ({ bytes, files });

describe('the room in a package', () => {
  it('is given in the order of the plan, to whatever still fits', () => {
    const items = [item('models/a', 60), item('models/b', 50), item('models/c', 40), item('models/d', 1)];
    expect(fitPackage(items, limit(100))).toEqual([
      { code: 'package_limit', type: 'models', workspace, detail: '2 items, 51 bytes' },
    ]);
    expect(leftOut(items)).toEqual(['models/b', 'models/d']);
    expect(fitPackage([item('models/a', 100)], limit(100))).toEqual([]);
  });

  it('counts copies and records, and no images', () => {
    const copies = { ...range(1, 5), copies: { blobs: 2, bytes: 10 } };
    expect(fitPackage([item('models/a', 0, { ranges: [copies] })], limit(15, 4))).toEqual([]);
    expect(fitPackage([item('models/a', 0, { ranges: [copies] })], limit(14, 4))).toHaveLength(1);
    expect(fitPackage([item('models/a', 0, { ranges: [copies] })], limit(15, 3))).toHaveLength(1);
    const image = { ...range(9, 900), store: 'image' as const };
    expect(fitPackage([item('environments/e', 0, { ranges: [image] })], limit(0, 1))).toEqual([]);
    expect(fitPackage([item('telemetry/t', 9)], limit(0), () => false)).toEqual([]);
  });

  it('keeps what would go with what has none, and the other half of a job', () => {
    const parent = item('jobs/p', 0);
    const child = item('jobs/c', 0, { partOf: [parent.id.toUpperCase()] });
    const files = item('runs/c', 70, { partOf: [`${workspace}/runs/p`] });
    const items = [item('runs/p', 10), files, child, parent, item('jobs/other', 0)];
    fitPackage(items, limit(60));
    expect(leftOut(items).sort()).toEqual(['jobs/c', 'jobs/p', 'runs/c', 'runs/p']);
  });

  it('is never exceeded, and leaves out nothing where all of it fits', () => {
    const sizes = fc.array(fc.nat(50), { maxLength: 20 });
    fc.assert(
      fc.property(sizes, fc.nat(300), fc.nat(30), (bytes, most, files) => {
        const items = bytes.map((size, at) => item(`models/${at}`, size));
        fitPackage(items, limit(most, files));
        const kept = items.filter(({ unpackaged }) => !unpackaged);
        const sum = kept.flatMap(({ ranges }) => ranges).reduce((total, each) => total + each.bytes, 0);
        const count = kept.length + kept.flatMap(({ ranges }) => ranges).length;
        expect(sum).toBeLessThanOrEqual(most);
        expect(count).toBeLessThanOrEqual(files);
        const all = bytes.reduce((total, size) => total + size, 0);
        const allFiles = bytes.length + bytes.filter((size) => size > 0).length;
        if (all <= most && allFiles <= files) expect(leftOut(items)).toEqual([]);
      }),
    );
  });

  it('can be made by no approver', () => {
    const decision: Decision = {
      ...{ planHash: 'p', verdict: 'approve', exclude: [], acceptWeak: true, acceptInUse: ['models/a'] },
      ...{ by: { id: 'b' }, at: 't' },
    };
    const [weak, used, plain] = [
      item('models/a', 9, { keep: { outcome: 'weak_match', reason: 'display_name_only' } }),
      item('models/a', 9, { keep: { outcome: 'in_use', reason: 'in_use' } }),
      item('models/a', 9),
    ];
    for (const each of [weak, used, plain]) {
      fitPackage([each], limit(0));
      for (const decided of [decision, undefined])
        expect(keptBecause(each, decided)).toEqual({ outcome: 'blocked', reason: 'package_limit' });
    }
  });
});
