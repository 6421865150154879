import { outcomeOfFileRefusal } from '../../../../src/storage/files/erase';

describe('what a refusal to delete a file means', () => {
  it.each([
    [404, 'ResourceNotFound', { outcome: 'already_absent' }],
    [404, 'ParentNotFound', { outcome: 'already_absent' }],
    [404, 'ShareNotFound', { outcome: 'already_absent' }],
    [409, 'SharingViolation', { outcome: 'blocked', reason: 'open_handle' }],
    [409, 'DeletePending', { outcome: 'blocked', reason: 'open_handle' }],
    [409, 'FileLockConflict', { outcome: 'blocked', reason: 'open_handle' }],
    [409, 'DirectoryNotEmpty', { outcome: 'drifted', reason: 'DirectoryNotEmpty' }],
    [409, 'ResourceTypeMismatch', { outcome: 'drifted', reason: 'ResourceTypeMismatch' }],
    [412, 'LeaseIdMissing', { outcome: 'blocked', reason: 'LeaseIdMissing' }],
    [409, 'ReadOnlyAttribute', { outcome: 'blocked', reason: 'ReadOnlyAttribute' }],
    [409, 'CannotDeleteFileOrDirectory', { outcome: 'blocked', reason: 'CannotDeleteFileOrDirectory' }],
    [403, 'AuthorizationPermissionMismatch', { outcome: 'blocked', reason: 'AuthorizationPermissionMismatch' }],
    [400, 'MissingRequiredHeader', { outcome: 'failed', reason: 'MissingRequiredHeader' }],
  ])('%s %s', (status, code, expected) => {
    expect(outcomeOfFileRefusal(status, code, false)).toEqual(expected);
  });

  it('what is gone after an intent of our own is our doing', () => {
    expect(outcomeOfFileRefusal(404, 'ResourceNotFound', true)).toEqual({ outcome: 'deleted' });
  });
});
