import { byId, made, textAt } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { reach } from '../../deployment/reach';
import { at, dataOf, itemsOf, textOf, type Value } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const network = findings('network');

/** Ranges of IPv4 as their first address and the one behind the last. */
function rangeOf(text = ''): [first: number, behind: number] | undefined {
  const [, address, length] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(text) ?? [];
  if (!address) return undefined;
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return [first, first + 2 ** (32 - Number(length))];
}

/** A rule of a network security group, by the names of its properties. */
const ruleOf = (rule: Value) => (name: string) => textAt(rule, 'properties', name) ?? '';

/** Priorities are numbers of their own that Azure takes (Microsoft.Network: securityRules). */
function priorities(group: PlannedResource): string[] {
  const rules = itemsOf(at(group.body, 'properties', 'securityRules')).map(ruleOf);
  const numbers = rules.map((of) => `${of('direction')} ${of('priority')}`);
  return [
    ...(new Set(numbers).size < numbers.length ? ['two rules have one priority'] : []),
    ...(rules.some((of) => Number(of('priority')) < 100 || Number(of('priority')) > 4096)
      ? ['priorities are from 100 to 4096']
      : []),
  ];
}

/** Of what comes in, a group lets through https of the network, and refuses all else by its last rule. */
function letsInHttpsAlone(group: PlannedResource): boolean {
  const incoming = itemsOf(at(group.body, 'properties', 'securityRules'))
    .map(ruleOf)
    .filter((of) => of('direction') === 'Inbound')
    .sort((one, other) => Number(one('priority')) - Number(other('priority')));
  const last = incoming.pop();
  const all = [
    'sourceAddressPrefix',
    'sourcePortRange',
    'destinationAddressPrefix',
    'destinationPortRange',
    'protocol',
  ];
  return (
    last?.('access') === 'Deny' &&
    all.every((name) => last(name) === '*') &&
    incoming.every(
      (of) =>
        of('access') === 'Deny' ||
        (of('sourceAddressPrefix') === 'VirtualNetwork' &&
          of('destinationPortRange') === '443' &&
          of('protocol') === 'Tcp'),
    )
  );
}

function ofSubnet(plan: Plan, vnet: PlannedResource, subnet: Value, index: number): string[] {
  const name = textAt(subnet, 'name') ?? String(index);
  const properties = at(subnet, 'properties');
  const [space] = reach(vnet.body, ['properties', 'addressSpace', 'addressPrefixes', '0']).map(textOf);
  const [within, range] = [rangeOf(space), rangeOf(textAt(subnet, 'properties', 'addressPrefix'))];
  const group = byId(plan, textAt(subnet, 'properties', 'networkSecurityGroup', 'id') ?? '');
  const id = `<${vnet.type} ${vnet.name}>.properties.subnets.${index}.id`;
  const endpoints = made(plan, 'Microsoft.Network/privateEndpoints').some(
    ({ body }) => textAt(body, 'properties', 'subnet', 'id') === id,
  );
  const delegated = itemsOf(at(properties, 'delegations')).length > 0;
  const policies = textAt(subnet, 'properties', 'privateEndpointNetworkPolicies') ?? '';
  const faults = [
    !(within && range && range[0] >= within[0] && range[1] <= within[1]) && 'lies outside of the network',
    delegated && range && range[1] - range[0] < 32 && 'is smaller than a /27, which Flex Consumption needs',
    !group && 'has no network security group',
    dataOf(at(properties, 'defaultOutboundAccess')) !== false &&
      'lets out what nobody sent: defaultOutboundAccess false',
    endpoints && group && !letsInHttpsAlone(group) && 'must let https of the network in, and nothing else',
    endpoints &&
      !['NetworkSecurityGroupEnabled', 'Enabled'].includes(policies) &&
      'would ask no rules about private endpoints: privateEndpointNetworkPolicies',
  ];
  return faults.filter((fault) => typeof fault === 'string').map((fault) => `the subnet ${name} ${fault}`);
}

/** Every subnet lies in its network, and has rules that let in what is meant. */
export function subnetRules(plan: Plan): Finding[] {
  const subnets = made(plan, 'Microsoft.Network/virtualNetworks').flatMap((vnet) =>
    itemsOf(at(vnet.body, 'properties', 'subnets')).flatMap((subnet, index) =>
      ofSubnet(plan, vnet, subnet, index).map((message) => network(vnet.at, message)),
    ),
  );
  const groups = made(plan, 'Microsoft.Network/networkSecurityGroups').flatMap((group) =>
    priorities(group).map((message) => network(group.at, `${group.name}: ${message}`)),
  );
  return [...subnets, ...groups];
}
