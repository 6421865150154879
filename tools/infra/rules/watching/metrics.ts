import type { Code } from '../../code';
import { accountsIn, made, textAt } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { at, itemsOf, textOf, type Value } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const alert = findings('alert');

/** Metrics that rules look at, and what is bad about them (Azure Monitor: supported metrics). */
interface Metric {
  namespace: string;
  name: string;
  operator: 'LessThan' | 'GreaterThan';
  /** Values by which it can be told apart, by the name of the dimension. */
  dimensions: Readonly<Record<string, readonly string[]>>;
}

const account = 'Microsoft.Storage/storageAccounts';
const responses = [
  ...['Success', 'SuccessWithThrottling', 'ServerBusyError', 'ServerTimeoutError', 'ServerOtherError', 'NetworkError'],
  ...['ClientThrottlingError', 'ClientAccountRequestThrottlingError', 'ClientAccountBandwidthThrottlingError'],
  ...['ClientTimeoutError', 'ClientOtherError', 'AuthorizationError', 'AuthenticationError'],
];
const availability: Metric = { namespace: account, name: 'Availability', operator: 'LessThan', dimensions: {} };
const transactions: Metric = {
  ...{ namespace: account, name: 'Transactions', operator: 'GreaterThan' },
  dimensions: { ResponseType: responses },
};
const messages: Metric = {
  ...{ namespace: `${account}/queueServices`, name: 'QueueMessageCount', operator: 'GreaterThan', dimensions: {} },
};
const metrics = [availability, transactions, messages];

const conditionsOf = ({ body }: PlannedResource) => itemsOf(at(body, 'properties', 'criteria', 'allOf'));
const scopesOf = ({ body }: PlannedResource) =>
  itemsOf(at(body, 'properties', 'scopes')).map((one) => textOf(one) ?? '');

/** The type of a resource by its id, and for what is set on a service of an account, of that service. */
function typeOf(id: string): string {
  const [provider, ...rest] = id.split('/providers/').at(-1)?.split('/') ?? [];
  return [provider, ...rest.filter((_part, index) => index % 2 === 0)].join('/');
}

function conditionFaults(condition: Value, scopes: readonly string[]): string[] {
  const [namespace = '', name = ''] = ['metricNamespace', 'metricName'].map((key) => textAt(condition, key));
  const metric = metrics.find((one) => one.namespace === namespace && one.name === name);
  if (!metric) return [`${namespace} has no metric ${name}`];
  const values = itemsOf(at(condition, 'dimensions')).flatMap((dimension) => {
    const known = metric.dimensions[textAt(dimension, 'name') ?? ''];
    if (!known) return [`${name} has no dimension ${textAt(dimension, 'name')}`];
    return itemsOf(at(dimension, 'values'))
      .map((value) => textOf(value) ?? '')
      .filter((value) => !known.includes(value))
      .map((value) => `${textAt(dimension, 'name')} is never ${value}`);
  });
  return [
    ...values,
    ...(textAt(condition, 'operator') === metric.operator ? [] : [`${name} is bad when ${metric.operator} holds`]),
    ...scopes.filter((id) => typeOf(id) !== namespace).map((id) => `${namespace} is not the type of ${id}`),
  ];
}

/** What must be watched: each account, and the queues of the requests. */
function unwatched(plan: Plan, code: Code): Finding[] {
  const rules = made(plan, 'Microsoft.Insights/metricAlerts');
  const { requests } = accountsIn(plan, code.queues[0] ?? '');
  const watched = new Set(
    rules.flatMap((rule) =>
      conditionsOf(rule).flatMap((one) => scopesOf(rule).map((id) => `${textAt(one, 'metricName')} ${id}`)),
    ),
  );
  const wanted = [
    ...made(plan, account).flatMap((one) =>
      [availability, transactions].map((metric) => ({ one, metric, id: one.id })),
    ),
    ...(requests ? [{ one: requests, metric: messages, id: `${requests.id}/queueServices/default` }] : []),
  ];
  return wanted
    .filter(({ metric, id }) => !watched.has(`${metric.name} ${id}`))
    .map(({ one, metric }) => alert(one.at, `nobody watches ${metric.name} of ${one.name}`));
}

/** Metrics are those that the resource has, the right way round, and of everything that must be watched. */
export function metricRules(plan: Plan, code: Code): Finding[] {
  if (made(plan, 'Microsoft.Web/sites').length === 0) return [];
  const faults = made(plan, 'Microsoft.Insights/metricAlerts').flatMap((rule) =>
    conditionsOf(rule)
      .flatMap((condition) => conditionFaults(condition, scopesOf(rule)))
      .map((message) => alert(rule.at, `${rule.name}: ${message}`)),
  );
  return [...faults, ...unwatched(plan, code)];
}
