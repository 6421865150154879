import type { Code } from '../../code';
import { accountsIn, made, textAt } from '../../deployment/find';
import type { Plan } from '../../deployment/planned';
import { at, dataOf, itemsOf, textOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const log = findings('log');

/** Who did what in the app's own resources is kept: the categories of each, in the workspace with the telemetry. */
export function logRules(plan: Plan, code: Code): Finding[] {
  const { requests, host } = accountsIn(plan, code.queues[0] ?? '');
  const [vault] = made(plan, 'Microsoft.KeyVault/vaults');
  const [site] = made(plan, 'Microsoft.Web/sites');
  const [workspace] = made(plan, 'Microsoft.OperationalInsights/workspaces');
  if (!requests || !host || !vault || !site) return [];
  const inStorage = made(plan, 'Microsoft.DurableTask/schedulers').length === 0;
  const clientId = plan.outputs.get('AUTH_CLIENT_ID');
  const signIn = clientId !== undefined && textOf(clientId) !== '';
  const wanted = [
    { of: host, id: `${host.id}/blobServices/default`, categories: ['StorageWrite', 'StorageDelete'] },
    {
      of: requests,
      id: `${requests.id}/blobServices/default`,
      categories: ['StorageRead', 'StorageWrite', 'StorageDelete'],
    },
    { of: requests, id: `${requests.id}/queueServices/default`, categories: ['StorageWrite', 'StorageDelete'] },
    { of: vault, id: vault.id, categories: ['AuditEvent'] },
    { of: site, id: site.id, categories: signIn ? ['AppServiceAuthenticationLogs'] : [] },
    ...['queueServices', 'tableServices'].map((service) => {
      return { of: host, id: `${host.id}/${service}/default`, categories: inStorage ? ['StorageWrite'] : [] };
    }),
  ];
  const astray = made(plan, 'Microsoft.Insights/components')
    .filter(({ body }) => textAt(body, 'properties', 'WorkspaceResourceId') !== workspace?.id)
    .map((one) => log(one.at, `${one.name} must keep its telemetry in the workspace`));
  const missing = wanted.flatMap(({ of, id, categories }) => {
    const settings = made(plan, 'Microsoft.Insights/diagnosticSettings').filter(({ scope }) => scope === id);
    const kept = settings
      .filter(({ body }) => textAt(body, 'properties', 'workspaceId') === workspace?.id)
      .flatMap(({ body }) => itemsOf(at(body, 'properties', 'logs')))
      .filter((one) => dataOf(at(one, 'enabled')) === true)
      .map((one) => textAt(one, 'category') ?? '');
    const place = settings[0]?.at ?? of.at;
    return [
      ...categories
        .filter((name) => !kept.includes(name))
        .map((name) => log(place, `${name} of ${of.name} isn't kept`)),
      ...kept
        .filter((name) => !categories.includes(name))
        .map((name) => log(place, `${name} of ${of.name} is kept, and nobody asked for it`)),
    ];
  });
  return [...astray, ...missing];
}
