/** What a property of a resource type must be, and why. Without values it must be absent. */
export interface Demand {
  type: string;
  path: string[];
  values: readonly (string | number | boolean)[];
  why: string;
  /** Whether an absent property is as good as one of the values, because Azure then takes one. */
  absent?: boolean;
  /** Whether it must be there, with whatever value. */
  present?: boolean;
}

const account = 'Microsoft.Storage/storageAccounts';
const site = 'Microsoft.Web/sites';
const config = 'Microsoft.Web/sites/config';
const vault = 'Microsoft.KeyVault/vaults';
const key = 'Microsoft.KeyVault/vaults/keys';
const flex = 'Flex Consumption refuses it';

/** What is not up to whoever writes the templates. */
export const demands: readonly Demand[] = [
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
  {
    type: account,
    path: ['properties', 'networkAcls', 'bypass'],
    values: ['None'],
    why: 'nobody is let in for being Azure',
  },
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
    path: ['properties', 'siteConfig', 'remoteDebuggingEnabled'],
    values: [false],
    absent: true,
    why: 'no way in',
  },
  {
    type: site,
    path: ['properties', 'siteConfig', 'cors'],
    values: [],
    why: 'no web page of another origin calls the app',
  },
  {
    type: site,
    path: ['properties', 'siteConfig', 'appSettings'],
    values: [],
    why: 'app-settings.bicep has all of them',
  },
  ...[
    'alwaysOn',
    'linuxFxVersion',
    'healthCheckPath',
    'netFrameworkVersion',
    'ftpsState',
    'preWarmedInstanceCount',
  ].map((name): Demand => ({ type: site, path: ['properties', 'siteConfig', name], values: [], why: flex })),
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
  { type: vault, path: ['properties', 'enableRbacAuthorization'], values: [true], why: 'rights are roles' },
  {
    type: vault,
    path: ['properties', 'enablePurgeProtection'],
    values: [true],
    why: 'a lost key makes certificates worthless',
  },
  {
    type: vault,
    path: ['properties', 'enableSoftDelete'],
    values: [true],
    absent: true,
    why: 'deleting must be undoable',
  },
  {
    type: vault,
    path: ['properties', 'softDeleteRetentionInDays'],
    values: [90],
    absent: true,
    why: 'a lost key makes certificates worthless',
  },
  {
    type: vault,
    path: ['properties', 'networkAcls', 'bypass'],
    values: ['None'],
    why: 'nobody is let in for being Azure',
  },
  { type: vault, path: ['properties', 'accessPolicies'], values: [], why: 'rights are roles' },
  ...['enabledForDeployment', 'enabledForDiskEncryption', 'enabledForTemplateDeployment'].map((name): Demand => ({
    type: vault,
    path: ['properties', name],
    values: [false],
    absent: true,
    why: 'nobody needs it',
  })),
  { type: key, path: ['properties', 'attributes', 'enabled'], values: [true], absent: true, why: 'it signs' },
  { type: key, path: ['properties', 'attributes', 'exp'], values: [], why: 'an expired key signs nothing' },
  { type: key, path: ['properties', 'kty'], values: ['EC', 'EC-HSM'], why: 'certificates are signed with ES256' },
  { type: key, path: ['properties', 'curveName'], values: ['P-256'], why: 'certificates are signed with ES256' },
  {
    type: 'Microsoft.Insights/components',
    path: ['properties', 'DisableLocalAuth'],
    values: [true],
    why: 'tokens only',
  },
  {
    type: 'Microsoft.Insights/components',
    path: ['properties', 'IngestionMode'],
    values: ['LogAnalytics'],
    why: 'alerts read it in Log Analytics',
  },
  {
    type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
    path: ['properties', 'registrationEnabled'],
    values: [false],
    absent: true,
    why: 'no machine writes its name among those of Azure',
  },
  {
    type: 'Microsoft.OperationalInsights/workspaces',
    path: ['properties', 'features', 'disableLocalAuth'],
    values: [true],
    why: 'tokens only',
  },
  {
    type: 'Microsoft.Authorization/locks',
    path: ['properties', 'level'],
    values: ['CanNotDelete'],
    why: 'the app writes',
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
    path: ['properties', 'login', 'tokenStore', 'enabled'],
    values: [false],
    why: "callers' tokens aren't kept",
  },
];
