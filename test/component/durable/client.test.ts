import type * as df from 'durable-functions';
import { TestEngine } from './engine';
import { functionsCore, sdkInvoker } from './sdk-worker';

jest.mock('@azure/functions-core', () => functionsCore, { virtual: true });

const durable = jest.requireActual<typeof df>('durable-functions');
const written: string[] = [];
let outputsFail = false;

durable.app.activity('greet', { handler: (name: string) => `Hello ${name}` });
durable.app.orchestration('hello', function* (context) {
  return (yield context.df.callActivity('greet', context.df.getInput())) as string;
});
durable.app.orchestration('wait', function* (context) {
  return (yield context.df.waitForExternalEvent('Go')) as unknown;
});
durable.app.orchestration('version', function* (context) {
  yield context.df.callActivity('greet', 'x');
  return context.df.version ?? 'none';
});
durable.app.orchestration('clash', function* (context) {
  const id = context.df.getInput<string>();
  try {
    return (yield context.df.callSubOrchestrator('wait', {}, id)) as string;
  } catch (error) {
    return (error as Error).message;
  }
});

const startEngine = (hostJson: Record<string, unknown> = {}): Promise<TestEngine> =>
  TestEngine.start(sdkInvoker, { defaultVersion: '1.0', ...hostJson }, (fn) => {
    if (outputsFail) return Promise.reject(new Error('queue is down'));
    written.push(fn.name);
    return Promise.resolve();
  });

describe('the endpoint of the durable client', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine.dispose());

  it('reports 202 while an instance runs, 200 when it ended, 404 when there is none', async () => {
    const id = await engine.startNew('wait', { n: 1 });
    const running = await engine.call('GET', `instances/${id}`);
    expect(running.status).toBe(202);
    expect(await running.json()).toMatchObject({ name: 'wait', instanceId: id, input: { n: 1 }, output: null });
    await engine.call('POST', `instances/${id}/raiseEvent/Go`, 'now');
    await engine.until(id);
    expect((await engine.call('GET', `instances/${id}`)).status).toBe(200);
    expect(await engine.status(id, 'showInput=false')).toMatchObject({ input: null, output: 'now' });
    expect((await engine.call('GET', 'instances/nobody')).status).toBe(404);
  });

  it.each([
    ['terminate', 'Terminated'],
    ['suspend', 'Suspended'],
  ])('accepts %s, and answers 404 and 410 when it is pointless', async (verb, state) => {
    const id = await engine.startNew('wait');
    expect((await engine.call('POST', `instances/${id}/${verb}?reason=why`)).status).toBe(202);
    await engine.until(id, [state]);
    await engine.call('POST', `instances/${id}/terminate?reason=why`);
    await engine.until(id, ['Terminated']);
    expect((await engine.call('POST', `instances/${id}/${verb}?reason=why`)).status).toBe(410);
    expect((await engine.call('POST', `instances/nobody/${verb}?reason=why`)).status).toBe(404);
  });

  it('refuses an event without a JSON body', async () => {
    const id = await engine.startNew('wait');
    expect((await engine.call('POST', `instances/${id}/raiseEvent/Go`)).status).toBe(400);
    const broken = await fetch(new URL(`instances/${id}/raiseEvent/Go`, engine.rpc), {
      method: 'POST',
      body: '{',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(broken.status).toBe(400);
    expect((await engine.call('POST', 'instances/nobody/raiseEvent/Go', 1)).status).toBe(404);
  });

  it.each(['@id', 'a%2Fb', 'a%5Cb', 'a%23b', 'a%3Fb', 'a%01b', 'x'.repeat(101)])('refuses the id %s', async (id) => {
    expect((await engine.call('POST', `orchestrators/hello/${id}`)).status).toBe(400);
  });

  it('refuses an orchestrator that is not there', async () => {
    const response = await engine.call('POST', 'orchestrators/greet/some-id');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("The function 'greet' doesn't exist");
  });

  it('starts an id once while it runs, and again from the start when it ended', async () => {
    const attempts = await Promise.all([1, 2, 3].map((n) => engine.call('POST', 'orchestrators/wait/twice', { n })));
    expect(attempts.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const before = await engine.status('twice');
    await engine.call('POST', 'instances/twice/raiseEvent/Go', 'first');
    expect((await engine.until('twice')).output).toBe('first');
    await engine.startNew('wait', { n: 9 }, 'twice');
    expect(await engine.until('twice', ['Pending', 'Running'])).toMatchObject({ input: { n: 9 }, output: null });
    await engine.call('POST', 'instances/twice/raiseEvent/Go', 'second');
    expect((await engine.until('twice')).output).toBe('second');
    expect(before.output).toBeNull();
  });

  it('fails a sub-orchestration whose id is taken', async () => {
    await engine.startNew('wait', {}, 'taken');
    await engine.until('taken', ['Running']);
    expect((await engine.run('clash', 'taken')).output).toContain('already exists');
    expect((await engine.run('clash', 'bad/id')).output).toContain('Instance ids must not contain');
  });

  it('purges ended instances only', async () => {
    const id = await engine.startNew('wait');
    expect((await engine.call('DELETE', `instances/${id}`)).status).toBe(404);
    await engine.call('POST', `instances/${id}/raiseEvent/Go`, 1);
    await engine.until(id);
    const purged = await engine.call('DELETE', `instances/${id}`);
    expect([purged.status, await purged.json()]).toEqual([200, { instancesDeleted: 1 }]);
    expect((await engine.call('GET', `instances/${id}`)).status).toBe(404);
  });

  it('opens the webhooks to the system key only, and nothing to a wrong secret', async () => {
    const id = await engine.startNew('wait');
    const urls = engine.binding.managementUrls as Record<string, string>;
    const url = (urls.statusQueryGetUri ?? '').replace('INSTANCEID', id);
    expect((await fetch(url)).status).toBe(202);
    expect((await fetch(url.replace(/code=.*/, ''))).status).toBe(401);
    expect((await fetch(`${engine.rpc.replace(/rpc\/.*/, 'rpc/wrong/')}instances/${id}`)).status).toBe(401);
    expect((await engine.call('GET', `instances/${id}?taskHub=Other`)).status).toBe(400);
  });

  it.each([
    ['POST', 'instances/x/rewind?reason=y', 'Rewinding'],
    ['GET', 'entities/counter/one', 'entity'],
    ['POST', 'entities/counter/one?op=add', 'entity'],
  ])('names what it does not support: %s %s', async (method, path, name) => {
    const response = await engine.call(method, path, method === 'POST' ? {} : undefined);
    expect(response.status).toBe(501);
    expect(await response.text()).toContain(name);
  });

  it("writes an activity's outputs before the activity counts as done", async () => {
    written.length = 0;
    expect((await engine.run('hello', 'you')).output).toBe('Hello you');
    expect(written).toEqual(['greet']);
    outputsFail = true;
    const status = await engine.run('hello', 'you');
    outputsFail = false;
    expect(status.output).toContain('queue is down');
  });
});

describe('lists and purges of many instances', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEngine();
    for (let i = 0; i < 25; i++) await engine.startNew('hello', i, `done-${String(i).padStart(2, '0')}`);
    for (let i = 0; i < 25; i++) await engine.until(`done-${String(i).padStart(2, '0')}`);
    for (const id of ['open-1', 'open-2']) await engine.startNew('wait', {}, id);
    for (const id of ['open-1', 'open-2']) await engine.until(id, ['Running']);
  });
  afterAll(() => engine.dispose());

  const pages = async (query: string): Promise<string[][]> => {
    const found: string[][] = [];
    let token: string | null = '';
    do {
      const response: Response = await fetch(new URL(`instances/?${query}`, engine.rpc), {
        headers: token ? { 'x-ms-continuation-token': token } : {},
      });
      expect(response.status).toBe(200);
      found.push(((await response.json()) as { instanceId: string }[]).map(({ instanceId }) => instanceId));
      token = response.headers.get('x-ms-continuation-token');
    } while (token);
    return found;
  };

  it('pages by a token in a header', async () => {
    const found = await pages('top=10');
    expect(found.map((page) => page.length)).toEqual([10, 10, 7]);
    expect(new Set(found.flat()).size).toBe(27);
  });

  it('filters by state, time and prefix', async () => {
    expect((await pages('runtimeStatus=Running,Pending')).flat()).toEqual(['open-1', 'open-2']);
    expect((await pages('runtimeStatus=Canceled')).flat()).toEqual([]);
    expect((await pages('instanceIdPrefix=done-1')).flat()).toHaveLength(10);
    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await pages(`createdTimeFrom=${later}`)).flat()).toEqual([]);
    expect((await pages(`createdTimeTo=${later}`)).flat()).toHaveLength(27);
    expect((await engine.call('GET', 'instances/?runtimeStatus=Sleeping')).status).toBe(400);
    expect((await engine.call('GET', 'instances/?createdTimeFrom=soon')).status).toBe(400);
  });

  it('purges by period and state', async () => {
    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await engine.call('DELETE', `instances/?createdTimeFrom=${later}`)).status).toBe(404);
    expect((await engine.call('DELETE', 'instances/?runtimeStatus=Failed')).status).toBe(404);
    const purged = await engine.call('DELETE', `instances/?createdTimeTo=${later}`);
    expect(await purged.json()).toEqual({ instancesDeleted: 25 });
    expect((await pages('')).flat()).toEqual(['open-1', 'open-2']);
  });
});

describe('versions of orchestrations', () => {
  it('gives the default version, or the one that the client names, also after a restart', async () => {
    const engine = await startEngine();
    expect((await engine.run('version')).output).toBe('1.0');
    const named = (await (await engine.call('POST', 'orchestrators/version?version=0.9')).json()) as { id: string };
    expect((await engine.until(named.id)).output).toBe('0.9');
    await engine.dispose();
  });

  it('leaves an instance of a newer version alone, or fails it', async () => {
    const rejecting = await startEngine();
    const newer = (await (await rejecting.call('POST', 'orchestrators/version?version=2.0')).json()) as { id: string };
    await rejecting.eventually(() => rejecting.logged.find((line) => line.includes('Version 2.0')));
    expect((await rejecting.status(newer.id)).runtimeStatus).toBe('Pending');
    await rejecting.call('POST', `instances/${newer.id}/terminate?reason=stuck`);
    expect((await rejecting.until(newer.id)).output).toBe('stuck');
    await rejecting.dispose();

    const failing = await startEngine({ versionFailureStrategy: 'Fail' });
    const other = (await (await failing.call('POST', 'orchestrators/version?version=2.0')).json()) as { id: string };
    expect((await failing.until(other.id)).output).toContain('Version 2.0');
    await failing.dispose();
  });

  it('goes on with what it has after a restart, and keeps its system key', async () => {
    const engine = await startEngine();
    const { managementUrls } = engine.binding as { managementUrls: Record<string, string> };
    const key = /code=(.*)/.exec(managementUrls.statusQueryGetUri ?? '')?.[1];
    const id = await engine.startNew('wait');
    await engine.until(id, ['Running']);
    await engine.call('POST', `instances/${id}/suspend?reason=x`);
    await engine.until(id, ['Suspended']);
    await engine.call('POST', `instances/${id}/raiseEvent/Go`, 'kept');
    await engine.close();
    await engine.open();
    expect(JSON.stringify(engine.binding)).toContain(`code=${key}`);
    expect((await engine.status(id)).runtimeStatus).toBe('Suspended');
    await engine.call('POST', `instances/${id}/resume?reason=x`);
    expect((await engine.until(id)).output).toBe('kept');
    await engine.dispose();
  });
});
