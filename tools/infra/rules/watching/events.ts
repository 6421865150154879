import { made, textAt } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { at, itemsOf } from '../../deployment/value';
import type { EventRow } from '../../../../src/config/events';
import { findings, type Finding } from '../../finding';
import { nearest } from '../../nearest';

const eventName = findings('event-name');

/** The queries of a rule, and the events that they look for (`event=NAME`). */
function eventsIn(rule: PlannedResource): string[] {
  const conditions = itemsOf(at(rule.body, 'properties', 'criteria', 'allOf'));
  const queries = conditions.map((condition) => textAt(condition, 'query') ?? '');
  return queries.flatMap((query) => [...query.matchAll(/\bevent=(\w+)/g)].map(([, name]) => name ?? ''));
}

/** Queries look for events that the app logs, and each event that is to alert somebody has an alert. */
export function eventRules(plan: Plan, events: Readonly<Record<string, EventRow>>): Finding[] {
  const rules = made(plan, 'Microsoft.Insights/scheduledQueryRules');
  if (rules.length === 0) return [];
  const names = Object.keys(events);
  const unknown = rules.flatMap((rule) =>
    eventsIn(rule)
      .filter((name) => !names.includes(name))
      .map((name) => {
        const similar = nearest(name, names);
        return eventName(rule.at, `the app logs no event ${name}${similar ? `: did you mean ${similar}?` : ''}`);
      }),
  );
  const silent = Object.entries(events).flatMap(([name, { alert }]) => {
    const found = rules.some((rule) => alert && rule.name.endsWith(alert) && eventsIn(rule).includes(name));
    return !alert || found ? [] : [eventName(rules[0]!.at, `the event ${name} needs the alert ${alert}`)];
  });
  return [...unknown, ...silent];
}
