import { eventLine, events, raise } from '../../../../src/config/events';

describe('events', () => {
  it('are lines that begin with their name, with fields that are one word each', () => {
    expect(eventLine('request_overdue', { request: 'abc', days: 26, state: 'erasing' })).toBe(
      'event=request_overdue request=abc days=26 state=erasing',
    );
    const line = eventLine('settings_invalid', { settings: 'A B\nevent=request_failed' }, 'one:\n- two\n- three');
    expect(line).toBe('event=settings_invalid settings=A_B_event=request_failed | one: - two - three');
  });

  it('are written at their level', () => {
    const written: string[] = [];
    const at = (level: string) => (line: string) => void written.push(`${level} ${line}`);
    const log = { error: at('error'), warn: at('warn'), info: at('info') };
    raise(log, 'request_failed', { request: 'a' });
    raise(log, 'message_rejected', { code: 'invalid_json' });
    raise(log, 'completed_with_gaps', { gaps: 2 });
    expect(written.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      ...['error event=request_failed', 'warn event=message_rejected', 'info event=completed_with_gaps'],
    ]);
  });

  it('have an alert of their own unless they are only told', () => {
    const alerts = Object.values(events).flatMap((row) => ('alert' in row ? row.alert : []));
    expect(new Set(alerts).size).toBe(alerts.length);
    for (const row of Object.values(events)) expect('alert' in row).toBe(row.level !== 'info');
  });
});
