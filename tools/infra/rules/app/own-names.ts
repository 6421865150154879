import type { Place } from '../../bicep/model';
import { memberAt, membersOf, type Code } from '../../code';
import { accountsIn, made, propertyText, textAt } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { textOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';
import type { Folder } from '../../folder';

const ownName = findings('own-name');

const last = (resource: PlannedResource) => resource.name.split('/').at(-1) ?? '';

/** Names that a plan makes against those that the code has. */
function compared(
  what: string,
  resources: readonly PlannedResource[],
  wanted: readonly string[],
  at: Place,
): Finding[] {
  const names = resources.map(last);
  return [
    ...resources
      .filter((resource) => !wanted.includes(last(resource)))
      .map((resource) => ownName(resource.at, `the app has no ${what} ${last(resource)}: it has ${wanted.join(', ')}`)),
    ...wanted
      .filter((name) => !names.includes(name))
      .map((name) => ownName(at, `the app's ${what} ${name} isn't made`)),
  ];
}

function hubName(code: Code): string {
  return String(memberAt(code.host, 'extensions', 'durableTask', 'hubName'));
}

/** The container that the package is deployed to is made, in the account of the host. */
function deploymentContainer(plan: Plan, site: PlannedResource, host: PlannedResource | undefined): Finding[] {
  const url = textAt(site.body, 'properties', 'functionAppConfig', 'deployment', 'storage', 'value') ?? '';
  const name = url.split(/[/>]/).at(-1)?.replace('.properties.primaryEndpoints.blob', '') ?? '';
  const containers = made(plan, 'Microsoft.Storage/storageAccounts/blobServices/containers');
  const own = containers.some((container) => host && container.name === `${host.name}/default/${name}`);
  const path = ['properties', 'functionAppConfig', 'deployment', 'storage'];
  const identity = textAt(site.body, ...path, 'authentication', 'userAssignedIdentityResourceId') ?? '';
  if (!identity.split('/').at(-1)?.startsWith('id-app-')) {
    return [ownName(site.at, 'the package is fetched by the identity that runs the app')];
  }
  const inHost = host && url.startsWith(propertyText(host, 'properties.primaryEndpoints.blob'));
  return own && inHost ? [] : [ownName(site.at, `the package's container ${name} isn't made in the host's account`)];
}

/** Queues, containers, task hub, tag and deployment container are those of the code. */
export function ownNameRules(plan: Plan, code: Code): Finding[] {
  const [site] = made(plan, 'Microsoft.Web/sites');
  if (!site) return [];
  const { requests, host } = accountsIn(plan, code.queues[0] ?? '');
  if (!requests) return [ownName(site.at, `no account has the queue ${code.queues[0]}`)];
  const below = (type: string) => made(plan, type).filter(({ name }) => name.startsWith(`${requests.name}/`));
  const hubs = made(plan, 'Microsoft.DurableTask/schedulers/taskHubs');
  const tag = textAt(site.body, 'tags', 'azd-service-name') ?? '';
  const queueUrl = plan.outputs.get('REQUEST_QUEUE_URL');
  const url = (queueUrl && textOf(queueUrl)) ?? '';
  const main: Place = { file: 'main.bicep', line: 1 };
  const [queue, poison] = code.queues;
  return [
    // The host itself puts what fails there.
    ...(poison === `${queue}-poison`
      ? []
      : [ownName({ file: 'src/config/queues.ts', line: 1 }, `the host's queue for what fails is ${queue}-poison`)]),
    ...compared('queue', below('Microsoft.Storage/storageAccounts/queueServices/queues'), code.queues, requests.at),
    ...compared(
      'container',
      below('Microsoft.Storage/storageAccounts/blobServices/containers'),
      Object.values(code.containers),
      requests.at,
    ),
    ...(hubs.length > 0 ? compared('task hub', hubs, [hubName(code)], hubs[0]!.at) : []),
    ...(tag in membersOf(memberAt(code.azd, 'services'))
      ? []
      : [ownName(site.at, `azure.yaml has no service ${tag}, which azd-service-name names`)]),
    ...(url.endsWith(code.queues[0] ?? '-')
      ? []
      : [ownName(main, 'REQUEST_QUEUE_URL must end with the queue of requests')]),
    ...deploymentContainer(plan, site, host),
  ];
}

interface AppRole {
  value: string;
  id: string;
  isEnabled: boolean;
  allowedMemberTypes: string[];
}

interface AppApi {
  api?: {
    requestedAccessTokenVersion?: number;
    oauth2PermissionScopes?: { id?: string; value?: string; isEnabled?: boolean }[];
  };
}

const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** What signed-in users may let applications do: one scope, which is on. */
function scopeFaults({ api }: AppApi): string[] {
  const [scope, ...more] = api?.oauth2PermissionScopes ?? [];
  return [
    ...(api?.requestedAccessTokenVersion === 2 ? [] : ['tokens must be of version 2, as the issuer is']),
    ...(scope && more.length === 0 && guid.test(scope.id ?? '') && scope.isEnabled === true
      ? []
      : ['there must be one scope (oauth2PermissionScopes), with an id and enabled']),
    // What the Azure CLI asks for, and App Service names it so, too.
    ...(scope && scope.value !== 'user_impersonation' ? ['the scope must be user_impersonation'] : []),
  ];
}

function roleFaults({ value, id, allowedMemberTypes, isEnabled }: AppRole): string[] {
  const members = allowedMemberTypes ?? [];
  return [
    ...(guid.test(id) ? [] : [`the id of ${value} must be a GUID`]),
    ...(isEnabled ? [] : [`the app role ${value} is not enabled`]),
    ...(members.includes('User') && members.every((one) => ['User', 'Application'].includes(one))
      ? []
      : [`allowedMemberTypes of ${value} must be User, and perhaps Application`]),
    ...(value.endsWith('.Approve') && members.includes('Application')
      ? [`${value} is for people alone: a program approves nothing`]
      : []),
  ];
}

/** The app roles that the registration script makes are those that the code asks for. */
export function appRoleRules(folder: Folder, code: Code): Finding[] {
  const at: Place = { file: 'app-roles.json', line: 1 };
  const listed = (folder.json.get('app-roles.json') ?? []) as AppRole[];
  const values = listed.map(({ value }) => value);
  const ids = new Set(listed.map(({ id }) => id));
  return [
    ...code.appRoles
      .filter((role) => !values.includes(role))
      .map((role) => ownName(at, `the app role ${role} is missing`)),
    ...values
      .filter((role) => !code.appRoles.includes(role))
      .map((role) => ownName(at, `the app asks for no role ${role}`)),
    ...listed.flatMap(roleFaults).map((message) => ownName(at, message)),
    ...(ids.size < listed.length ? [ownName(at, 'two app roles have one id')] : []),
    ...scopeFaults((folder.json.get('app-api.json') ?? {}) as AppApi).map((message) =>
      ownName({ file: 'app-api.json', line: 1 }, message),
    ),
  ];
}
