import { events, type EventRow } from '../../src/config/events';
import { code, table } from './markdown';

/** Every event that the app writes to its log. */
export function eventTable(): string {
  return table(
    ['Event', 'Level', 'Meaning', 'Fields', 'Alert'],
    Object.entries<EventRow>(events).map(([name, { level, meaning, fields, alert }]) => [
      ...[code(name), level, meaning],
      Object.entries(fields)
        .map(([field, text]) => `${code(field)}: ${text}`)
        .join('; '),
      alert ? `[${alert}](#${alert})` : 'none',
    ]),
  );
}
