import { newId } from './harness/app-client';
import { eventually } from './harness/eventually';
import { EventType, eventsOf, type HistoryEvent } from './harness/history';
import { useSystem } from './harness/use-system';

// Data: inputs, outputs and what the orchestrator knows about itself.
const host = useSystem();

describe('the input of an orchestrator', () => {
  it('has a Date where a property is named Timestamp, at any depth', async () => {
    const instant = '2026-03-04T05:06:07.000Z';
    const input = { Timestamp: instant, timestamp: instant, nested: { Timestamp: instant } };
    expect(await host.app.output('describesInput', input)).toMatchObject({
      type: 'object',
      timestampIsDate: true,
      nestedTimestampIsDate: true,
      otherIsString: true,
    });
  });

  it('is missing when none was given, and null in the status', async () => {
    // Beneath the SDK, whose HTTP client sends an empty string when there is no input.
    const { json } = await host.app.rpc({ method: 'POST', path: 'orchestrators/describesInput' });
    const status = await host.app.ended((json as { id: string }).id);
    expect(status.output).toMatchObject({ missing: true });
    expect(status.input).toBeNull();
  });

  it('is reported by the status as it was given', async () => {
    const input = { list: [1, 'two', null, { three: 3.5 }], text: 'é 名 😀 "\\' };
    expect(await host.app.run('echoes', input)).toMatchObject({ input, output: input });
  });
});

describe('the input of an activity', () => {
  it('arrives as what it is: object, array, number, boolean, null, text', async () => {
    const values = [{ a: [1] }, [1, 2, 3], [], 7, true, 'some words'];
    expect(await host.app.output('describesActivityInput', { values })).toEqual([
      { type: 'object', isArray: false, value: { a: [1] } },
      { type: 'object', isArray: true, value: [1, 2, 3] },
      { type: 'object', isArray: true, value: [] },
      { type: 'number', isArray: false, value: 7 },
      { type: 'boolean', isArray: false, value: true },
      { type: 'string', isArray: false, value: 'some words' },
    ]);
  });

  it('is at most parsed once too often when it is a text of digits, and never gets quotes', async () => {
    const digits = '12345678901234567890';
    const [described] = await host.app.output<{ value: unknown }[]>('describesActivityInput', { values: [digits] });
    expect([digits, Number(digits)]).toContain(described?.value);
  });
});

describe('outputs', () => {
  it('are null in the status when the orchestrator returns nothing', async () => {
    const id = await host.app.start('returnsNothing', {});
    await host.app.ended(id);
    const { json } = await host.app.rpc({ path: `instances/${id}` });
    expect(json).toHaveProperty('output', null);
  });

  it('may be any value', async () => {
    for (const value of ['words', '123', '', 0, 1.5, true, false, [], [null], {}, { a: { b: [] } }]) {
      expect(await host.app.output('returnsValue', { value })).toEqual(value);
    }
  });

  it('of several hundred kilobytes pass through activities, history and status unharmed', async () => {
    const text = 'é名 ';
    const output = await host.app.output<{ measured: number; text: string }>('carriesLargeText', {
      text,
      times: 60_000,
    });
    expect(output.measured).toBe(180_000);
    expect(output.text).toBe(text.repeat(60_000));
  });

  it('likewise inputs', async () => {
    const input = { text: 'ü'.repeat(150_000) };
    expect(await host.app.output('echoes', input)).toEqual(input);
  });
});

describe('the orchestrator knows', () => {
  it('a schema version of V3 or newer', async () => {
    const { schemaVersion } = await host.app.output<{ schemaVersion: number }>('tellsContext', {});
    expect([2, 3]).toContain(schemaVersion);
  });

  it('its id and its parent, and a child has the id that it was given', async () => {
    const [id, childId] = [newId(), newId()];
    const { child, history } = await host.app.output<{ child: unknown; history: HistoryEvent[] }>(
      'callsNamedChild',
      { childId },
      { id },
    );
    expect(child).toMatchObject({ instanceId: childId, parentInstanceId: id });
    expect(eventsOf(history, EventType.SubOrchestrationInstanceCreated)).toHaveLength(1);
    expect(await host.app.status(childId)).toMatchObject({ name: 'tellsContext', runtimeStatus: 'Completed' });
  });

  it('an id of its own when a child was given none', async () => {
    const id = newId();
    const { child } = await host.app.output<{ child: { instanceId: string; parentInstanceId: string } }>(
      'callsNamedChild',
      {},
      { id },
    );
    expect(child.parentInstanceId).toBe(id);
    expect(child.instanceId).not.toBe(id);
    expect(child.instanceId.length).toBeGreaterThan(0);
  });
});

describe('custom status', () => {
  it('is seen while the instance waits, and the last one after its end', async () => {
    const id = await host.app.start('setsCustomStatus');
    const waiting = await eventually(
      'a custom status',
      async () => (await host.app.status(id)).customStatus ?? undefined,
    );
    expect(waiting).toEqual({ stage: 'waiting', done: 1, names: ['é', '名'] });
    await host.app.raise(id, 'go', {});
    expect(await host.app.ended(id)).toMatchObject({ output: 'done', customStatus: { stage: 'finished', done: 2 } });
  });
});
