import type { EventRow } from '../../../../src/config/events';
import { made, textAt } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { at, dataOf, itemsOf, textOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const alert = findings('alert');
const logRules = 'Microsoft.Insights/scheduledQueryRules';
const metricRules = 'Microsoft.Insights/metricAlerts';

/** Columns of the tables that queries read, as far as they are used (Azure Monitor: tables AppTraces and AppRequests). */
const tables: Readonly<Record<string, readonly string[]>> = {
  AppTraces: ['TimeGenerated', 'Message', 'SeverityLevel', 'OperationId', 'OperationName', 'Properties'],
  AppRequests: ['TimeGenerated', 'Name', 'Success', 'ResultCode', 'DurationMs', 'OperationId', 'Properties'],
};

/** Words of the query language that are used. */
const words = new Set(
  'where extend summarize project by startswith contains has between and or not true false extract count toint ago bin in'.split(
    ' ',
  ),
);

/** How often a rule may look and how far back, in minutes (Azure Monitor: log search alerts, metric alerts). */
const minutes: Readonly<Record<string, { often: readonly number[]; back: readonly number[] }>> = {
  [logRules]: {
    often: [1, 5, 10, 15, 30, 45, 60, 120, 180, 240, 300, 360, 1440],
    back: [1, 5, 10, 15, 30, 45, 60, 120, 180, 240, 300, 360, 1440, 2880],
  },
  [metricRules]: { often: [1, 5, 15, 30, 60], back: [1, 5, 15, 30, 60, 360, 720, 1440] },
};

function minutesOf(duration = ''): number {
  const [, days = '0', hours = '0', rest = '0'] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return Number(days) * 1440 + Number(hours) * 60 + Number(rest);
}

/** Names in a query that are no column of its table, no word of the language, and not made in it. */
function unknownNames(query: string): string[] {
  const bare = query.replace(/@?"(?:[^"\\]|\\.)*"/g, '""');
  const names = [...bare.matchAll(/[A-Za-z_]\w*/g)].map(([name]) => name);
  const columns = tables[names[0] ?? ''];
  if (!columns) return names.slice(0, 1);
  const own = madeIn(query);
  return names.slice(1).filter((name) => !columns.includes(name) && !words.has(name) && !own.includes(name));
}

/** Columns that a query makes itself. */
function madeIn(query: string): string[] {
  return [...query.matchAll(/\b(\w+) = /g)].map(([, name]) => name ?? '');
}

function queryFaults(
  rule: PlannedResource,
  functions: readonly string[],
  events: Readonly<Record<string, EventRow>>,
): string[] {
  return itemsOf(at(rule.body, 'properties', 'criteria', 'allOf')).flatMap((condition) => {
    const query = textAt(condition, 'query') ?? '';
    const dimensions = itemsOf(at(condition, 'dimensions')).map((one) => textAt(one, 'name') ?? '');
    const columns = [...madeIn(query), ...(tables[/^\w+/.exec(query)?.[0] ?? ''] ?? [])];
    const event = /event=(\w+)/.exec(query)?.[1] ?? '';
    const fields = [...query.matchAll(/"(\w+)=\(/g)].map(([, name]) => name ?? '');
    const named = [...query.matchAll(/\bName == "(\w+)"/g)].map(([, name]) => name ?? '');
    return [
      ...unknownNames(query).map((name) => `its query knows no ${name}`),
      ...dimensions.filter((name) => !columns.includes(name)).map((name) => `its query gives no column ${name}`),
      ...fields
        .filter((name) => events[event] && !(name in events[event].fields))
        .map((name) => `${event} has no field ${name}`),
      ...named.filter((name) => !functions.includes(name)).map((name) => `the app has no function ${name}`),
    ];
  });
}

/** What any rule needs to be heard: on, times that Azure takes, and somebody to tell if there is one. */
function deafness(rule: PlannedResource, plan: Plan, groups: readonly string[]): string[] {
  const { often = [], back = [] } = minutes[rule.type] ?? {};
  const frequency = minutesOf(textAt(rule.body, 'properties', 'evaluationFrequency'));
  const window = minutesOf(textAt(rule.body, 'properties', 'windowSize'));
  const actions = at(rule.body, 'properties', 'actions');
  const called =
    rule.type === logRules
      ? itemsOf(at(actions, 'actionGroups')).map(textOf)
      : itemsOf(actions).map((one) => textAt(one, 'actionGroupId'));
  const on = dataOf(at(rule.body, 'properties', 'enabled'));
  return [
    ...(on === (plan.parameters.alertsEnabled ?? true) ? [] : ['it is not enabled']),
    ...(often.includes(frequency) ? [] : ['Azure looks only at certain intervals (evaluationFrequency)']),
    ...(back.includes(window) ? [] : ['Azure looks back only certain times (windowSize)']),
    ...(frequency <= window ? [] : ['it looks back less than it waits']),
    ...groups.filter((id) => !called.includes(id)).map(() => 'it tells nobody: call the action group'),
  ];
}

/** Alerts ask for what there is, at times that Azure takes, and tell somebody. */
export function alertRules(
  plan: Plan,
  functions: readonly string[],
  events: Readonly<Record<string, EventRow>>,
): Finding[] {
  const groups = made(plan, 'Microsoft.Insights/actionGroups');
  const ids = groups.map(({ id }) => id);
  const workspaces = made(plan, 'Microsoft.OperationalInsights/workspaces').map(({ id }) => id);
  const unheard = plan.parameters.alertEmail && groups.length === 0 ? made(plan, logRules).slice(0, 1) : [];
  return [
    ...unheard.map((rule) => alert(rule.at, 'there is an address and no action group')),
    ...groups
      .filter(({ body }) => dataOf(at(body, 'properties', 'enabled')) !== true)
      .map((group) => alert(group.at, 'the action group is not enabled')),
    ...made(plan, logRules).flatMap((rule) => {
      const scopes = itemsOf(at(rule.body, 'properties', 'scopes')).map(textOf);
      const astray = scopes.some((id) => !workspaces.includes(id ?? ''));
      return [
        ...deafness(rule, plan, ids),
        ...queryFaults(rule, functions, events),
        ...(astray ? ['its scope is not the workspace with the telemetry'] : []),
      ].map((message) => alert(rule.at, `${rule.name}: ${message}`));
    }),
    ...made(plan, metricRules).flatMap((rule) =>
      deafness(rule, plan, ids).map((message) => alert(rule.at, `${rule.name}: ${message}`)),
    ),
  ];
}
