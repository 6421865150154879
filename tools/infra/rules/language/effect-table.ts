import { inputOf } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';

/** What a parameter comes to: a value at a path of every resource of a type, or whether there are such resources. */
export interface Effect {
  parameter: string;
  type: string;
  path?: string;
  /** What is there for the value that the parameter has; that value itself unless told. */
  as?: (value: unknown, plan: Plan) => unknown;
  /** Which of the resources. */
  of?: (resource: PlannedResource, requests: string) => boolean;
  /** Where it counts. */
  when?: (plan: Plan) => boolean;
}

const account = 'Microsoft.Storage/storageAccounts';
const isPrivate = (plan: Plan) => inputOf(plan, 'vnetEnabled') === true;
const signsIn = (plan: Plan) => inputOf(plan, 'authClientId') !== '';
const scale = 'properties.functionAppConfig.scaleAndConcurrency';
const entra = 'properties.identityProviders.azureActiveDirectory';
const signIn = (resource: PlannedResource) => resource.name.endsWith('/authsettingsV2');
const restorable = (days: unknown) => (days === 0 ? { enabled: false } : { enabled: true, days });

/** What the parameters of main.bicep are for. Those that are named as a setting are compared by that. */
export const effects: readonly Effect[] = [
  {
    parameter: 'durableBackend',
    type: 'Microsoft.DurableTask/schedulers',
    as: (backend) => backend === 'durableTaskScheduler',
  },
  { parameter: 'schedulerSku', type: 'Microsoft.DurableTask/schedulers', path: 'properties.sku.name' },
  {
    parameter: 'schedulerCapacity',
    type: 'Microsoft.DurableTask/schedulers',
    path: 'properties.sku.capacity',
    // The SKU Consumption has none.
    as: (units, plan) => (inputOf(plan, 'schedulerSku') === 'Dedicated' ? units : undefined),
  },
  {
    parameter: 'schedulerIpAllowlist',
    type: 'Microsoft.DurableTask/schedulers',
    path: 'properties.ipAllowlist',
    as: (list, plan) => (isPrivate(plan) ? [] : list),
  },
  {
    parameter: 'historyRetentionDays',
    type: 'Microsoft.DurableTask/schedulers/retentionPolicies',
    path: 'properties.retentionPolicies.0.retentionPeriodInDays',
  },
  { parameter: 'nodeVersion', type: 'Microsoft.Web/sites', path: 'properties.functionAppConfig.runtime.version' },
  { parameter: 'instanceMemoryMB', type: 'Microsoft.Web/sites', path: `${scale}.instanceMemoryMB` },
  { parameter: 'maximumInstanceCount', type: 'Microsoft.Web/sites', path: `${scale}.maximumInstanceCount` },
  { parameter: 'alwaysReadyInstances', type: 'Microsoft.Web/sites', path: `${scale}.alwaysReady.0.instanceCount` },
  { parameter: 'zoneRedundant', type: 'Microsoft.Web/serverfarms', path: 'properties.zoneRedundant' },
  { parameter: 'storageSku', type: account, path: 'sku.name' },
  {
    parameter: 'softDeleteDays',
    type: `${account}/blobServices`,
    path: 'properties.deleteRetentionPolicy',
    as: restorable,
    of: ({ name }, requests) => name.startsWith(`${requests}/`),
  },
  {
    parameter: 'certificateImmutabilityDays',
    type: `${account}/blobServices/containers/immutabilityPolicies`,
    as: (days) => Number(days) > 0,
  },
  {
    parameter: 'certificateImmutabilityDays',
    type: `${account}/blobServices/containers/immutabilityPolicies`,
    path: 'properties.immutabilityPeriodSinceCreationInDays',
  },
  {
    parameter: 'keyRotationInterval',
    type: 'Microsoft.KeyVault/vaults/keys',
    path: 'properties.rotationPolicy.lifetimeActions.0.trigger.timeAfterCreate',
  },
  {
    parameter: 'recoverVault',
    type: 'Microsoft.KeyVault/vaults',
    path: 'properties.createMode',
    as: (recover) => (recover === true ? 'recover' : 'default'),
  },
  { parameter: 'vnetEnabled', type: 'Microsoft.Network/virtualNetworks', as: (enabled) => enabled === true },
  {
    parameter: 'vnetAddressPrefix',
    type: 'Microsoft.Network/virtualNetworks',
    path: 'properties.addressSpace.addressPrefixes.0',
  },
  {
    parameter: 'appPublicAccess',
    type: 'Microsoft.Web/sites',
    path: 'properties.publicNetworkAccess',
    as: (open) => (open === true ? 'Enabled' : 'Disabled'),
  },
  {
    parameter: 'requestStorageAllowedIps',
    type: account,
    path: 'properties.networkAcls.ipRules.*.value',
    as: (list) => list,
    of: ({ name }, requests) => name === requests,
    when: isPrivate,
  },
  {
    parameter: 'requestStorageAllowedIps',
    type: account,
    path: 'properties.networkAcls.ipRules',
    as: () => [],
    of: ({ name }, requests) => name !== requests,
  },
  {
    parameter: 'softDeleteDays',
    type: `${account}/blobServices`,
    path: 'properties.deleteRetentionPolicy',
    as: () => restorable(0),
    of: ({ name }, requests) => !name.startsWith(`${requests}/`),
  },
  {
    parameter: 'authTenantId',
    type: 'Microsoft.Web/sites/config',
    path: `${entra}.registration.openIdIssuer`,
    as: (tenant, { cloud }) => `${cloud.authentication.loginEndpoint}${String(tenant)}/v2.0`,
    of: signIn,
    when: signsIn,
  },
  {
    parameter: 'authAllowedApplications',
    type: 'Microsoft.Web/sites/config',
    path: `${entra}.validation.defaultAuthorizationPolicy.allowedApplications`,
    of: signIn,
    when: signsIn,
  },
  {
    parameter: 'authExcludedPaths',
    type: 'Microsoft.Web/sites/config',
    path: 'properties.globalValidation.excludedPaths',
    of: signIn,
  },
  {
    parameter: 'logRetentionDays',
    type: 'Microsoft.OperationalInsights/workspaces',
    path: 'properties.retentionInDays',
  },
  {
    parameter: 'logDailyQuotaGb',
    type: 'Microsoft.OperationalInsights/workspaces',
    path: 'properties.workspaceCapping.dailyQuotaGb',
  },
  { parameter: 'alertEmail', type: 'Microsoft.Insights/actionGroups', as: (address) => address !== '' },
  {
    parameter: 'alertEmail',
    type: 'Microsoft.Insights/actionGroups',
    path: 'properties.emailReceivers.0.emailAddress',
  },
  { parameter: 'locksEnabled', type: 'Microsoft.Authorization/locks', as: (enabled) => enabled === true },
];
