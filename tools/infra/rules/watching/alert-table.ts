import { eventLine, type EventName, type EventRow } from '../../../../src/config/events';
import { made, textAt, inputOf } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { reach } from '../../deployment/reach';
import { dataOf, textOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';
import type { Folder } from '../../folder';

const alert = findings('alert');
const condition = 'properties.criteria.allOf.0';

/** Members of a row of alerts.json, and where a rule has them. */
const places: Readonly<Record<string, string>> = {
  severity: 'properties.severity',
  frequency: 'properties.evaluationFrequency',
  window: 'properties.windowSize',
  query: `${condition}.query`,
  threshold: `${condition}.threshold`,
  periods: `${condition}.failingPeriods.numberOfEvaluationPeriods`,
};

const dataAt = (rule: PlannedResource, path: string) => dataOf(reach(rule.body, path.split('.'))[0]);
const queryOf = (rule: PlannedResource) => String(dataAt(rule, `${condition}.query`) ?? '');
const logRulesIn = (plan: Plan) => made(plan, 'Microsoft.Insights/scheduledQueryRules');

/** Rules that differ from their row of alerts.json. */
function unlikeTable(plan: Plan, folder: Folder): Finding[] {
  const rows = (folder.json.get('alerts.json') ?? []) as Record<string, unknown>[];
  const rules = logRulesIn(plan);
  const unmade = rows
    .filter(({ name }) => rules.length > 0 && !rules.some((rule) => rule.name.endsWith(`-${String(name)}`)))
    .map(({ name }) => alert(rules[0]!.at, `no rule is made of ${String(name)} in alerts.json`));
  const unlike = rules.flatMap((rule) => {
    const row = rows.find(({ name }) => rule.name.endsWith(`-${String(name)}`));
    if (!row) return [alert(rule.at, `${rule.name} is in no row of alerts.json`)];
    const values = reach(rule.body, `${condition}.dimensions.*.values.*`.split('.')).map(textOf);
    if (values.some((value) => value !== '*')) {
      return [alert(rule.at, `${rule.name} must tell apart every value of its dimension: '*'`)];
    }
    return Object.entries(places)
      .filter(([member, path]) => dataAt(rule, path) !== row[member])
      .map(([member, path]) => alert(rule.at, `${path} of ${rule.name} must be the ${member} of alerts.json`));
  });
  return [...unmade, ...unlike];
}

/** Whether a query finds a line of its event, and what it tells apart is what the line says. */
function finds(query: string, name: string, { fields }: EventRow): string[] {
  const told = Object.fromEntries(Object.keys(fields).map((field) => [field, `<${field}>`]));
  const line = eventLine(name as EventName, told);
  const [, start = ''] = /\bMessage startswith "([^"]*)"/.exec(query) ?? [];
  const patterns = [...query.matchAll(/extract\(@"([^"]*)", 1, Message\)/g)].map(([, pattern = '']) => pattern);
  const blind = patterns.filter((pattern) => !/^<\w+>$/.test(new RegExp(pattern).exec(line)?.[1] ?? ''));
  return [
    ...(start !== '' && line.startsWith(start)
      ? []
      : [`never finds the line "${line}": Message startswith "event=${name} "`]),
    ...blind.map((pattern) => `finds nothing by ${pattern} in "${line}"`),
  ];
}

/** Alerts on events find the lines that the app writes, at once where the event is an error. */
function deafToEvents(plan: Plan, events: Readonly<Record<string, EventRow>>): Finding[] {
  return logRulesIn(plan).flatMap((rule) => {
    const query = queryOf(rule);
    const name = /\bevent=(\w+)/.exec(query)?.[1] ?? '';
    const event = events[name];
    if (!event) return [];
    const atOnce = dataAt(rule, `${condition}.threshold`) === 0 && dataAt(rule, places.periods ?? '') === 1;
    return [
      ...finds(query, name, event),
      ...(event.alert && rule.name.endsWith(`-${event.alert}`)
        ? []
        : [`looks for ${name}, whose alert it is not (src/config/events.ts)`]),
      ...(event.level !== 'error' || atOnce ? [] : [`must come with the first ${name}: threshold 0, one period`]),
    ].map((message) => alert(rule.at, `${rule.name} ${message}`));
  });
}

/** What Azure refuses, and columns that a query makes for nobody. */
function odd(plan: Plan): Finding[] {
  return logRulesIn(plan).flatMap((rule) => {
    const query = queryOf(rule);
    const [periods, failing] = ['numberOfEvaluationPeriods', 'minFailingPeriodsToAlert'].map((name) =>
      Number(dataAt(rule, `${condition}.failingPeriods.${name}`)),
    );
    const dimensions = reach(rule.body, `${condition}.dimensions.*.name`.split('.')).map(textOf);
    const idle = [...query.matchAll(/\bextend (\w+) = /g)]
      .map(([, name = '']) => name)
      .filter((name) => !dimensions.includes(name) && query.split(name).length === 2);
    return [
      ...idle.map((name) => `makes the column ${name} for nobody: it is the dimension`),
      // Azure Monitor: log search alerts.
      ...(periods && failing && periods <= 6 && failing <= periods
        ? []
        : ['counts periods that Azure refuses: 6 at most']),
    ].map((message) => alert(rule.at, `${rule.name} ${message}`));
  });
}

/** Every alert has its runbook, which it names, and every runbook its alert. */
function runbooks(plan: Plan, page: string): Finding[] {
  const rules = [...logRulesIn(plan), ...made(plan, 'Microsoft.Insights/metricAlerts')];
  if (rules.length === 0) return [];
  const headings = [...page.matchAll(/^## ([a-z-]+)$/gm)].map(([, name = '']) => name);
  const url = String(inputOf(plan, 'runbookUrl'));
  const named = rules.map((rule) => {
    const [, link = ''] = (textAt(rule.body, 'properties', 'description') ?? '').split(` Runbook: ${url}`);
    return { rule, name: link };
  });
  return [
    ...named
      .filter(({ rule, name }) => !headings.includes(name) || !rule.name.includes(`-${name}`))
      .map(({ rule }) =>
        alert(rule.at, `the description of ${rule.name} must end with the link to its runbook (docs/runbooks.md)`),
      ),
    ...headings
      .filter((heading) => !named.some(({ name }) => name === heading))
      .map((heading) => alert(rules[0]!.at, `nothing raises ${heading}, of which docs/runbooks.md has a runbook`)),
  ];
}

/** Alerts are those of alerts.json, find what they look for, and have runbooks. */
export function alertTableRules(
  plan: Plan,
  folder: Folder,
  events: Readonly<Record<string, EventRow>>,
  runbookPage: string,
): Finding[] {
  return [...unlikeTable(plan, folder), ...deafToEvents(plan, events), ...odd(plan), ...runbooks(plan, runbookPage)];
}
