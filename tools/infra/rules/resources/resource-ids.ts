import { made } from '../../deployment/find';
import type { Plan } from '../../deployment/planned';
import { reach } from '../../deployment/reach';
import { at, itemsOf, textOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const resourceId = findings('resource-id');
const [workspaces, networks] = ['Microsoft.OperationalInsights/workspaces', 'Microsoft.Network/virtualNetworks'];

/** Properties that hold the id of a resource, and its type; of `subnet` the id is one in a virtual network. */
const holders: readonly { type: string; path: string; of: string; optional?: boolean }[] = [
  { type: 'Microsoft.Web/sites', path: 'properties.serverFarmId', of: 'Microsoft.Web/serverfarms' },
  { type: 'Microsoft.Web/sites', path: 'properties.virtualNetworkSubnetId', of: 'subnet', optional: true },
  {
    type: 'Microsoft.Web/sites',
    path: 'identity.userAssignedIdentities.keys',
    of: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  },
  {
    type: 'Microsoft.Web/sites',
    path: 'properties.functionAppConfig.deployment.storage.authentication.userAssignedIdentityResourceId',
    of: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  },
  { type: 'Microsoft.Insights/components', path: 'properties.WorkspaceResourceId', of: workspaces },
  { type: 'Microsoft.Insights/diagnosticSettings', path: 'properties.workspaceId', of: workspaces },
  { type: 'Microsoft.Insights/scheduledQueryRules', path: 'properties.scopes.*', of: workspaces },
  {
    type: 'Microsoft.Insights/scheduledQueryRules',
    path: 'properties.actions.actionGroups.*',
    of: 'Microsoft.Insights/actionGroups',
    optional: true,
  },
  {
    type: 'Microsoft.Insights/metricAlerts',
    path: 'properties.actions.*.actionGroupId',
    of: 'Microsoft.Insights/actionGroups',
    optional: true,
  },
  {
    type: 'Microsoft.Network/natGateways',
    path: 'properties.publicIpAddresses.*.id',
    of: 'Microsoft.Network/publicIPAddresses',
  },
  {
    type: networks,
    path: 'properties.subnets.*.properties.networkSecurityGroup.id',
    of: 'Microsoft.Network/networkSecurityGroups',
  },
  { type: networks, path: 'properties.subnets.*.properties.natGateway.id', of: 'Microsoft.Network/natGateways' },
  {
    type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
    path: 'properties.virtualNetwork.id',
    of: networks,
  },
  { type: 'Microsoft.Network/privateEndpoints', path: 'properties.subnet.id', of: 'subnet' },
  {
    type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
    path: 'properties.privateDnsZoneConfigs.*.properties.privateDnsZoneId',
    of: 'Microsoft.Network/privateDnsZones',
  },
];

/** Ids of the subnets, as a network gives them. */
function subnetIds(plan: Plan): string[] {
  return made(plan, networks).flatMap(({ type, name, body }) =>
    itemsOf(at(body, 'properties', 'subnets')).map(
      (_subnet, index) => `<${type} ${name}>.properties.subnets.${index}.id`,
    ),
  );
}

/** Where an id belongs, there is the id of a resource of the right type that this deployment makes. */
export function resourceIdRules(plan: Plan): Finding[] {
  const ids = (of: string) => (of === 'subnet' ? subnetIds(plan) : made(plan, of).map(({ id }) => id));
  return holders.flatMap(({ type, path, of, optional }) =>
    made(plan, type).flatMap((resource) => {
      const texts = reach(resource.body, path.split('.')).map((value) => textOf(value) ?? '');
      const given = optional || texts.length > 0 ? texts : ['nothing'];
      return given
        .filter((text) => text !== '' && !ids(of).includes(text))
        .map((text) => resourceId(resource.at, `${path} of ${resource.symbol} must be the id of a ${of}, not ${text}`));
    }),
  );
}
