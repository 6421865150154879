import type { Place } from '../bicep/model';
import type { Code } from '../code';
import { accountsIn, made, propertyText, textAt } from '../deployment/find';
import type { Plan, PlannedResource } from '../deployment/planned';
import { at, dataOf, itemsOf, textOf } from '../deployment/value';
import { findings, type Finding } from '../finding';
import type { Folder } from '../folder';

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
  const host = code.host as { extensions?: { durableTask?: { hubName?: string } } };
  return host.extensions?.durableTask?.hubName ?? '';
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

/** The rule that deletes packages and refused messages, and nothing else. */
function lifecycle(plan: Plan, { containers }: Code): Finding[] {
  const wanted = [`${containers.packages}/`, `${containers.rejected}/`];
  return made(plan, 'Microsoft.Storage/storageAccounts/managementPolicies').flatMap((policy) => {
    const rules = itemsOf(at(policy.body, 'properties', 'policy', 'rules'));
    const prefixes = rules.map((rule) => itemsOf(at(rule, 'definition', 'filters', 'prefixMatch')).map(textOf));
    const empty = prefixes.some((list) => list.length === 0);
    const all = prefixes.flat();
    const idle = rules.filter(
      (rule) =>
        dataOf(at(rule, 'enabled')) !== true ||
        !at(rule, 'definition', 'actions', 'baseBlob', 'delete') ||
        !itemsOf(at(rule, 'definition', 'filters', 'blobTypes')).some((type) => textOf(type) === 'blockBlob'),
    );
    const message = 'deletes blobs of all containers: name the prefixes';
    return [
      ...(empty ? [ownName(policy.at, message)] : []),
      ...idle.map(() => ownName(policy.at, 'a rule is off, or deletes no block blobs: nothing would expire')),
      ...all
        .filter((prefix) => !wanted.includes(prefix ?? ''))
        .map((prefix) =>
          ownName(policy.at, `must delete nothing of ${prefix}: only packages and refused messages expire`),
        ),
      ...wanted
        .filter((prefix) => !all.includes(prefix))
        .map((prefix) => ownName(policy.at, `${prefix} never expires`)),
    ];
  });
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
  return [
    ...compared('queue', below('Microsoft.Storage/storageAccounts/queueServices/queues'), code.queues, requests.at),
    ...compared(
      'container',
      below('Microsoft.Storage/storageAccounts/blobServices/containers'),
      Object.values(code.containers),
      requests.at,
    ),
    ...(hubs.length > 0 ? compared('task hub', hubs, [hubName(code)], hubs[0]!.at) : []),
    ...(code.services.includes(tag)
      ? []
      : [ownName(site.at, `azure.yaml has no service ${tag}, which azd-service-name names`)]),
    ...(url.endsWith(code.queues[0] ?? '-')
      ? []
      : [ownName(main, 'REQUEST_QUEUE_URL must end with the queue of requests')]),
    ...deploymentContainer(plan, site, host),
    ...lifecycle(plan, code),
  ];
}

interface AppRole {
  value: string;
  id: string;
  isEnabled: boolean;
  allowedMemberTypes: string[];
}

/** The app roles that the registration script makes are those that the code asks for. */
export function appRoleRules(folder: Folder, code: Code): Finding[] {
  const at: Place = { file: 'app-roles.json', line: 1 };
  const listed = (folder.json.get('app-roles.json') ?? []) as AppRole[];
  const values = listed.map(({ value }) => value);
  const { api = {} } = (folder.json.get('app-api.json') ?? {}) as { api?: { requestedAccessTokenVersion?: number } };
  const ids = new Set(listed.map(({ id }) => id));
  return [
    ...code.appRoles
      .filter((role) => !values.includes(role))
      .map((role) => ownName(at, `the app role ${role} is missing`)),
    ...values
      .filter((role) => !code.appRoles.includes(role))
      .map((role) => ownName(at, `the app asks for no role ${role}`)),
    ...listed
      .filter(
        ({ value, allowedMemberTypes }) => value.endsWith('.Approve') && allowedMemberTypes.includes('Application'),
      )
      .map(({ value }) => ownName(at, `${value} is for people alone: a program approves nothing`)),
    ...(api.requestedAccessTokenVersion === 2
      ? []
      : [ownName({ file: 'app-api.json', line: 1 }, 'tokens must be of version 2, as the issuer is')]),
    ...(ids.size < listed.length ? [ownName(at, 'two app roles have one id')] : []),
    ...listed
      .filter(({ isEnabled }) => !isEnabled)
      .map(({ value }) => ownName(at, `the app role ${value} is not enabled`)),
  ];
}

/** Outputs that `azd env get-values` shows, which the smoke test and the guides read. */
const outputs = [
  ...['AZURE_LOCATION', 'AZURE_RESOURCE_GROUP', 'AZURE_FUNCTION_NAME', 'SERVICE_APP_NAME', 'APP_URL'],
  ...['REQUEST_STORAGE_NAME', 'REQUEST_QUEUE_URL', 'READER_PRINCIPAL_ID', 'ERASER_PRINCIPAL_ID', 'READER_CLIENT_ID'],
  ...['ERASER_CLIENT_ID', 'APP_CLIENT_ID', 'CERTIFICATE_KEY_ID', 'AUTH_CLIENT_ID', 'AUTH_AUDIENCE'],
];

/** main.bicep has the outputs that people and programs read. */
export function outputRules(folder: Folder): Finding[] {
  const given = folder.files.get('main.bicep')?.outputs.map(({ name }) => name) ?? outputs;
  const at: Place = { file: 'main.bicep', line: 1 };
  return outputs.filter((name) => !given.includes(name)).map((name) => ownName(at, `the output ${name} is missing`));
}
