import { ArmError } from './arm-error';

const ML_VERSIONS = [
  ...['2021-10-01', '2022-05-01', '2022-10-01', '2022-10-01-preview', '2022-12-01-preview', '2023-02-01-preview'],
  ...['2023-04-01', '2023-04-01-preview', '2023-06-01-preview', '2023-08-01-preview', '2023-10-01'],
  ...['2024-01-01-preview', '2024-04-01', '2024-04-01-preview', '2024-07-01-preview', '2024-10-01'],
  ...['2024-10-01-preview', '2025-01-01-preview', '2025-04-01', '2025-04-01-preview', '2025-06-01'],
  ...['2025-07-01-preview', '2025-09-01', '2025-10-01-preview', '2025-12-01'],
];

/** The first version that knows a type, where it is not the first of all (arm-machinelearning's change log). */
const SINCE: Record<string, string> = {
  featuresets: '2023-04-01-preview',
  featurestoreEntities: '2023-04-01-preview',
  serverlessEndpoints: '2024-01-01-preview',
  schedules: '2022-10-01',
};

/** Types and versions of the other providers; the exact lists are of no importance, that they differ is. */
const OTHERS: Record<string, { types: string[]; versions: string[] }> = {
  'microsoft.storage': {
    types: [
      ...['storageAccounts', 'storageAccounts/blobServices', 'storageAccounts/blobServices/containers'],
      ...['storageAccounts/fileServices', 'storageAccounts/fileServices/shares'],
      'storageAccounts/objectReplicationPolicies',
    ],
    versions: [
      ...['2021-09-01', '2022-05-01', '2022-09-01', '2023-01-01', '2023-04-01', '2023-05-01', '2024-01-01'],
      ...['2025-01-01', '2025-06-01'],
    ],
  },
  'microsoft.keyvault': {
    types: ['vaults', 'deletedVaults', 'locations/deletedVaults'],
    versions: [
      '2019-09-01',
      '2021-10-01',
      '2022-07-01',
      '2023-02-01',
      '2023-07-01',
      '2024-11-01',
      '2024-12-01-preview',
    ],
  },
  'microsoft.containerregistry': {
    types: ['registries'],
    versions: [
      '2019-05-01',
      '2021-09-01',
      '2022-12-01',
      '2023-07-01',
      '2023-11-01-preview',
      '2025-04-01',
      '2025-11-01',
    ],
  },
  'microsoft.insights': {
    types: ['components', 'components/purge', 'components/operations'],
    versions: ['2015-05-01', '2018-05-01-preview', '2020-02-02', '2020-02-02-preview'],
  },
  'microsoft.operationalinsights': {
    types: ['workspaces', 'deletedWorkspaces', 'workspaces/purge', 'workspaces/operations', 'workspaces/tables'],
    versions: [
      '2015-03-20',
      '2020-08-01',
      '2020-10-01',
      '2021-06-01',
      '2022-10-01',
      '2023-09-01',
      '2025-02-01',
      '2025-07-01',
    ],
  },
  'microsoft.authorization': { types: ['locks'], versions: ['2016-09-01', '2017-04-01', '2020-05-01'] },
  'microsoft.resources': {
    types: ['resources', 'providers'],
    versions: [
      ...['2018-05-01', '2019-10-01', '2020-01-01', '2020-06-01', '2020-10-01', '2021-01-01', '2021-04-01'],
      ...['2022-09-01', '2023-07-01', '2024-03-01', '2024-07-01', '2024-11-01', '2025-03-01', '2025-04-01'],
    ],
  },
};

/** Resource types of a provider other than machine learning; undefined for that one and for unknown providers. */
export function knownTypes(namespace: string): string[] | undefined {
  return OTHERS[namespace.toLowerCase()]?.types;
}

/** The versions that a type of a resource provider answers to; types of machine learning are named below `workspaces`. */
export function supportedVersions(namespace: string, type: string): string[] {
  const other = OTHERS[namespace.toLowerCase()];
  if (other !== undefined) return other.versions;
  const since = SINCE[type.split('/')[0] ?? ''] ?? '';
  return ML_VERSIONS.filter((version) => version >= since);
}

/** Refuses a missing or unknown api-version as Resource Manager does. */
export function checkApiVersion(version: string | undefined, namespace: string, type: string): void {
  if (version === undefined || version === '') {
    throw new ArmError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  const supported = supportedVersions(namespace, type);
  if (supported.includes(version)) return;
  const path = type === '' ? '' : ` for type '${type}'`;
  throw new ArmError(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for API version '${version}'${path} in namespace '${namespace}'. ` +
      `The supported api-versions are '${supported.join(', ')}'.`,
  );
}
