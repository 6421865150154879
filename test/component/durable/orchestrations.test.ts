import type * as df from 'durable-functions';
import { TestEngine } from './engine';
import { functionsCore, sdkInvoker } from './sdk-worker';

jest.mock('@azure/functions-core', () => functionsCore, { virtual: true });

const durable = jest.requireActual<typeof df>('durable-functions');
const { app } = durable;
const calls: string[] = [];
const failures = new Map<string, number>();
const gates = new Map<string, () => void>();
const day = 24 * 60 * 60 * 1000;

app.activity('echo', {
  handler: (input: unknown) => {
    calls.push(JSON.stringify(input) ?? 'undefined');
    return input;
  },
});
app.activity('nothing', { handler: () => undefined });
app.activity('gate', { handler: (name: string) => new Promise<string>((open) => gates.set(name, () => open(name))) });
app.activity('failFirst', {
  handler: ({ key, times }: { key: string; times: number }) => {
    const count = (failures.get(key) ?? 0) + 1;
    failures.set(key, count);
    if (count <= times) throw new Error(`attempt ${count}`);
    return count;
  },
});

app.orchestration('sequence', function* (context) {
  const results: unknown[] = [];
  for (const value of [{ a: 1 }, 'text', '123', 7, null, undefined]) {
    results.push(yield context.df.callActivity('echo', value));
  }
  results.push(yield context.df.callActivity('nothing'));
  return results;
});
app.orchestration('fanOut', function* (context) {
  const count = context.df.getInput<number>();
  const tasks = Array.from({ length: count }, (_, index) => context.df.callActivity('echo', index));
  const results = (yield context.df.Task.all(tasks)) as number[];
  return results.reduce((sum, value) => sum + value, 0);
});
app.orchestration('retry', function* (context) {
  const options = new durable.RetryOptions(10, 3);
  try {
    const result = (yield context.df.callActivityWithRetry('failFirst', options, context.df.getInput())) as number;
    const after = (yield context.df.callActivity('echo', 'after')) as string;
    return { result, after };
  } catch (error) {
    const after = (yield context.df.callActivity('echo', 'after')) as string;
    return { error: (error as Error).message, after };
  }
});
app.orchestration('child', function* (context) {
  const input = context.df.getInput<{ fail?: string }>();
  yield context.df.callActivity('nothing');
  if (input?.fail) throw new Error(input.fail);
  return { parent: context.df.parentInstanceId, version: context.df.version, input };
});
app.orchestration('parent', function* (context) {
  const ok = (yield context.df.callSubOrchestrator('child', { n: 1 })) as unknown;
  const named = (yield context.df.callSubOrchestrator('child', { n: 2 }, `${context.df.instanceId}-kid`)) as unknown;
  try {
    yield context.df.callSubOrchestrator('child', { fail: 'sad' });
    return 'not reached';
  } catch (error) {
    return { ok, named, error: (error as Error).message };
  }
});
app.orchestration('stubborn', function* (context) {
  const { times } = context.df.getInput<{ times: number }>();
  const key = context.df.parentInstanceId ?? '';
  return (yield context.df.callActivity('failFirst', { key, times })) as number;
});
app.orchestration('retryChild', function* (context) {
  const options = new durable.RetryOptions(10, 3);
  const id = `${context.df.instanceId}-kid`;
  try {
    return (yield context.df.callSubOrchestratorWithRetry('stubborn', options, context.df.getInput(), id)) as number;
  } catch (error) {
    return (yield context.df.callActivity('echo', (error as Error).message)) as string;
  }
});
app.orchestration('longTimer', function* (context) {
  const due = new Date(context.df.currentUtcDateTime.getTime() + 10 * day);
  yield context.df.createTimer(due);
  const after = (yield context.df.callActivity('echo', 'after')) as string;
  return { late: context.df.currentUtcDateTime.getTime() >= due.getTime(), after };
});
app.orchestration('approval', function* (context) {
  const { days } = context.df.getInput<{ days: number }>();
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + days * day));
  const event = context.df.waitForExternalEvent('Approval');
  const winner = (yield context.df.Task.any([event, timer])) as df.Task;
  if (winner === event) timer.cancel();
  const after = (yield context.df.callActivity('echo', 'after')) as string;
  return { event: winner === event ? event.result : 'timeout', after };
});
app.orchestration('count', function* (context) {
  const { n, status } = context.df.getInput<{ n: number; status?: boolean }>();
  if (status) context.df.setCustomStatus({ n });
  yield context.df.callActivity('nothing');
  if (n >= 3) return n;
  context.df.continueAsNew({ n: n + 1 });
  return undefined;
});
app.orchestration('collect', function* (context) {
  const seen: unknown[] = [];
  for (let i = 0; i < 3; i++) seen.push(yield context.df.waitForExternalEvent('Item'));
  return seen;
});
app.orchestration('failFast', function* (context) {
  const bad = context.df.callActivity('failFirst', { key: context.df.instanceId, times: 9 });
  try {
    yield context.df.Task.all([context.df.callActivity('gate', context.df.instanceId), bad]);
  } catch (error) {
    const next = (yield context.df.callActivity('echo', 'next')) as string;
    return `${next} after ${(error as Error).message.split('\n')[0]}`;
  }
  return 'not reached';
});
app.orchestration('throws', function* (context) {
  yield context.df.callActivity('nothing');
  throw new Error('broken');
});
app.orchestration('gated', function* (context) {
  yield context.df.callActivity('gate', context.df.instanceId);
  return (yield context.df.callActivity('echo', 'second')) as string;
});
app.orchestration('http', function* (context) {
  return (yield context.df.callHttp({ method: 'GET', url: 'http://127.0.0.1/' })) as string;
});
app.orchestration('missing', function* (context) {
  return (yield context.df.callActivity('noSuchActivity')) as string;
});
app.orchestration('status', function* (context) {
  context.df.setCustomStatus(context.df.getInput());
  yield context.df.callActivity('nothing');
});
let replays = 0;
app.orchestration('unstable', function* (context) {
  replays += 1;
  yield context.df.callActivity(replays === 1 ? 'nothing' : 'echo', 1);
});
app.orchestration('repeatedAny', function* (context) {
  const tasks = [context.df.callActivity('echo', 'any-a'), context.df.callActivity('gate', context.df.instanceId)];
  yield context.df.Task.any(tasks);
  yield context.df.Task.any(tasks.slice(1));
});

describe('the durable engine with the real SDK', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await TestEngine.start(sdkInvoker, { defaultVersion: '1.0' });
  });
  afterAll(() => engine.dispose());

  it('runs a sequence and hands values through as they are', async () => {
    const status = await engine.run('sequence');
    expect(status.output).toEqual([{ a: 1 }, 'text', '123', 7, null, null, null]);
    expect(status.runtimeStatus).toBe('Completed');
  });

  it('runs a thousand activities at once', async () => {
    const status = await engine.run('fanOut', 1000);
    expect(status.output).toBe(499500);
  });

  it('retries until it works', async () => {
    const status = await engine.run('retry', { key: 'works', times: 2 });
    expect(status.output).toEqual({ result: 3, after: 'after' });
  });

  it('gives up after the last attempt with one more timer, so that the SDK goes on', async () => {
    const id = await engine.startNew('retry', { key: 'never', times: 99 });
    const status = await engine.until(id, undefined, 'showHistory=true');
    expect(failures.get('never')).toBe(3);
    expect(status.output).toMatchObject({ after: 'after' });
    expect((status.output as { error: string }).error).toContain("Activity function 'failFirst' failed: attempt 3");
    expect(status.historyEvents?.filter((event) => event.EventType === 'TimerFired')).toHaveLength(3);
  });

  it('runs sub-orchestrations, and tells the parent how they failed', async () => {
    const id = await engine.startNew('parent');
    const { output } = await engine.until(id);
    expect(output).toMatchObject({
      ok: { parent: id, version: '1.0', input: { n: 1 } },
      named: { parent: id, input: { n: 2 } },
    });
    expect((output as { error: string }).error).toContain("Orchestrator function 'child' failed: sad");
    expect((await engine.status(`${id}-kid`)).runtimeStatus).toBe('Completed');
  });

  it('retries a sub-orchestration under its own id', async () => {
    expect((await engine.run('retryChild', { times: 2 })).output).toBe(3);
    expect((await engine.run('retryChild', { times: 9 })).output).toContain('attempt 3');
  });

  it('cuts a timer of ten days into pieces', async () => {
    const id = await engine.startNew('longTimer');
    for (const days of [3.01, 3.01, 3.01, 1.1]) {
      await engine.until(id, ['Running']);
      await new Promise((resolve) => setTimeout(resolve, 100));
      engine.clock.advance(days * day);
    }
    const status = await engine.until(id, undefined, 'showHistory=true');
    expect(status.output).toEqual({ late: true, after: 'after' });
    expect(status.historyEvents?.filter((event) => event.EventType === 'TimerFired')).toHaveLength(4);
  });

  it('delivers an event before a timer, and completes with the timer cancelled', async () => {
    const id = await engine.startNew('approval', { days: 1 });
    await engine.until(id, ['Running']);
    expect((await engine.call('POST', `instances/${id}/raiseEvent/approval`, 'lost')).status).toBe(202);
    expect((await engine.call('POST', `instances/${id}/raiseEvent/Other`, 'other')).status).toBe(202);
    await engine.call('POST', `instances/${id}/terminate?reason=wrong%20case`);
    expect(await engine.until(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'wrong case' });

    const other = await engine.startNew('approval', { days: 1 });
    await engine.call('POST', `instances/${other}/raiseEvent/Approval`, { by: 'x' });
    expect((await engine.until(other)).output).toEqual({ event: { by: 'x' }, after: 'after' });
    expect((await engine.call('POST', `instances/${other}/raiseEvent/Approval`, {})).status).toBe(410);
  });

  it('times out when no event comes', async () => {
    const id = await engine.startNew('approval', { days: 1 });
    await engine.until(id, ['Running']);
    await new Promise((resolve) => setTimeout(resolve, 100));
    engine.clock.advance(day + 1000);
    expect((await engine.until(id)).output).toEqual({ event: 'timeout', after: 'after' });
  });

  it('fails an instance that cancels a long timer after its first piece fired, as the extension does', async () => {
    const early = await engine.startNew('approval', { days: 30 });
    await engine.call('POST', `instances/${early}/raiseEvent/Approval`, 1);
    expect((await engine.until(early)).output).toEqual({ event: 1, after: 'after' });

    const late = await engine.startNew('approval', { days: 30 });
    await engine.until(late, ['Running']);
    await new Promise((resolve) => setTimeout(resolve, 100));
    engine.clock.advance(4 * day);
    await engine.eventually(async () => {
      const { historyEvents } = await engine.status(late, 'showHistory=true');
      return historyEvents?.some((event) => event.EventType === 'TimerFired') ? true : undefined;
    });
    await engine.call('POST', `instances/${late}/raiseEvent/Approval`, 1);
    expect((await engine.until(late)).output).toContain('Non-Deterministic workflow detected');
  });

  it('continues as new with a fresh history', async () => {
    const id = await engine.startNew('count', { n: 1, status: true });
    const status = await engine.until(id, undefined, 'showHistory=true');
    expect(status).toMatchObject({ output: 3, input: { n: 3 } });
    expect(status.historyEvents?.filter((event) => event.EventType === 'TaskCompleted')).toHaveLength(1);
  });

  it('buffers events, first in first out', async () => {
    const id = await engine.startNew('collect');
    for (const item of [1, 2, 3]) await engine.call('POST', `instances/${id}/raiseEvent/Item`, item);
    expect((await engine.until(id)).output).toEqual([1, 2, 3]);
  });

  it('schedules what follows a fail-fast Task.all only when all siblings ended', async () => {
    calls.length = 0;
    const id = await engine.startNew('failFast');
    await engine.eventually(() => failures.get(id));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(calls).toEqual([]);
    expect((await engine.status(id)).runtimeStatus).toBe('Running');
    gates.get(id)?.();
    expect((await engine.until(id)).output).toBe("next after Activity function 'failFirst' failed: attempt 1 ");
  });

  it('reports how an orchestrator failed', async () => {
    const status = await engine.run('throws');
    expect(status).toMatchObject({
      runtimeStatus: 'Failed',
      output: "Orchestrator function 'throws' failed: broken",
    });
  });

  it('queues what arrives while suspended', async () => {
    calls.length = 0;
    const id = await engine.startNew('gated');
    await engine.eventually(() => gates.get(id));
    await engine.call('POST', `instances/${id}/suspend?reason=x`);
    await engine.until(id, ['Suspended']);
    gates.get(id)?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(calls).toEqual([]);
    await engine.call('POST', `instances/${id}/resume?reason=x`);
    expect((await engine.until(id)).output).toBe('second');
  });

  it('names what it does not support', async () => {
    expect((await engine.run('http')).output).toContain('callHttp');
    expect((await engine.run('missing')).output).toContain(
      "The function 'noSuchActivity' doesn't exist, is disabled, or is not an activity function.",
    );
  });

  it('detects an orchestrator that is not deterministic', async () => {
    const status = await engine.run('unstable');
    expect(status.runtimeStatus).toBe('Failed');
    expect(status.output).toContain('Non-Deterministic workflow detected');
  });

  it('schedules again what a second compound task repeats', async () => {
    const id = await engine.startNew('repeatedAny');
    await engine.eventually(() => gates.get(id));
    await engine.eventually(async () => {
      const { historyEvents } = await engine.status(id, 'showHistory=true');
      const open = historyEvents?.filter((event) => event.EventType === 'TaskScheduled') ?? [];
      return open.length === 2 ? open : undefined;
    });
    await engine.call('POST', `instances/${id}/terminate?reason=x`);
    await engine.until(id);
    gates.get(id)?.();
  });

  it('goes on with much work although no date comes any more, as after a clock was set back', async () => {
    const dates = jest.spyOn(engine.clock, 'at').mockReturnValue({ cancel: () => undefined });
    try {
      expect((await engine.run('fanOut', 1000)).output).toBe((1000 * 999) / 2);
    } finally {
      dates.mockRestore();
    }
  });

  it('refuses a custom status of more than 16 KB', async () => {
    expect((await engine.run('status', { text: 'x'.repeat(7000) })).runtimeStatus).toBe('Completed');
    const status = await engine.run('status', { text: 'x'.repeat(9000) });
    expect(status).toMatchObject({ runtimeStatus: 'Failed' });
    expect(status.output).toContain('16 KB');
  });
});
