import type { Demand } from './demand';

const account = 'Microsoft.Storage/storageAccounts';

/** What is demanded of storage accounts. */
export const ofStorage: readonly Demand[] = [
  { type: account, path: ['properties', 'allowSharedKeyAccess'], values: [false], why: 'identities only, no keys' },
  { type: account, path: ['properties', 'allowBlobPublicAccess'], values: [false], why: 'nothing is public' },
  { type: account, path: ['properties', 'minimumTlsVersion'], values: ['TLS1_2', 'TLS1_3'], why: 'no old TLS' },
  { type: account, path: ['properties', 'supportsHttpsTrafficOnly'], values: [true], why: 'no plain http' },
  {
    type: account,
    path: ['properties', 'allowCrossTenantReplication'],
    values: [false],
    why: 'data stays in the tenant',
  },
  {
    type: account,
    path: ['properties', 'defaultToOAuthAuthentication'],
    values: [true],
    why: 'the portal uses tokens',
  },
  { type: account, path: ['properties', 'isLocalUserEnabled'], values: [false], why: 'local users have passwords' },
  { type: account, path: ['properties', 'allowedCopyScope'], values: ['AAD'], why: 'data stays in the tenant' },
  ...['isSftpEnabled', 'isNfsV3Enabled', 'isHnsEnabled'].map((name): Demand => ({
    type: account,
    path: ['properties', name],
    values: [false],
    absent: true,
    why: 'nobody needs it',
  })),
  { type: account, path: ['kind'], values: ['StorageV2'], why: 'the app needs queues and blobs' },
  {
    type: `${account}/blobServices/containers`,
    path: ['properties', 'publicAccess'],
    values: ['None'],
    absent: true,
    why: 'nothing is public',
  },
  {
    type: `${account}/blobServices`,
    path: ['properties', 'isVersioningEnabled'],
    values: [false],
    why: 'versions would keep what was deleted',
  },
  {
    type: `${account}/blobServices/containers/immutabilityPolicies`,
    path: ['properties', 'allowProtectedAppendWrites'],
    values: [false],
    absent: true,
    why: 'a certificate is written once',
  },
];
