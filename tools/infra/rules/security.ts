import type { BicepFile } from '../bicep/model';
import { expressionsOf, walk } from '../bicep/walk';
import type { Code } from '../code';
import { accountsIn, made, textAt } from '../deployment/find';
import type { Plan, PlannedResource } from '../deployment/planned';
import { at, dataOf, itemsOf, textOf, type Entry, type Value } from '../deployment/value';
import { findings, type Finding } from '../finding';
import { demands } from './demands/all';
import type { Demand } from './demands/demand';

const security = findings('security');
const secret = findings('secret');

/** A type, with the name behind it where the name decides what the resource is. */
function kindOfResource({ type, name }: PlannedResource): string {
  return type === 'Microsoft.Web/sites/config' ? `${type} ${name.split('/').at(-1)}` : type;
}

function broken(demand: Demand, resource: PlannedResource): Finding | undefined {
  const value = at(resource.body, ...demand.path);
  const name = demand.path.filter((part) => part !== 'properties').join('.');
  const place = placeOf(resource, demand.path);
  if (value === undefined || (value.kind === 'known' && value.data === null)) {
    if (demand.absent || demand.values.length === 0) return undefined;
    return security(resource.at, `${resource.symbol} needs ${name} ${demand.values.join(' or ')}: ${demand.why}`);
  }
  if (demand.between) {
    const [least, most] = demand.between;
    const number = dataOf(value);
    if (typeof number === 'number' && number >= least && number <= most) return undefined;
    return security(place, `${name} of ${resource.symbol} must be from ${least} to ${most}: ${demand.why}`);
  }
  if (demand.values.length === 0) return security(place, `${resource.symbol} must not set ${name}: ${demand.why}`);
  const data = dataOf(value);
  if (data === undefined || data === null || !demand.values.includes(data)) {
    return security(place, `${name} of ${resource.symbol} must be ${demand.values.join(' or ')}: ${demand.why}`);
  }
  return undefined;
}

/** The place of the last property of a path that is there. */
function placeOf(resource: PlannedResource, path: readonly string[]) {
  let place = resource.at;
  let value: Value | undefined = resource.body;
  for (const key of path) {
    const entry: Entry | undefined = value?.kind === 'object' ? value.entries.get(key) : undefined;
    if (!entry) break;
    place = entry.at;
    value = entry.value;
  }
  return place;
}

/** Both ways of publishing with a password are closed. */
function publishing(plan: Plan, site: PlannedResource): Finding[] {
  const closed = made(plan, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies').map(({ name }) => name);
  return ['ftp', 'scm']
    .filter((way) => !closed.includes(`${site.name}/${way}`))
    .map((way) => security(site.at, `publishing by ${way} with a password must be refused: add its policy`));
}

/** With a registration the sign-in is on, for its audiences and without a secret. */
function signIn(plan: Plan, site: PlannedResource): Finding[] {
  const auth = made(plan, 'Microsoft.Web/sites/config').find(({ name }) => name.endsWith('/authsettingsV2'));
  if (!auth) return [security(site.at, 'the sign-in (authsettingsV2) is missing')];
  const id = dataOf(plan.outputs.get('AUTH_CLIENT_ID'));
  if (typeof id !== 'string' || id === '') return [];
  const entra = at(auth.body, 'properties', 'identityProviders', 'azureActiveDirectory');
  const audiences = itemsOf(at(entra, 'validation', 'allowedAudiences')).map(textOf);
  const holds: [boolean, string][] = [
    [dataOf(at(auth.body, 'properties', 'platform', 'enabled')) === true, 'platform.enabled must be true'],
    [dataOf(at(entra, 'enabled')) === true, 'Entra ID must be enabled'],
    [dataOf(at(entra, 'registration', 'clientId')) === id, 'the registration must be that of authClientId'],
    [
      audiences.length === 2 && audiences.includes(id) && audiences.includes(`api://${id}`),
      'audiences must be those of the registration: its client id, and api:// before it',
    ],
    [
      textAt(
        auth.body,
        'properties',
        'identityProviders',
        'azureActiveDirectory',
        'registration',
        'clientSecretSettingName',
      ) === 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID',
      'an identity stands in for the secret: clientSecretSettingName must be OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID',
    ],
    [
      /\/v2\.0$/.test(
        textAt(auth.body, 'properties', 'identityProviders', 'azureActiveDirectory', 'registration', 'openIdIssuer') ??
          '',
      ),
      'openIdIssuer must be that of version 2.0',
    ],
  ];
  return holds.filter(([held]) => !held).map(([, message]) => security(auth.at, message));
}

/** With a virtual network what holds data is closed to all others. */
function closed(plan: Plan): Finding[] {
  if (made(plan, 'Microsoft.Network/virtualNetworks').length === 0) return [];
  const stores = ['Microsoft.Storage/storageAccounts', 'Microsoft.KeyVault/vaults', 'Microsoft.DurableTask/schedulers'];
  const reached = made(plan, 'Microsoft.Network/privateEndpoints').flatMap(({ body }) =>
    itemsOf(at(body, 'properties', 'privateLinkServiceConnections')).map((one) =>
      textAt(one, 'properties', 'privateLinkServiceId'),
    ),
  );
  const open = stores
    .flatMap((type) => made(plan, type))
    .flatMap((resource) => {
      const letIn = itemsOf(at(resource.body, 'properties', 'networkAcls', 'ipRules')).length > 0;
      const reachable = textAt(resource.body, 'properties', 'publicNetworkAccess') !== (letIn ? 'Enabled' : 'Disabled');
      const found = reachable
        ? [security(resource.at, `${resource.symbol} must be closed to public networks here`)]
        : [];
      if ((textAt(resource.body, 'properties', 'networkAcls', 'defaultAction') ?? 'Deny') !== 'Deny')
        found.push(security(resource.at, `${resource.symbol} lets every network in here`));
      if (!reached.includes(resource.id))
        found.push(security(resource.at, `${resource.symbol} has no private endpoint`));
      return found;
    });
  return open;
}

/** In production certificates can't be changed, and what must not be lost is locked. */
function kept(plan: Plan, code: Code): Finding[] {
  if (plan.parameters.locksEnabled !== true) return [];
  const { requests } = accountsIn(plan, code.queues[0] ?? '');
  const [vault] = made(plan, 'Microsoft.KeyVault/vaults');
  const locked = made(plan, 'Microsoft.Authorization/locks').map(({ scope }) => scope);
  const [policy] = made(plan, 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies');
  const found = [requests, vault].flatMap((one) =>
    one && !locked.includes(one.id) ? [security(one.at, `${one.symbol} of ${one.name} has no lock`)] : [],
  );
  if (requests && policy && !policy.name.startsWith(`${requests.name}/default/${code.containers.certificates}/`)) {
    found.push(security(policy.at, `${code.containers.certificates} has no immutability policy`));
  }
  return found;
}

/** What a deployment must not leave open. */
export function securityRules(plan: Plan, code: Code): Finding[] {
  const found = plan.resources
    .filter(({ existing }) => !existing)
    .flatMap((resource) =>
      demands
        .filter(({ type }) => type === kindOfResource(resource))
        .flatMap((demand) => broken(demand, resource) ?? []),
    );
  const operations = made(plan, 'Microsoft.KeyVault/vaults/keys').flatMap((key) => {
    const listed = itemsOf(at(key.body, 'properties', 'keyOps')).map(textOf);
    const right = listed.length === 2 && listed.includes('sign') && listed.includes('verify');
    const turns = itemsOf(at(key.body, 'properties', 'rotationPolicy', 'lifetimeActions'));
    // Without `exp` there is no expiry to count back from.
    if (!turns.some((one) => textAt(one, 'action', 'type') === 'rotate' && at(one, 'trigger', 'timeAfterCreate'))) {
      return [
        security(key.at, `${key.symbol} must get new versions: its policy needs the action rotate, timeAfterCreate`),
      ];
    }
    return right ? [] : [security(key.at, `${key.symbol} may sign and verify, and nothing else`)];
  });
  const [site] = made(plan, 'Microsoft.Web/sites');
  if (!site) return found;
  return [
    ...found,
    ...operations,
    ...publishing(plan, site),
    ...signIn(plan, site),
    ...closed(plan),
    ...kept(plan, code),
  ];
}

/** Keys and secrets have no way in or out: no `list…()`, no secure parameter, no output of one. */
export function secretRules(file: BicepFile): Finding[] {
  const found: Finding[] = [];
  for (const { expression } of expressionsOf(file)) {
    walk(expression, (of) => {
      if (of.kind === 'call' && (/^list[A-Z]/.test(of.name) || of.name === 'getSecret')) {
        found.push(secret(of.at, `${of.name}() reads a secret: use an identity`));
      }
    });
  }
  const secure = file.parameters.filter(
    ({ type, decorators }) => /^secure/.test(type) || decorators.some(({ name }) => name === 'secure'),
  );
  return [...found, ...secure.map(({ name, at }) => secret(at, `${name} is a secret: the deployment needs none`))];
}
