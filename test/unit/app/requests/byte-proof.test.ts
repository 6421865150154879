import { judge, LastEnds } from '../../../../src/requests/byte-proof';
import { expectedEnd, latest } from '../../../../src/requests/expected-end';
import type { Outcome } from '../../../../src/requests/outcomes';
import type { AccountSettings } from '../../../../src/storage/account-settings';
import type { ListedBlob } from '../../../../src/storage/byte-store';

const until = '2026-12-06T00:00:00.000Z';
const blob: ListedBlob = { account: 'a', container: 'c', name: 'n', etag: '1', size: 1 };
const soft: ListedBlob = { ...blob, deleted: { until } };
const said = (outcome: Outcome, more = {}) => ({ outcome, etag: '1', ...more });
const appeared = { outcome: 'new_since_plan', reason: 'appeared_after_plan' };
const present = { outcome: 'failed', reason: 'still_present' };

describe('what a listing proves of a blob', () => {
  it.each([
    ['still there', blob, said('deleted'), false, present],
    ['there again as before', blob, said('soft_deleted'), false, present],
    ['somebody’s new blob', { ...blob, etag: '2' }, said('deleted'), false, appeared],
    ['the same version, whatever its etag', { ...blob, etag: '2', versionId: 'v' }, said('deleted'), false, present],
    ['came after it was found absent', blob, said('already_absent'), false, appeared],
    ['unknown', blob, undefined, false, appeared],
    ['unknown, below a job’s own prefix', blob, undefined, true, present],
    ['known to be kept', blob, said('blocked'), false, undefined],
    ['known to be kept, below a job’s own prefix', blob, said('blocked'), true, undefined],
    ['only soft-deleted', soft, said('deleted'), false, { outcome: 'soft_deleted', until }],
    ['deleted by somebody, softly', soft, said('already_absent'), false, { outcome: 'soft_deleted', until }],
    ['soft-deleted, as was said', soft, said('soft_deleted', { until }), false, undefined],
    [
      'another date',
      soft,
      said('soft_deleted', { reason: 'X' }),
      false,
      { outcome: 'soft_deleted', reason: 'X', until },
    ],
    ['soft-deleted and unknown', soft, undefined, false, appeared],
    ['soft-deleted below a job’s own prefix', soft, undefined, true, { outcome: 'soft_deleted', until }],
  ])('%s', (_case, listed, known, ours, end) => {
    expect(judge(listed, known, ours)).toEqual(end);
  });
});

describe('several deleted blobs of one name', () => {
  const ended = (date: string, reason?: string) => ({ outcome: 'soft_deleted' as const, reason, until: date });
  const deleted = (date: string): ListedBlob => ({ ...blob, deleted: { until: date } });

  it('have the last of their dates, whichever was said before', () => {
    const [first, last] = ['2026-12-01', '2026-12-06'];
    const known = { ...said('soft_deleted', { until: last }), reason: 'base_blob' };
    const told = (dates: string[], line: typeof known | undefined) => {
      const ends = new LastEnds();
      return dates.map((date) => ends.of('url', deleted(date), judge(deleted(date), line, true), line)).filter(Boolean);
    };
    expect(told([first, last], undefined).at(-1)).toEqual(ended(last));
    expect(told([first, last], known).at(-1)).toEqual(ended(last, 'base_blob'));
    expect(told([last, first], known)).toEqual([]);
    expect(told([last], known)).toEqual([]);
  });

  it('don’t hide that a current one of their name is kept', () => {
    const ends = new LastEnds();
    for (const date of ['2026-12-01', '2026-12-06']) {
      expect(ends.of('url', deleted(date), undefined, said('blocked'))).toBeUndefined();
    }
  });
});

describe('what settings let expect', () => {
  const settings: AccountSettings = {
    ...{ account: 'a', blobSoftDeleteDays: 7, versioning: false, permanentDelete: false, changeFeed: false },
    ...{ replication: 'Standard_LRS', objectReplicas: [], hns: false },
    containers: [{ name: 'c', immutabilityDays: 30, legalHold: false, versionLevelImmutability: false }],
  };
  const at = new Date('2026-11-22T00:00:00Z');
  const written = { ...blob, modifiedAt: '2026-11-20T00:00:00.000Z' };
  const policy = { outcome: 'blocked', reason: 'BlobImmutableDueToPolicy' } as const;

  it('dates what was soft-deleted now, and what a policy of its container holds', () => {
    expect(expectedEnd(blob, { outcome: 'soft_deleted' }, [settings], at)).toBe('2026-11-29T00:00:00.000Z');
    expect(expectedEnd(written, policy, [settings], at)).toBe('2026-12-20T00:00:00.000Z');
  });

  it('dates nothing else', () => {
    expect(expectedEnd(blob, { outcome: 'deleted' }, [settings], at)).toBeUndefined();
    expect(expectedEnd(blob, { outcome: 'soft_deleted' }, [], at)).toBeUndefined();
    expect(expectedEnd({ ...blob, store: 'file' }, { outcome: 'soft_deleted' }, [settings], at)).toBeUndefined();
    expect(expectedEnd(written, { ...policy, reason: 'LeaseIdMissing' }, [settings], at)).toBeUndefined();
  });

  it('gives the last date, or none where one is unknown', () => {
    const soft = (date?: string) => ({ outcome: 'soft_deleted' as const, until: date });
    expect(latest([soft('2026-12-01'), soft('2026-12-03'), { outcome: 'deleted' }])).toBe('2026-12-03');
    expect(latest([soft('2026-12-01'), soft()])).toBeUndefined();
  });
});
