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

const OTHER_VERSIONS: Record<string, string[]> = {
  'microsoft.storage': [
    ...['2021-09-01', '2022-05-01', '2022-09-01', '2023-01-01', '2023-04-01', '2023-05-01', '2024-01-01'],
    ...['2025-01-01', '2025-06-01'],
  ],
  'microsoft.authorization': ['2016-09-01', '2017-04-01', '2020-05-01'],
  'microsoft.resources': [
    ...['2018-05-01', '2019-10-01', '2020-01-01', '2020-06-01', '2020-10-01', '2021-01-01', '2021-04-01'],
    ...['2022-09-01', '2023-07-01', '2024-03-01', '2024-07-01', '2024-11-01', '2025-03-01', '2025-04-01'],
  ],
};

/** The versions that a type of a resource provider answers to. */
export function supportedVersions(namespace: string, type: string): string[] {
  const other = OTHER_VERSIONS[namespace.toLowerCase()];
  if (other !== undefined) return other;
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
