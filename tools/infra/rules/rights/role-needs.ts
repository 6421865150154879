import type { Plan, PlannedResource } from '../../deployment/planned';
import { accountsIn, made } from '../../deployment/find';
import type { Identity } from './identities';

/** A role that an identity needs on a resource. Built-in roles by their key in infra/roles.json, custom ones by theirs. */
export interface Need {
  identity: Identity;
  role: string;
  on: string;
  /** What the resource is, in words. */
  what: string;
  why: string;
}

/** What the app's own identity needs on the app's own resources; `requestQueue` names the queue of requests. */
export function ownNeeds(plan: Plan, requestQueue: string): Need[] {
  const { requests, host } = accountsIn(plan, requestQueue);
  const [hub] = made(plan, 'Microsoft.DurableTask/schedulers/taskHubs');
  const [key] = made(plan, 'Microsoft.KeyVault/vaults/keys');
  const [component] = made(plan, 'Microsoft.Insights/components');
  const need = (role: string, on: PlannedResource | undefined, what: string, why: string): Need[] =>
    on ? [{ identity: 'app', role, on: on.id, what, why }] : [];
  return [
    ...need('storageBlobDataOwner', host, "the host's account", 'the host takes leases there and fetches the package'),
    ...need(
      'storageTableDataContributor',
      host,
      "the host's account",
      'the host writes there why an app did not start',
    ),
    // Durable Functions keeps its queues there when there is no scheduler.
    ...(hub
      ? []
      : need('storageQueueDataContributor', host, "the host's account", 'the task hub has its queues there')),
    // The role includes signing links for downloads (generateUserDelegationKey).
    ...need(
      'storageBlobDataContributor',
      requests,
      'the account with the requests',
      'documents and packages are there',
    ),
    ...need('storageQueueDataContributor', requests, 'the account with the requests', 'requests and results are there'),
    ...need('durableTaskDataContributor', hub, 'the task hub', 'Durable Functions keeps its state there'),
    ...need('keyVaultCryptoUser', key, 'the key', 'it signs certificates'),
    ...need('monitoringMetricsPublisher', component, 'the component', 'it takes telemetry with a token alone'),
  ];
}

/** Custom roles by the type of what a workspace has; all of them where the target asks for all. */
const onWorkspaces: Record<string, { role: string; identity: Identity }[]> = {
  'Microsoft.MachineLearningServices/workspaces': [
    { role: 'reader', identity: 'reader' },
    { role: 'eraser', identity: 'eraser' },
  ],
  'Microsoft.Storage/storageAccounts': [
    { role: 'reader', identity: 'reader' },
    { role: 'eraser', identity: 'eraser' },
    { role: 'permanentEraser', identity: 'eraser' },
  ],
  'Microsoft.ContainerRegistry/registries': [
    { role: 'reader', identity: 'reader' },
    { role: 'eraser', identity: 'eraser' },
  ],
  'Microsoft.Insights/components': [
    { role: 'reader', identity: 'reader' },
    { role: 'telemetryPurger', identity: 'eraser' },
  ],
  'Microsoft.OperationalInsights/workspaces': [
    { role: 'reader', identity: 'reader' },
    { role: 'telemetryPurger', identity: 'eraser' },
  ],
  'resource group': [
    { role: 'reader', identity: 'reader' },
    { role: 'workspaceRemover', identity: 'eraser' },
  ],
  subscription: [
    { role: 'subscriptionReader', identity: 'reader' },
    { role: 'vaultPurger', identity: 'eraser' },
  ],
};

/** What kind of scope an id is: a resource type, `resource group` or `subscription`. */
export function kindOfScope(id: string): string {
  const [, , , groups, , , provider, ...rest] = id.split('/');
  if (groups === undefined) return 'subscription';
  if (provider === undefined) return 'resource group';
  return [provider, ...rest.filter((_part, index) => index % 2 === 0)].join('/');
}

/** What an identity may be granted on a scope outside of the app's own group. */
export function grantable(scope: string): { role: string; identity: Identity }[] {
  return onWorkspaces[kindOfScope(scope)] ?? [];
}

/** The scopes of workspaces and what belongs to them that a target names, with its switches. */
export interface Target {
  workspaceId: string;
  storageAccountIds?: string[];
  registryIds?: string[];
  componentIds?: string[];
  logWorkspaceIds?: string[];
  removeFromGroupIds?: string[];
  erase?: boolean;
  deletePermanently?: boolean;
  purgeTelemetry?: boolean;
  purgeVaults?: boolean;
  readSubscription?: boolean;
  moreReadActions?: string[];
}

/** What the two other identities need on a workspace and what stands behind it. */
export function targetNeeds(target: Target): Need[] {
  const all = [
    target.workspaceId,
    ...(target.storageAccountIds ?? []),
    ...(target.registryIds ?? []),
    ...(target.componentIds ?? []),
    ...(target.logWorkspaceIds ?? []),
    ...(target.removeFromGroupIds ?? []),
  ];
  const subscriptions = [...new Set(all.map((id) => id.split('/').slice(0, 3).join('/')))];
  const erase = target.erase ?? true;
  const asked: Record<string, boolean> = {
    reader: true,
    eraser: erase,
    workspaceRemover: erase,
    permanentEraser: erase && (target.deletePermanently ?? false),
    telemetryPurger: erase && (target.purgeTelemetry ?? false),
    vaultPurger: erase && (target.purgeVaults ?? false),
    subscriptionReader: target.readSubscription ?? true,
  };
  return [...all, ...subscriptions].flatMap((on) =>
    grantable(on)
      .filter(({ role }) => asked[role])
      .map(({ role, identity }) => ({ identity, role, on, what: on, why: 'targets names it' })),
  );
}
