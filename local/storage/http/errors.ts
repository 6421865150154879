/** Codes that this service answers with, their status and what Azure says with them (Azure docs: Blob Storage error codes). */
const known = {
  AuthenticationFailed: [403, 'Server failed to authenticate the request.'],
  AuthorizationPermissionMismatch: [
    403,
    'This request is not authorized to perform this operation using this permission.',
  ],
  BlobAlreadyExists: [409, 'The specified blob already exists.'],
  BlobImmutableDueToLegalHold: [
    409,
    'This operation is not permitted as the blob is immutable due to one or more legal holds.',
  ],
  BlobImmutableDueToPolicy: [409, 'This operation is not permitted as the blob is immutable due to a policy.'],
  BlobNotFound: [404, 'The specified blob does not exist.'],
  BlobSnapshotNotSoftDeleted: [409, 'The specified blob snapshot or version is not soft-deleted.'],
  CannotVerifyCopySource: [404, 'The specified copy source does not exist or cannot be read.'],
  ConditionNotMet: [412, 'The condition specified using HTTP conditional header(s) is not met.'],
  ContainerAlreadyExists: [409, 'The specified container already exists.'],
  ContainerBeingDeleted: [409, 'The specified container is being deleted. Try operation later.'],
  ContainerHasLegalHold: [
    409,
    'The requested operation is not permitted as the container has one or more legal holds.',
  ],
  ContainerImmutabilityPolicyLocked: [
    409,
    'The requested operation is not permitted as the container has a locked immutability policy.',
  ],
  ContainerNotFound: [404, 'The specified container does not exist.'],
  DirectoryIsNotEmpty: [409, 'This operation is not permitted on a non-empty directory.'],
  ExceedsMaxBatchRequestCount: [400, 'The batch operation exceeds maximum number of allowed subrequests.'],
  InternalError: [500, 'The server encountered an internal error. Please retry the request.'],
  InvalidAuthenticationInfo: [401, 'Server failed to authenticate the request.'],
  InvalidBlockId: [400, 'The specified block ID is invalid.'],
  InvalidBlockList: [400, 'The specified block list is invalid.'],
  InvalidHeaderValue: [400, 'The value for one of the HTTP headers is not in the correct format.'],
  InvalidInput: [400, 'One of the request inputs is not valid.'],
  InvalidQueryParameterValue: [400, 'Value for one of the query parameters specified in the request URI is invalid.'],
  InvalidRange: [416, 'The range specified is invalid for the current size of the resource.'],
  InvalidResourceName: [400, 'The specified resource name contains invalid characters.'],
  InvalidUri: [400, 'The requested URI does not represent any resource on the server.'],
  InvalidXmlDocument: [400, 'XML specified is not syntactically valid.'],
  LeaseAlreadyPresent: [409, 'There is already a lease present.'],
  LeaseIdMismatchWithBlobOperation: [
    412,
    'The lease ID specified did not match the lease ID for the resource with the specified lease.',
  ],
  LeaseIdMismatchWithLeaseOperation: [409, 'The lease ID specified did not match the lease ID for the resource.'],
  LeaseIdMissing: [412, 'There is currently a lease on the resource and no lease ID was specified in the request.'],
  LeaseIsBreakingAndCannotBeAcquired: [409, 'The lease is breaking: it cannot be acquired until it is broken.'],
  LeaseIsBreakingAndCannotBeChanged: [409, 'The lease is breaking: it cannot be changed.'],
  LeaseIsBrokenAndCannotBeRenewed: [409, 'The lease ID matched, but the lease has been broken: it cannot be renewed.'],
  LeaseLost: [412, 'A lease ID was specified, but the lease for the resource has expired.'],
  LeaseNotPresentWithBlobOperation: [412, 'There is currently no lease on the resource.'],
  LeaseNotPresentWithLeaseOperation: [409, 'There is currently no lease on the resource.'],
  Md5Mismatch: [400, 'The MD5 value specified in the request did not match with the MD5 value of the content.'],
  MissingRequiredHeader: [400, 'An HTTP header that is mandatory for this request is not specified.'],
  NoAuthenticationInformation: [
    401,
    'Server failed to authenticate the request. Please refer to the information in the www-authenticate header.',
  ],
  OperationNotAllowedOnRootBlob: [403, 'The specified operation is not allowed on root blob.'],
  OutOfRangeInput: [400, 'One of the request inputs is out of range.'],
  PermanentDeleteNotEnabled: [409, 'Permanent deletion is not possible here.'],
  ResourceNotFound: [404, 'The specified resource does not exist.'],
  ResourceTypeMismatch: [409, 'An element of the path is of a type that does not fit the operation.'],
  ServerBusy: [503, 'The server is currently unable to receive requests. Please retry your request.'],
  SourceConditionNotMet: [412, 'The source condition specified using HTTP conditional header(s) is not met.'],
  SnapshotsPresent: [409, 'This operation is not permitted while the blob has snapshots.'],
  UnsupportedOperation: [501, 'This blob service does not have the operation.'],
} as const satisfies Record<string, readonly [number, string]>;

/** A code of this service. */
export type ErrorCode = keyof typeof known;

/** A refusal in Azure's words; `fact` says which behaviour of Azure it imitates, where that is not plain. */
export class StorageError extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly fact?: string,
    readonly headers: Record<string, string> = {},
    status?: number,
  ) {
    super(known[code][1]);
    this.status = status ?? known[code][0];
  }
}
