import type { Code } from '../../code';
import { accountsIn, made, settingsIn, textAt } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { reach } from '../../deployment/reach';
import { jsonOf, textOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const effect = findings('parameter-effect');
const account = 'Microsoft.Storage/storageAccounts';

/** What a parameter comes to: a value at a path of every resource of a type, or whether there are such resources. */
interface Effect {
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

/** The value that a parameter has in a plan, given or by default. */
export function inputOf(plan: Plan, parameter: string): unknown {
  const value = plan.inputs.get(parameter);
  return value && jsonOf(value);
}

const isPrivate = (plan: Plan) => inputOf(plan, 'vnetEnabled') === true;
const signsIn = (plan: Plan) => inputOf(plan, 'authClientId') !== '';
const scale = 'properties.functionAppConfig.scaleAndConcurrency';
const entra = 'properties.identityProviders.azureActiveDirectory';
const signIn = (resource: PlannedResource) => resource.name.endsWith('/authsettingsV2');
const restorable = (days: unknown) => (days === 0 ? { enabled: false } : { enabled: true, days });

const effects: readonly Effect[] = [
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

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function broken(plan: Plan, { parameter, type, path, as, of, when }: Effect, requests: string): Finding[] {
  const given = inputOf(plan, parameter);
  if (given === undefined || (when && !when(plan))) return [];
  const wanted = as ? as(given, plan) : given;
  const resources = made(plan, type).filter((resource) => !of || of(resource, requests));
  if (path === undefined) {
    if (wanted === resources.length > 0) return [];
    const place = resources[0]?.at ?? { file: 'main.bicep', line: 1 };
    return [
      effect(place, `with ${parameter} ${JSON.stringify(given)} there must be ${wanted === true ? 'a' : 'no'} ${type}`),
    ];
  }
  return resources.flatMap((resource) => {
    const values = reach(resource.body, path.split('.')).map(jsonOf);
    const found = path.includes('*') ? values : values[0];
    if (same(found, wanted)) return [];
    const shown = `${JSON.stringify(wanted)} for ${parameter}, not ${JSON.stringify(found)}`;
    return [effect(resource.at, `${path} of ${resource.symbol} must be ${shown}`)];
  });
}

/** Parameters that are named as a setting, and further settings: each is what the app is told. */
function settings(plan: Plan, code: Code): Finding[] {
  const set = settingsIn(plan);
  const further = Object.entries((inputOf(plan, 'appSettings') ?? {}) as Record<string, unknown>);
  // The platform alone says whether the sign-in is on.
  const wins = new Map(further.filter(([name]) => name !== 'WEBSITE_AUTH_ENABLED'));
  const named = new Map(
    [...plan.inputs.keys()].map((parameter) => [parameter.replace(/[A-Z]/g, '_$&').toUpperCase(), parameter]),
  );
  const byParameter = code.settings.flatMap(({ name, provision }) => {
    const parameter = named.get(name);
    return parameter && provision !== 'local' ? [[String(name), inputOf(plan, parameter), parameter] as const] : [];
  });
  const wanted = [
    ...byParameter.filter(([name]) => !wins.has(name)),
    ...[...wins].map(([name, value]) => [name, value, 'appSettings'] as const),
  ];
  return wanted.flatMap(([name, value, parameter]) => {
    const entry = set.get(name);
    const text = entry && textOf(entry.value);
    // What isn't set at all is told by other rules.
    if (!entry || text === String(value)) return [];
    return [effect(entry.at, `${name} must be ${String(value)}, which ${parameter} says, not ${text}`)];
  });
}

/** Whatever lies in a region lies in that of the installation. */
function regions(plan: Plan): Finding[] {
  const region = inputOf(plan, 'location');
  return plan.resources
    .filter(({ existing, body }) => !existing && !['global', region, undefined].includes(textAt(body, 'location')))
    .map((one) => effect(one.at, `${one.symbol} must lie in ${String(region)}, which location says`));
}

/** Each parameter of main.bicep does what it is for: nothing is crossed, turned round or left on the way. */
export function parameterEffectRules(plan: Plan, code: Code): Finding[] {
  if (made(plan, 'Microsoft.Web/sites').length === 0) return [];
  const requests = accountsIn(plan, code.queues[0] ?? '').requests?.name ?? '';
  return [...effects.flatMap((one) => broken(plan, one, requests)), ...settings(plan, code), ...regions(plan)];
}
