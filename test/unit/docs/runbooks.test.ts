import { events, type EventRow } from '../../../src/config/events';
import { textOf } from './markdown-files';

interface LogAlert {
  name: string;
  severity: number;
  query: string;
  dimension: string;
  frequency: string;
  window: string;
  periods: number;
}

const logAlerts = JSON.parse(textOf('infra/alerts.json')) as LogAlert[];
const rows = Object.entries<EventRow>(events);
/** The event that a query looks for, and the field that it tells alerts apart by. */
const sought = ({ query }: LogAlert) => /startswith "event=(\w+) "/.exec(query)?.[1];
const minutes = (text: string) => {
  const [, days = '0', hours = '0', minutes = '0'] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text) ?? [];
  return Number(days) * 1_440 + Number(hours) * 60 + Number(minutes);
};

describe('alerts', () => {
  const page = textOf('docs/runbooks.md');
  const metricAlerts = [...textOf('infra/modules/metric-alerts.bicep').matchAll(/#?\$\{runbookUrl\}([a-z-]+)'/g)].map(
    ([, name = '']) => name,
  );

  it('have a runbook each, and every runbook an alert', () => {
    const headings = [...page.matchAll(/^## ([a-z-]+)$/gm)].map(([, name]) => name);
    expect(metricAlerts).toHaveLength(3);
    expect(headings.sort()).toEqual([...logAlerts.map(({ name }) => name), ...metricAlerts].sort());
  });

  it('are explained from what they mean to when they are over', () => {
    const runbooks = page.split(/^## (?=[a-z-]+$)/m).slice(1);
    for (const text of runbooks) {
      const steps = ['**Means.**', '**Who is affected.**', '**Look.**', '**Do.**', '**Over when**'];
      const places = steps.map((step) => text.indexOf(step));
      expect([text.split('\n')[0], places.every((at) => at > 0), places]).toEqual([
        ...[text.split('\n')[0], true],
        [...places].sort((one, other) => one - other),
      ]);
    }
  });

  it('look for events that the app writes, each for its own, and miss none', () => {
    const byEvent = logAlerts.flatMap((alert) => {
      const event = sought(alert);
      return event ? [[event, alert.name]] : [];
    });
    expect(byEvent.sort()).toEqual(rows.flatMap(([name, { alert }]) => (alert ? [[name, alert]] : [])).sort());
  });

  it('tell apart by a field that the event has', () => {
    for (const alert of logAlerts.filter(({ dimension }) => dimension)) {
      const fields = Object.keys((events as Record<string, EventRow>)[sought(alert) ?? '']?.fields ?? {});
      const [, column, field] = /extend (\w+) = extract\(@"(\w+)=\(\\S\+\)", 1, Message\)/.exec(alert.query) ?? [];
      expect([alert.name, column, fields.includes(field ?? '')]).toEqual([alert.name, alert.dimension, true]);
    }
  });

  it('are evaluated as Azure allows', () => {
    for (const { severity, frequency, window, periods } of logAlerts) {
      expect([0, 1, 2, 3, 4]).toContain(severity);
      expect([5, 10, 15, 30, 60]).toContain(minutes(frequency));
      expect([5, 10, 15, 30, 60, 1_440]).toContain(minutes(window));
      // What falls between two looks would never be seen; and logs are looked at for two days at most.
      expect(minutes(window)).toBeGreaterThanOrEqual(minutes(frequency));
      expect(minutes(window) * periods).toBeLessThanOrEqual(2_880);
    }
  });

  it('are no more than what the page names events for', () => {
    const named = [...page.matchAll(/event=([a-z_]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in events))).toEqual([]);
    expect(new Set(named).size).toBeGreaterThan(10);
  });
});
