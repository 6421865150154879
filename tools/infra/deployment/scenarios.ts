import type { BicepFile } from '../bicep/model';
import type { Folder } from '../folder';
import { allowedOf, limitOf } from '../rules/language/parameters';
import type { CloudName } from './clouds';
import type { Plan } from './planned';
import { planOf } from './plan';
import { subscriptionId } from './surroundings';

/** A deployment that is planned: a file with parameters, as plain JSON by name. */
export interface Scenario {
  name: string;
  file: string;
  parameters: Record<string, unknown>;
  cloud?: CloudName;
}

/** What azd and people put in; only their form matters. */
const answers: Record<string, string> = {
  AZURE_ENV_NAME: 'check',
  AZURE_LOCATION: 'northeurope',
  AZURE_PRINCIPAL_ID: '00000000-0000-4000-8000-0000000000dd',
};

/** Replaces `${NAME=default}` and `${NAME}` as azd does; a whole value that is JSON becomes that JSON. */
function answered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(answered);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, answered(item)]));
  }
  if (typeof value !== 'string' || !value.includes('${')) return value;
  const text = value.replace(/\$\{(\w+)(?:=([^}]*))?\}/g, (_all, name: string, usual: string | undefined) => {
    return answers[name] ?? usual ?? '';
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * The parameters in a parameter file, with azd's placeholders answered. One that is nothing but a variable which isn't
 * set is left out, so that its default holds (loadParameters in azd's bicep_provider.go).
 */
export function parametersIn(json: unknown): Record<string, unknown> {
  const { parameters = {} } = (json ?? {}) as { parameters?: Record<string, { value?: unknown }> };
  const all = Object.entries(parameters).map(([name, { value }]) => [name, value, answered(value)] as const);
  const set = all.filter(([, written, value]) => value !== '' || written === '');
  return Object.fromEntries(set.map(([name, , value]) => [name, value]));
}

const ml = `/subscriptions/${subscriptionId}/resourceGroups/rg-ml/providers`;
/** A workspace with all that stands behind it, one in another subscription with what is usual, and one to read alone. */
const targets = [
  {
    workspaceId: `${ml}/Microsoft.MachineLearningServices/workspaces/ml-contoso`,
    storageAccountIds: [`${ml}/Microsoft.Storage/storageAccounts/stcontoso`],
    registryIds: [`${ml}/Microsoft.ContainerRegistry/registries/crcontoso`],
    componentIds: [`${ml}/Microsoft.Insights/components/appi-contoso`],
    logWorkspaceIds: [`${ml}/Microsoft.OperationalInsights/workspaces/log-contoso`],
    removeFromGroupIds: [`/subscriptions/${subscriptionId}/resourceGroups/rg-ml`],
    erase: true,
    deletePermanently: true,
    purgeTelemetry: true,
    purgeVaults: true,
    readSubscription: true,
  },
  {
    workspaceId: `${ml.replace('0001/', '0002/')}/Microsoft.MachineLearningServices/workspaces/ml-other`,
    storageAccountIds: [`${ml.replace('0001/', '0002/')}/Microsoft.Storage/storageAccounts/stother`],
    moreReadActions: ['Microsoft.MachineLearningServices/workspaces/outboundRules/read'],
    componentIds: [`${ml.replace('0001/', '0002/')}/Microsoft.Insights/components/appi-other`],
  },
  {
    workspaceId: `${ml.replace('0001/', '0003/')}/Microsoft.MachineLearningServices/workspaces/ml-read`,
    storageAccountIds: [`${ml.replace('0001/', '0003/')}/Microsoft.Storage/storageAccounts/stread`],
    erase: false,
    deletePermanently: true,
    purgeVaults: true,
    readSubscription: false,
  },
];

const registration = '00000000-0000-4000-8000-0000000000cc';

/** Choices of parameters that lead through every branch, each on top of the first try. */
const choices: Record<string, Record<string, unknown>> = {
  'the task hub in Azure Storage': {
    durableBackend: 'azureStorage',
    // The second must not get through.
    appSettings: { PLAN_ITEM_LIMIT: '80000', WEBSITE_AUTH_ENABLED: 'true' },
  },
  'a virtual network': { vnetEnabled: true, requestStorageAllowedIps: ['203.0.113.0/24'] },
  'an app in a virtual network': { vnetEnabled: true, appPublicAccess: false },
  'the sign-in': {
    authClientId: registration,
    authTenantId: registration.replace(/cc$/, 'ca'),
    authAllowedApplications: [registration.replace(/cc$/, 'cb')],
    authExcludedPaths: ['/api/health'],
    keyRotationInterval: 'P6M',
    recoverVault: true,
    zoneRedundant: true,
  },
  'workspaces and an address for alerts': { targets, alertEmail: 'operators@example.org' },
};

/**
 * Every parameter at the end of what it may be: of limits the least or the most, of named values the nth, and the last
 * where there are fewer. Those that a choice names have deployments of their own.
 */
function extremes(file: BicepFile, nth: number): Record<string, unknown> {
  const chosen = new Set(Object.values(choices).flatMap(Object.keys));
  const free = file.parameters.filter(({ name }) => !chosen.has(name));
  const ends = free.map((parameter) => {
    const allowed = allowedOf(parameter);
    const limit = limitOf(parameter, nth === 0 ? 'minValue' : 'maxValue');
    return [parameter.name, allowed ? (allowed[nth] ?? allowed.at(-1)) : limit] as const;
  });
  return Object.fromEntries(ends.filter(([, value]) => value !== undefined));
}

/** Parameters that a file declares: a choice may name one that it has not. */
function declared(file: BicepFile, parameters: Record<string, unknown>): Record<string, unknown> {
  const names = new Set(file.parameters.map(({ name }) => name));
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => names.has(name)));
}

/** The deployments that the checks plan: the first try, production, and what else there is to choose. */
export function scenariosOf(folder: Folder): Scenario[] {
  const main = folder.files.get('main.bicep');
  const target = folder.files.get('target.bicep');
  const first = parametersIn(folder.json.get('main.parameters.json'));
  const production = { ...first, ...parametersIn(folder.json.get('production.parameters.json')) };
  const scenarios: Scenario[] = [];
  const add = (file: BicepFile, name: string, parameters: Record<string, unknown>, cloud?: CloudName) =>
    scenarios.push({ name, file: file.path, parameters: declared(file, parameters), cloud });
  if (main) {
    add(main, 'a first try', first);
    for (const [name, choice] of Object.entries(choices)) add(main, name, { ...first, ...choice });
    ['the least of everything', 'the most of everything', 'a third of what there is to choose'].forEach((name, nth) =>
      add(main, name, { ...first, ...extremes(main, nth) }),
    );
    for (const cloud of ['AzureUSGovernment', 'AzureChinaCloud'] as const) {
      const all = Object.fromEntries(Object.values(choices).flatMap(Object.entries));
      add(main, `everything in ${cloud}`, { ...first, ...all, requestStorageAllowedIps: [] }, cloud);
    }
    add(main, 'production', { ...production, authClientId: registration, targets });
    add(main, 'production with the task hub in Azure Storage', { ...production, durableBackend: 'azureStorage' });
  }
  if (target) {
    const ids = { readerPrincipalId: registration, eraserPrincipalId: registration.replace(/cc$/, 'ce') };
    for (const one of targets) add(target, `one more workspace`, { installation: 'check', ...ids, ...one });
  }
  return scenarios;
}

const planned = new WeakMap<Folder, Plan[]>();

/** What each scenario comes to; worked out once for a folder. */
export function plansOf(folder: Folder): Plan[] {
  const plans =
    planned.get(folder) ??
    scenariosOf(folder).flatMap(
      ({ file, name, parameters, cloud }) => planOf(folder, file, name, parameters, cloud) ?? [],
    );
  planned.set(folder, plans);
  return plans;
}
