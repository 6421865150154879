import { at, dataOf, itemsOf, jsonOf, known, textOf, type Value } from '../../deployment/value';
import { byId, made } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { findings, type Finding } from '../../finding';

const existing = findings('existing');
const twice = findings('twice');
const tags = findings('tags');
const asleep = findings('asleep');

/** Resources that are referred to as existing are made by the same deployment, where they lie in its group. */
function absent(plan: Plan): Finding[] {
  const groups = made(plan, 'Microsoft.Resources/resourceGroups').map(({ id }) => `${id}/`);
  const makes = new Set(plan.resources.filter((one) => !one.existing).map(({ id }) => id.toLowerCase()));
  return plan.resources
    .filter((one) => one.existing && groups.some((group) => one.id.startsWith(group)))
    .filter(({ id }) => !makes.has(id.toLowerCase()))
    .map((one) => existing(one.at, `${one.symbol} (${one.type} ${one.name}) is referred to, and not made`));
}

/** Two resources of one id, unless they are the same in everything. */
function repeated(plan: Plan): Finding[] {
  const seen = new Map<string, PlannedResource>();
  return plan.resources
    .filter((one) => !one.existing)
    .flatMap((one) => {
      const before = seen.get(one.id.toLowerCase());
      seen.set(one.id.toLowerCase(), one);
      const same = before && JSON.stringify(jsonOf(one.body)) === JSON.stringify(jsonOf(before.body));
      return !before || same
        ? []
        : [twice(one.at, `${one.symbol} has the id of another resource: ${one.type} ${one.name}`)];
    });
}

/** Items of one array that have one name: rules, subnets, conditions. */
function sameNames(value: Value): string[] {
  const inner = value.kind === 'object' ? [...value.entries.values()].map((entry) => entry.value) : itemsOf(value);
  const names = itemsOf(value).flatMap((item) => dataOf(at(item, 'name')) ?? []);
  return [...names.filter((name, index) => names.indexOf(name) < index).map(String), ...inner.flatMap(sameNames)];
}

function ambiguous(plan: Plan): Finding[] {
  return plan.resources
    .filter(({ existing }) => !existing)
    .flatMap((one) =>
      sameNames(one.body).map((name) => twice(one.at, `${one.symbol} has two parts that are named ${name}`)),
    );
}

/** Types whose names are taken once in all of Azure. */
const unique = ['Microsoft.Storage/storageAccounts', 'Microsoft.KeyVault/vaults', 'Microsoft.Web/sites'];

/** Two installations need names of their own, which only something like `uniqueString` gives. */
export function uniqueNameRules(plans: readonly Plan[]): Finding[] {
  const seen = new Map<string, unknown>();
  return plans.flatMap((plan) =>
    unique
      .flatMap((type) => made(plan, type))
      .filter(({ type, name }) => {
        const key = `${type} ${name}`;
        const before = seen.get(key);
        seen.set(key, before ?? plan.parameters.environmentName);
        return before !== undefined && before !== plan.parameters.environmentName;
      })
      .map((one) => twice(one.at, `${one.symbol} has one name in every installation: put uniqueString() into it`)),
  );
}

/** Whether a resource can have tags: those in a region can, but for settings of an app that are given its region. */
const tagged = ({ type, body }: Plan['resources'][number]) =>
  at(body, 'location') !== undefined && type !== 'Microsoft.Web/sites/basicPublishingCredentialsPolicies';

/** What has a location has the tags by which a bill and a search find it. */
function untagged(plan: Plan): Finding[] {
  return plan.resources
    .filter((one) => !one.existing && tagged(one))
    .filter((one) => at(one.body, 'tags', 'azd-env-name') === undefined)
    .map((one) => tags(one.at, `${one.symbol} has no tags: pass them on`));
}

/** A null where a name belongs, for example of a parameter that is not given. */
function unnamed(plan: Plan): Finding[] {
  return plan.resources
    .filter(({ name }) => name.split('/').some((part) => part.trim() === ''))
    .map((one) =>
      existing(one.at, `${one.symbol} has no name: ${JSON.stringify(jsonOf(at(one.body, 'name') ?? known(null)))}`),
    );
}

/**
 * Some instance does what waits in Durable Functions. The platform wakes none for it where app settings name the backend:
 * it reads host.json alone (ReadDurableTaskConfig in azure-functions-host, azure-functions-durable-extension #2622).
 */
function unattended(plan: Plan): Finding[] {
  return made(plan, 'Microsoft.Web/sites').flatMap((site) => {
    const scale = at(site.body, 'properties', 'functionAppConfig', 'scaleAndConcurrency');
    const durable = itemsOf(at(scale, 'alwaysReady')).find((one) => textOf(at(one, 'name') ?? known('')) === 'durable');
    const kept = dataOf(at(durable, 'instanceCount'));
    return typeof kept === 'number' && kept > 0
      ? []
      : [asleep(site.at, `${site.symbol} needs an instance that is always ready for durable`)];
  });
}

/** What is made and referred to fits together. */
export function resourceRules(plan: Plan): Finding[] {
  const ofApp = made(plan, 'Microsoft.Web/sites').length > 0;
  return [
    ...absent(plan),
    ...repeated(plan),
    ...ambiguous(plan),
    ...(ofApp ? untagged(plan) : []),
    ...unnamed(plan),
    ...unattended(plan),
    ...(ofApp ? groupOf(plan) : []),
  ];
}

/** Everything of the app lies in its own group, except for what it is granted. */
function groupOf(plan: Plan): Finding[] {
  const [group] = made(plan, 'Microsoft.Resources/resourceGroups');
  if (!group) return [];
  const outside = plan.resources.filter(
    (one) =>
      !one.existing &&
      !one.type.startsWith('Microsoft.Authorization/') &&
      one !== group &&
      !byId(plan, one.scope) &&
      !one.id.startsWith(`${group.id}/`),
  );
  return outside.map((one) =>
    existing(one.at, `${one.symbol} lies outside of the app's group: give its module the scope`),
  );
}
