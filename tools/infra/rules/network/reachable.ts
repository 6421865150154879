import { made, textAt } from '../../deployment/find';
import type { Plan } from '../../deployment/planned';
import { at, itemsOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const network = findings('network');
const stores = ['Microsoft.Storage/storageAccounts', 'Microsoft.KeyVault/vaults', 'Microsoft.DurableTask/schedulers'];

/** Without a network of its own the app comes from anywhere: what it needs must not be closed. */
function lockedOut(plan: Plan): Finding[] {
  if (made(plan, 'Microsoft.Network/virtualNetworks').length > 0) return [];
  return stores
    .flatMap((type) => made(plan, type))
    .filter(({ body }) => {
      const list = at(body, 'properties', 'ipAllowlist');
      return (
        textAt(body, 'properties', 'publicNetworkAccess') !== 'Enabled' ||
        (textAt(body, 'properties', 'networkAcls', 'defaultAction') ?? 'Allow') !== 'Allow' ||
        (list !== undefined && itemsOf(list).length === 0)
      );
    })
    .map((one) => network(one.at, `${one.symbol} of ${one.name} is closed to everybody here, the app among them`));
}

/** An app that is closed to public addresses has a private endpoint, and one that is open needs none. */
function callable(plan: Plan): Finding[] {
  const targets = made(plan, 'Microsoft.Network/privateEndpoints').flatMap(({ body }) =>
    itemsOf(at(body, 'properties', 'privateLinkServiceConnections')).map((one) =>
      textAt(one, 'properties', 'privateLinkServiceId'),
    ),
  );
  return made(plan, 'Microsoft.Web/sites').flatMap((site) => {
    const isPrivate = textAt(site.body, 'properties', 'publicNetworkAccess') === 'Disabled';
    const reached = targets.includes(site.id);
    if (isPrivate === reached) return [];
    return [
      network(
        site.at,
        isPrivate
          ? `nobody can call ${site.name}: it has no private endpoint`
          : `${site.name} is open, and has a private endpoint`,
      ),
    ];
  });
}

/** The app takes on every identity that its settings name. */
function identities(plan: Plan): Finding[] {
  const all = made(plan, 'Microsoft.ManagedIdentity/userAssignedIdentities');
  return made(plan, 'Microsoft.Web/sites').flatMap((site) => {
    const given = at(site.body, 'identity', 'userAssignedIdentities');
    const ids = given?.kind === 'object' ? [...given.entries.keys()] : [];
    return all
      .filter(({ id }) => !ids.includes(id))
      .map(({ name }) =>
        findings('missing-role')(site.at, `${site.symbol} can't act as ${name}: add it to userAssignedIdentities`),
      );
  });
}

/** The app reaches what it needs, and is reached. */
export function reachableRules(plan: Plan): Finding[] {
  return [...lockedOut(plan), ...callable(plan), ...identities(plan)];
}
