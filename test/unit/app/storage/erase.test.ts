import * as fc from 'fast-check';
import { isGap } from '../../../../src/requests/outcomes';
import { batchSize, outcomeOfRefusal } from '../../../../src/storage/erase';

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
    [409, 'SnapshotsPresent', false, 'failed'],
    [403, 'AuthorizationPermissionMismatch', false, 'blocked'],
    [403, '', false, 'blocked'],
    [400, 'InvalidBlobType', false, 'failed'],
  ])('%s %s, intended %s: %s', (status, code, intended, outcome) => {
    expect(outcomeOfRefusal(status, code, intended).outcome).toBe(outcome);
  });

  it('takes the same status for different things by its code', () => {
    expect(outcomeOfRefusal(412, 'ConditionNotMet', false)).not.toEqual(outcomeOfRefusal(412, 'LeaseIdMissing', false));
  });

  it('never says that a refused blob is gone, and always gives a reason', () => {
    const code = fc.oneof(fc.constantFrom('ConditionNotMet', 'LeaseIdMissing', 'Gone', 'NotFound', ''), fc.string());
    const status = fc.integer({ min: 400, max: 499 }).filter((value) => value !== 404);
    fc.assert(
      fc.property(status, code, fc.boolean(), (refused, text, intended) => {
        fc.pre(text !== 'BlobNotFound' && text !== 'ContainerNotFound');
        const { outcome, reason } = outcomeOfRefusal(refused, text, intended);
        expect(isGap(outcome)).toBe(true);
        expect(reason).toBeTruthy();
      }),
    );
  });

  it('names the status where Azure gives no code', () => {
    expect(outcomeOfRefusal(409, '', false)).toEqual({ outcome: 'failed', reason: 'Http409' });
  });

  it('sends no more than Azure takes in one batch', () => expect(batchSize).toBe(256));
});
