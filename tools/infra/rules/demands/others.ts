import type { Demand } from './demand';

const vault = 'Microsoft.KeyVault/vaults';
const key = 'Microsoft.KeyVault/vaults/keys';

/** What is demanded of the key vault, monitoring, networks and locks. */
export const ofOthers: readonly Demand[] = [
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
  {
    type: key,
    path: ['properties', 'attributes', 'exportable'],
    values: [false],
    absent: true,
    why: 'it never leaves the vault',
  },
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
  ...['publicNetworkAccessForIngestion', 'publicNetworkAccessForQuery'].flatMap((name) =>
    ['Microsoft.Insights/components', 'Microsoft.OperationalInsights/workspaces'].map((type): Demand => ({
      type,
      path: ['properties', name],
      values: ['Enabled'],
      absent: true,
      why: 'there is no private link scope, so that nothing would come in',
    })),
  ),
  {
    type: 'Microsoft.Insights/scheduledQueryRules',
    path: ['properties', 'skipQueryValidation'],
    values: [true],
    why: 'a new workspace has no columns yet, so that the query would be refused',
  },
  {
    type: 'Microsoft.Insights/scheduledQueryRules',
    path: ['kind'],
    values: ['LogAlert'],
    why: 'it looks for what was logged',
  },
  {
    type: 'Microsoft.Authorization/roleDefinitions',
    path: ['properties', 'type'],
    values: ['CustomRole'],
    why: 'Azure takes no other',
  },
  {
    type: 'Microsoft.Network/publicIPAddresses',
    path: ['properties', 'publicIPAllocationMethod'],
    values: ['Static'],
    why: 'the SKU Standard has no other',
  },
  {
    ...{ type: 'Microsoft.Network/natGateways', path: ['properties', 'idleTimeoutInMinutes'], values: [] },
    ...{ between: [4, 120], why: 'Azure takes no other (Azure docs: NAT gateway)' },
  },
  {
    type: 'Microsoft.Network/publicIPAddresses',
    path: ['sku', 'name'],
    values: ['Standard'],
    why: 'the gateway needs it',
  },
  ...['Microsoft.Network/privateDnsZones', 'Microsoft.Insights/actionGroups', 'Microsoft.Insights/metricAlerts'].map(
    (type): Demand => ({ type, path: ['location'], values: ['global'], why: 'it is in no region' }),
  ),
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
    type: 'Microsoft.OperationalInsights/workspaces',
    path: ['properties', 'features', 'enableLogAccessUsingOnlyResourcePermissions'],
    values: [true],
    why: 'who may read a resource may read its logs, and no more',
  },
  { type: 'Microsoft.Insights/components', path: ['kind'], values: ['web'], why: 'the portal goes by it' },
  {
    type: 'Microsoft.Authorization/locks',
    path: ['properties', 'level'],
    values: ['CanNotDelete'],
    why: 'the app writes',
  },
];
