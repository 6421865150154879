import { byId, made } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { reach } from '../../deployment/reach';
import { textOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const network = findings('network');

/** The last parts of those zones, by cloud. */
const domains: Readonly<Record<string, { storage: string; vault: string; site: string }>> = {
  AzureCloud: { storage: 'core.windows.net', vault: 'vaultcore.azure.net', site: 'azurewebsites.net' },
  AzureUSGovernment: {
    ...{ storage: 'core.usgovcloudapi.net', vault: 'vaultcore.usgovcloudapi.net', site: 'azurewebsites.us' },
  },
  AzureChinaCloud: { storage: 'core.chinacloudapi.cn', vault: 'vaultcore.azure.cn', site: 'chinacloudsites.cn' },
};

/**
 * What private endpoints lead to: the type, the service of it, and the zone that its name is looked for in
 * (learn.microsoft.com/azure/private-link/private-endpoint-dns).
 */
const services = (cloud: string): readonly { type: string; group: string; zone: string }[] => {
  const { storage = '', vault = '', site = '' } = domains[cloud] ?? {};
  return [
    ...['blob', 'queue', 'table'].map((group) => ({
      ...{ type: 'Microsoft.Storage/storageAccounts', group, zone: `privatelink.${group}.${storage}` },
    })),
    { type: 'Microsoft.KeyVault/vaults', group: 'vault', zone: `privatelink.${vault}` },
    { type: 'Microsoft.DurableTask/schedulers', group: 'scheduler', zone: 'privatelink.durabletask.io' },
    { type: 'Microsoft.Web/sites', group: 'sites', zone: `privatelink.${site}` },
  ];
};

const texts = (resource: PlannedResource, path: string) =>
  reach(resource.body, path.split('.')).map((value) => textOf(value) ?? '');

function ofEndpoint(plan: Plan, endpoint: PlannedResource): string[] {
  const connection = 'properties.privateLinkServiceConnections.*.properties';
  const [target = ''] = texts(endpoint, `${connection}.privateLinkServiceId`);
  const [group = ''] = texts(endpoint, `${connection}.groupIds.*`);
  const type = byId(plan, target)?.type ?? 'something that is not made';
  const service = services(plan.cloud.name).find((one) => one.type === type && one.group === group);
  if (!service) return [`leads to ${group} of ${type}, which there is not`];
  const zones = made(plan, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups')
    .filter(({ name }) => name.startsWith(`${endpoint.name}/`))
    .flatMap((one) => texts(one, 'properties.privateDnsZoneConfigs.*.properties.privateDnsZoneId'));
  return zones.some((id) => id.endsWith(`/${service.zone}`)) ? [] : [`must have its name in the zone ${service.zone}`];
}

/** Each private endpoint leads to a service that there is, and is found by its name. */
export function privateEndpointRules(plan: Plan): Finding[] {
  return made(plan, 'Microsoft.Network/privateEndpoints').flatMap((endpoint) =>
    ofEndpoint(plan, endpoint).map((message) => network(endpoint.at, `${endpoint.name} ${message}`)),
  );
}
