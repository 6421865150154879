import * as fc from 'fast-check';
import { isGap } from '../../../../src/requests/outcomes';
import type { ListedBlob } from '../../../../src/storage/byte-store';
import { afterCopy, afterCurrent, afterPurge, outcomeOfRefusal } from '../../../../src/storage/erase-rules';

const blob: ListedBlob = { account: 'a', container: 'c', name: 'n', etag: 'e', size: 1 };
const version: ListedBlob = { ...blob, versionId: 'v' };
const held: ListedBlob = { ...blob, heldUntil: '2027-01-01T00:00:00.000Z' };
const soft: ListedBlob = { ...version, deleted: { until: '2026-12-06T00:00:00.000Z' } };
const how = (more = {}) => ({ intended: false, permanently: false, mayBreakLease: () => false, ...more });
const ok = (permanent?: boolean) => ({ status: 202, code: '', ...(permanent === undefined ? {} : { permanent }) });
const no = (status: number, code = '') => ({ status, code });

describe('outcomeOfRefusal', () => {
  it.each([
    [404, 'BlobNotFound', true, 'deleted'],
    [404, 'BlobNotFound', false, 'already_absent'],
    [404, 'ContainerNotFound', false, 'already_absent'],
    [404, '', true, 'deleted'],
    [412, 'ConditionNotMet', true, 'drifted'],
    [412, 'LeaseIdMissing', true, 'blocked'],
    [412, 'LeaseIdMismatchWithBlobOperation', false, 'blocked'],
    [409, 'BlobImmutableDueToPolicy', false, 'blocked'],
    [409, 'BlobImmutableDueToLegalHold', false, 'blocked'],
    [409, 'SnapshotsPresent', false, 'drifted'],
    [409, 'DirectoryIsNotEmpty', false, 'drifted'],
    [403, 'OperationNotAllowedOnRootBlob', true, 'drifted'],
    [403, 'AuthorizationPermissionMismatch', false, 'blocked'],
    [403, '', false, 'blocked'],
    [400, 'InvalidBlobType', false, 'failed'],
    [404, 'SomethingElse', true, 'failed'],
  ])('%s %s, intended %s: %s', (status, code, intended, outcome) => {
    expect(outcomeOfRefusal(no(status, code), blob, intended).outcome).toBe(outcome);
  });

  it('never says that a refused blob is gone, and always gives a reason', () => {
    const code = fc.oneof(fc.constantFrom('ConditionNotMet', 'LeaseIdMissing', 'Gone', 'NotFound', ''), fc.string());
    const status = fc.integer({ min: 400, max: 499 }).filter((value) => value !== 404);
    fc.assert(
      fc.property(status, code, fc.boolean(), (refused, text, intended) => {
        const { outcome, reason } = outcomeOfRefusal(no(refused, text), blob, intended);
        expect(isGap(outcome)).toBe(true);
        expect(reason).toBeTruthy();
      }),
    );
  });

  it('names the status where Azure gives no code, and the date of a policy', () => {
    expect(outcomeOfRefusal(no(409), blob, false)).toEqual({ outcome: 'failed', reason: 'Http409' });
    expect(outcomeOfRefusal(no(409, 'BlobImmutableDueToPolicy'), held, false)).toEqual({
      ...{ outcome: 'blocked', reason: 'BlobImmutableDueToPolicy', until: held.heldUntil },
    });
  });
});

describe('the current blob of a name', () => {
  it.each([
    ['deleted for good', ok(true), blob, how(), { outcome: 'deleted' }],
    ['no word on soft delete', ok(), blob, how(), { outcome: 'deleted' }],
    ['soft-deleted', ok(false), blob, how(), { outcome: 'soft_deleted' }],
    ['can’t be purged', ok(false), blob, how({ permanently: true }), { outcome: 'soft_deleted', reason: 'base_blob' }],
    ['with versions', ok(false), version, how(), 'version'],
    ['changed', no(412, 'ConditionNotMet'), blob, how(), 'look'],
    ['overwritten, with versions', no(412, 'ConditionNotMet'), version, how(), 'version'],
    ['gone', no(404, 'BlobNotFound'), blob, how(), { outcome: 'already_absent' }],
    ['gone by us', no(404, 'BlobNotFound'), blob, how({ intended: true }), { outcome: 'deleted' }],
    ['gone, with versions', no(404, 'BlobNotFound'), version, how(), 'version'],
    ['leased', no(412, 'LeaseIdMissing'), blob, how(), { outcome: 'blocked', reason: 'LeaseIdMissing' }],
    ['lease may be broken', no(412, 'LeaseIdMissing'), blob, how({ mayBreakLease: () => true }), 'lease'],
    ['throttled', no(503, 'ServerBusy'), blob, how(), 'again'],
    ['no answer', no(0), blob, how(), 'again'],
  ] as const)('%s', (_case, answer, target, erase, verdict) => {
    expect(afterCurrent(answer, target, erase)).toEqual(verdict);
  });
});

describe('a version or snapshot', () => {
  const gone = no(404, 'BlobNotFound');
  it.each([
    ['deleted for good', ok(true), how(), undefined, { outcome: 'deleted' }],
    ['soft-deleted', ok(false), how(), undefined, 'purge'],
    ['gone', gone, how(), undefined, { outcome: 'already_absent' }],
    ['gone by us', gone, how({ intended: true }), undefined, { outcome: 'deleted' }],
    ['perhaps soft-deleted by us', gone, how({ intended: true, permanently: true }), undefined, 'purge'],
    ['versioning is off by now', gone, how(), ok(true), { outcome: 'deleted' }],
    ['versioning is off by now, soft delete on', gone, how(), ok(false), { outcome: 'soft_deleted' }],
    ['overwritten without versions', gone, how(), no(412, 'ConditionNotMet'), 'look'],
    ['throttled', no(429), how(), undefined, 'again'],
  ] as const)('%s', (_case, answer, erase, current, verdict) => {
    expect(afterCopy(answer, version, erase, current)).toEqual(verdict);
  });

  it.each([
    ['gone for good', ok(true), false, { outcome: 'deleted' }],
    ['gone before', gone, false, { outcome: 'already_absent' }],
    ['gone by us', gone, true, { outcome: 'deleted' }],
    ['not allowed', no(403, 'AuthorizationPermissionMismatch'), true, 'AuthorizationPermissionMismatch'],
    ['feature off', no(409, 'PermanentDeleteNotEnabled'), true, 'PermanentDeleteNotEnabled'],
    ['ignored', ok(false), true, 'not_permanent'],
    [
      'restored',
      no(409, 'BlobSnapshotNotSoftDeleted'),
      true,
      { outcome: 'drifted', reason: 'BlobSnapshotNotSoftDeleted' },
    ],
    ['busy', no(500), true, 'again'],
  ])('in the second pass: %s', (_case, answer, ours, end) => {
    const refused = { outcome: 'soft_deleted', reason: end, until: soft.deleted?.until };
    expect(afterPurge(answer, soft, ours)).toEqual(typeof end === 'string' && end !== 'again' ? refused : end);
  });
});
