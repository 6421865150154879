import * as fc from 'fast-check';
import { PlannedCopies } from '../../../../src/requests/planned-copies';
import type { ListedBlob } from '../../../../src/storage/byte-store';

const blob = (etag: string, more: Partial<ListedBlob> = {}): ListedBlob => ({
  ...{ account: 'a', container: 'c', name: 'n', etag, size: 1 },
  ...more,
});
const soft = { deleted: { until: '2026-12-06T00:00:00.000Z' } };

function compare(planned: ListedBlob[], listed: ListedBlob[]): { as: string[]; missing: string[] } {
  const copies = new PlannedCopies(planned);
  const as = copies.compare(listed).map((one) => one.as);
  return { as, missing: [...copies.missing()].map(({ etag }) => etag) };
}

describe('a listing against the plan', () => {
  it.each<[string, ListedBlob[], ListedBlob[], string[], string[]]>([
    ['as it was', [blob('1')], [blob('1')], ['planned'], []],
    ['overwritten', [blob('1')], [blob('2')], ['changed'], []],
    [
      'overwritten where versions are kept: the planned one is a previous version now',
      [blob('1', { versionId: 'v1' })],
      [blob('2', { versionId: 'v2' }), blob('1', { versionId: 'v1', state: 'previous' })],
      ['new', 'planned'],
      [],
    ],
    [
      'overwritten where soft delete is on: the planned one is a soft-deleted snapshot now',
      [blob('1')],
      [blob('2'), blob('1', { snapshot: 's1', ...soft })],
      ['changed', 'planned'],
      [],
    ],
    ['deleted by somebody, softly', [blob('1')], [blob('1', soft)], ['planned'], []],
    ['a snapshot was taken since', [blob('1')], [blob('1'), blob('1', { snapshot: 's1' })], ['planned', 'new'], []],
    ['a snapshot went', [blob('1'), blob('1', { snapshot: 's1' })], [blob('1')], ['planned'], ['1']],
    ['not in the plan', [], [blob('1')], ['new'], []],
    [
      'a version whose etag reads otherwise once it is soft-deleted',
      [blob('1', { versionId: 'v1' })],
      [blob('x', { versionId: 'v1', state: 'previous', ...soft })],
      ['planned'],
      [],
    ],
  ])('%s', (_case, planned, listed, as, missing) => {
    expect(compare(planned, listed)).toEqual({ as, missing });
  });

  it('finds everything as planned when nothing changed, and nothing that isn’t planned', () => {
    const copy = fc.record({
      etag: fc.constantFrom('1', '2', '3'),
      snapshot: fc.option(fc.nat(9).map(String), { nil: undefined }),
    });
    const copies = fc.uniqueArray(copy, { selector: ({ snapshot }) => snapshot ?? '' });
    fc.assert(
      fc.property(copies, copies, (planned, listed) => {
        const all = planned.map(({ etag, ...more }) => blob(etag, more));
        expect(compare(all, all)).toEqual({ as: all.map(() => 'planned'), missing: [] });
        const others = listed.map(({ etag, ...more }) => blob(etag, more));
        const found = compare(all, others).as.filter((as) => as === 'planned');
        expect(found.length).toBeLessThanOrEqual(all.length);
      }),
    );
  });
});
