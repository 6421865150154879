import type { Demand } from './demand';

const site = 'Microsoft.Web/sites';
const config = 'Microsoft.Web/sites/config';

/** What is demanded of the app, its plan and its sign-in. */
export const ofApp: readonly Demand[] = [
  { type: site, path: ['properties', 'httpsOnly'], values: [true], why: 'no plain http' },
  { type: site, path: ['kind'], values: ['functionapp,linux'], why: 'Flex Consumption is Linux' },
  { type: site, path: ['identity', 'type'], values: ['UserAssigned'], why: 'roles are granted before the app starts' },
  { type: site, path: ['properties', 'siteConfig', 'minTlsVersion'], values: ['1.2', '1.3'], why: 'no old TLS' },
  {
    type: site,
    path: ['properties', 'siteConfig', 'scmMinTlsVersion'],
    values: ['1.2', '1.3'],
    absent: true,
    why: 'no old TLS',
  },
  {
    type: site,
    path: ['properties', 'functionAppConfig', 'deployment', 'storage', 'authentication', 'type'],
    values: ['UserAssignedIdentity'],
    why: 'the package is fetched by identity',
  },
  {
    type: site,
    path: ['properties', 'functionAppConfig', 'deployment', 'storage', 'type'],
    values: ['blobContainer'],
    why: 'Flex Consumption knows no other',
  },
  {
    type: site,
    path: ['properties', 'functionAppConfig', 'runtime', 'name'],
    values: ['node'],
    why: 'the app is Node.js',
  },
  {
    type: site,
    path: ['properties', 'functionAppConfig', 'runtime', 'version'],
    values: ['22', '24'],
    why: 'Azure supports these',
  },
  {
    type: site,
    path: ['properties', 'functionAppConfig', 'scaleAndConcurrency', 'instanceMemoryMB'],
    values: [512, 2048, 4096],
    absent: true,
    why: 'Flex Consumption has no other instances',
  },
  {
    type: site,
    path: ['properties', 'functionAppConfig', 'scaleAndConcurrency', 'maximumInstanceCount'],
    ...{ values: [], between: [1, 1000], why: 'Flex Consumption takes no other' },
  },
  { type: 'Microsoft.Web/serverfarms', path: ['kind'], values: ['functionapp'], why: 'it is for functions' },
  { type: 'Microsoft.Web/serverfarms', path: ['sku', 'name'], values: ['FC1'], why: 'Flex Consumption' },
  { type: 'Microsoft.Web/serverfarms', path: ['sku', 'tier'], values: ['FlexConsumption'], why: 'Flex Consumption' },
  {
    type: 'Microsoft.Web/serverfarms',
    path: ['properties', 'reserved'],
    values: [true],
    why: 'Flex Consumption is Linux',
  },
  {
    type: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
    path: ['properties', 'allow'],
    values: [false],
    why: 'deployments need a token',
  },
  {
    type: `${config} authsettingsV2`,
    path: ['properties', 'globalValidation', 'requireAuthentication'],
    values: [true],
    why: 'no call without sign-in',
  },
  {
    type: `${config} authsettingsV2`,
    path: ['properties', 'globalValidation', 'unauthenticatedClientAction'],
    values: ['Return401'],
    why: 'callers are programs',
  },
  {
    type: `${config} authsettingsV2`,
    path: ['properties', 'httpSettings', 'requireHttps'],
    values: [true],
    absent: true,
    why: 'no plain http',
  },
  {
    type: `${config} authsettingsV2`,
    path: ['properties', 'platform', 'runtimeVersion'],
    values: ['~1'],
    absent: true,
    why: 'there is no other',
  },
  {
    type: `${config} authsettingsV2`,
    path: ['properties', 'login', 'tokenStore', 'enabled'],
    values: [false],
    why: "callers' tokens aren't kept",
  },
];
