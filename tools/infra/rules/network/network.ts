import type { Code } from '../../code';
import { accountsIn, made, settingIn, textAt } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { at, itemsOf, textOf, type Value } from '../../deployment/value';
import { findings, type Finding } from '../../finding';
import { privateEndpointRules } from './private-endpoints';
import { subnetRules } from './subnets';

const network = findings('network');

/** The services of an account that settings lead the app to. */
function servicesOf(plan: Plan, connection: string): string[] {
  return ['blob', 'queue', 'table'].filter((service) => settingIn(plan, `${connection}__${service}ServiceUri`));
}

/** What an endpoint leads to: `<id> <group>`. */
function leads({ body }: PlannedResource): string[] {
  return itemsOf(at(body, 'properties', 'privateLinkServiceConnections')).flatMap((one) =>
    itemsOf(at(one, 'properties', 'groupIds')).map(
      (group) => `${textAt(one, 'properties', 'privateLinkServiceId')} ${textOf(group)}`,
    ),
  );
}

/** Every service that the app is led to has its private endpoint. */
function endpoints(plan: Plan, code: Code): Finding[] {
  const { requests, host } = accountsIn(plan, code.queues[0] ?? '');
  const led = made(plan, 'Microsoft.Network/privateEndpoints').flatMap(leads);
  const wanted = [
    ...(host ? servicesOf(plan, 'AzureWebJobsStorage').map((service) => ({ of: host, service })) : []),
    ...(requests ? servicesOf(plan, 'RequestStorage').map((service) => ({ of: requests, service })) : []),
  ];
  return wanted
    .filter(({ of, service }) => !led.includes(`${of.id} ${service}`))
    .map(({ of, service }) => network(of.at, `${of.name} has no private endpoint for ${service}`));
}

/** The subnets: each its own range, a way out that is known, and the app in the one that is given to it. */
function subnets(plan: Plan): Finding[] {
  const [site] = made(plan, 'Microsoft.Web/sites');
  return made(plan, 'Microsoft.Network/virtualNetworks').flatMap((vnet) => {
    const list = itemsOf(at(vnet.body, 'properties', 'subnets'));
    const services = (subnet: Value) =>
      itemsOf(at(subnet, 'properties', 'delegations')).map((one) => textAt(one, 'properties', 'serviceName'));
    const own = list.findIndex((subnet) => services(subnet).includes('Microsoft.App/environments'));
    const ranges = list.map((subnet) => textAt(subnet, 'properties', 'addressPrefix'));
    const used = site && textAt(site.body, 'properties', 'virtualNetworkSubnetId');
    const others = made(plan, 'Microsoft.Network/privateEndpoints').map(({ body }) =>
      textAt(body, 'properties', 'subnet', 'id'),
    );
    const faults = [
      own < 0 && 'no subnet is delegated to Microsoft.App/environments, which Flex Consumption needs',
      new Set(ranges).size < ranges.length && 'two subnets have one range',
      own >= 0 && !at(list[own], 'properties', 'natGateway') && 'the app has no way out: its subnet needs the gateway',
      own >= 0 && !used?.includes(`.subnets.${own}.`) && 'the app must be in the subnet that is delegated',
      others.some((id) => id === used) && 'private endpoints must not be in the subnet of the app',
    ];
    return faults.filter((fault) => typeof fault === 'string').map((fault) => network(vnet.at, fault));
  });
}

/** No rule lets anybody in from anywhere. */
function open(plan: Plan): Finding[] {
  return made(plan, 'Microsoft.Network/networkSecurityGroups').flatMap((group) =>
    itemsOf(at(group.body, 'properties', 'securityRules'))
      .map((rule) => (name: string) => textAt(rule, 'properties', name))
      .filter((of) => of('access') === 'Allow' && of('direction') === 'Inbound')
      .filter((of) => ['*', 'Internet', '0.0.0.0/0'].includes(of('sourceAddressPrefix') ?? '*'))
      .map(() => network(group.at, `${group.name} lets everybody in`)),
  );
}

/**
 * Services of Azure are let in past a firewall where lifecycle rules delete blobs, which it would keep from them, and
 * nowhere else (https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-configure).
 */
function bypasses(plan: Plan): Finding[] {
  const policies = made(plan, 'Microsoft.Storage/storageAccounts/managementPolicies');
  return made(plan, 'Microsoft.Storage/storageAccounts').flatMap((account) => {
    const closed = textAt(account.body, 'properties', 'networkAcls', 'defaultAction') === 'Deny';
    const deletes = policies.some(({ name }) => name.startsWith(`${account.name}/`));
    const wanted = closed && deletes ? 'AzureServices' : 'None';
    return textAt(account.body, 'properties', 'networkAcls', 'bypass') === wanted
      ? []
      : [network(account.at, `the firewall of ${account.name} must be bypassed by ${wanted}`)];
  });
}

/** The firewalls of accounts, and with a virtual network: subnets and private endpoints fit together. */
export function networkRules(plan: Plan, code: Code): Finding[] {
  if (made(plan, 'Microsoft.Network/virtualNetworks').length === 0) return bypasses(plan);
  return [
    ...bypasses(plan),
    ...subnets(plan),
    ...subnetRules(plan),
    ...endpoints(plan, code),
    ...privateEndpointRules(plan),
    ...open(plan),
  ];
}
