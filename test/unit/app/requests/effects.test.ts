import { effectsOf } from '../../../../src/requests/plan/effects';
import type { PlannedStorage } from '../../../../src/requests/plan/plan';
import { planned } from './storage';

const effects = (fields: Partial<PlannedStorage>, permanently = false) => effectsOf([planned(fields)], permanently);
const until = '2026-12-06T12:00:00.000Z';
const left = { blobSoftDeleteDays: 14, recoverable: { blobs: 1204, days: 14, until } };
const stays = '1,204 blobs in acc stay recoverable until 2026-12-06 (soft delete, 14 days)';

describe('what an approver is told about the storage', () => {
  it('says that nothing can be restored', () => {
    expect(effects({})).toEqual(['nothing that is erased in acc can be restored (no soft delete)']);
    expect(effects({ blobs: 0 })).toEqual([]);
    expect(effectsOf([], false)).toEqual([]);
  });

  it('says what can, and until when', () => {
    expect(effects(left)).toEqual([stays]);
    expect(effects({ ...left, recoverable: { blobs: 1, days: 1, until } })).toEqual([
      '1 blob in acc stays recoverable until 2026-12-06 (soft delete, 1 day)',
    ]);
  });

  it('says whether what is soft-deleted can go for good', () => {
    expect(effects(left, true)[1]).toContain('does not allow');
    expect(effects({ ...left, permanentDelete: true })[1]).toContain('erasure.permanently');
    expect(effects({ ...left, permanentDelete: true }, true)).toEqual([stays]);
    expect(effects({ blobSoftDeleteDays: 14, permanentDelete: true, versioning: true }, true)[0]).toContain(
      'nothing that is erased in acc can be restored',
    );
  });

  it('says that copies go too', () => {
    expect(effects({ versioning: true, copies: 2310 })[1]).toBe(
      'versions are kept in acc: 2,310 previous versions (with snapshots) go too',
    );
    expect(effects({ copies: 1 })[1]).toBe('1 snapshot or older copy in acc goes too');
    expect(effects({ ...left, copies: 3 })[0]).toContain('1,204 blobs, versions and snapshots in acc stay');
  });

  it('says what is held', () => {
    expect(effects({ held: { blobs: 3, legalHolds: 3 } })[1]).toBe(
      '3 blobs in acc are under a legal hold and will stay',
    );
    expect(effects({ held: { blobs: 3, legalHolds: 1 } }).slice(1)).toEqual([
      '1 blob in acc is under a legal hold and will stay',
      '2 blobs in acc are under an immutability policy and will stay',
    ]);
    expect(effects({ held: { blobs: 1, legalHolds: 0, until } })[1]).toBe(
      '1 blob in acc is under an immutability policy and will stay, until 2026-12-06',
    );
  });

  it('says what is elsewhere', () => {
    expect(effects({ objectReplicas: ['b', 'c'] })[1]).toBe(
      'object replication copies blobs of acc to b, c: out of reach',
    );
    for (const sku of ['Standard_GRS', 'Standard_RAGRS', 'Standard_RAGZRS'])
      expect(effects({ replication: sku })[1]).toBe(`the copy of acc in another region (${sku}) follows`);
    expect(effects({ replication: 'Standard_ZRS' })).toHaveLength(1);
    expect(effects({ changeFeed: 30 })[1]).toBe('the change feed of acc keeps names of blobs for 30 days');
    expect(effects({ changeFeed: true })[1]).toBe('the change feed of acc keeps names of blobs for ever');
    expect(effects({ pointInTimeRestoreDays: 7 })[1]).toMatch(/^point-in-time restore: .* by 7 days/);
  });

  it('says that nobody knows', () => {
    expect(effects({ unreadable: 'AuthorizationFailed' })).toEqual([
      "acc: its settings can't be read (AuthorizationFailed), so nobody can say whether what is erased there can be restored",
    ]);
  });
});
