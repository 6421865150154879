import { newId, type InstanceStatus, type RpcResponse } from './harness/app-client';
import { eventually, sleep } from './harness/eventually';
import { useSystem } from './harness/use-system';

// Many tasks, many instances, large values, and what clients do with many instances.
const host = useSystem();

const startMany = (orchestrator: string, prefix: string, count: number, input?: object) =>
  host.app.json(`start-many/${orchestrator}`, 'POST', { prefix, count, input });

/** One page of a list; `query` without the question mark. */
const page = (query: string, token?: string): Promise<RpcResponse> =>
  host.app.rpc({ path: `instances/?${query}`, headers: token ? { 'x-ms-continuation-token': token } : {} });

/** All instances of a query, in the order in which they came. */
async function list(query: string, between: () => Promise<void> = () => Promise.resolve()): Promise<InstanceStatus[]> {
  const found: InstanceStatus[] = [];
  for (let token: string | undefined; ;) {
    const answer = await page(query, token);
    expect(answer.status).toBe(200);
    found.push(...(answer.json as InstanceStatus[]));
    token = answer.headers['x-ms-continuation-token'];
    if (!token || token === 'null') return found;
    await between();
  }
}

const allEnded = (prefix: string) =>
  eventually(
    `the end of all instances ${prefix}`,
    async () =>
      (await list(`instanceIdPrefix=${prefix}&runtimeStatus=Pending,Running&top=1`)).length ? undefined : true,
    40_000,
  );

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('much at once', () => {
  it('a fan-out of 1,000 has every result, in its place', async () => {
    expect(await host.app.output('fanOut', { count: 1000, ms: 0 })).toEqual(numbers(1000));
  });

  it('500 instances that were started at the same time each end with what is theirs', async () => {
    const prefix = `${newId()}-`;
    await startMany('echoes', prefix, 500);
    await allEnded(prefix);
    const ended = await list(`instanceIdPrefix=${prefix}&top=1000`);
    expect(ended.every((instance) => instance.runtimeStatus === 'Completed')).toBe(true);
    const outputs = new Map(ended.map(({ instanceId, output }) => [instanceId, output]));
    expect(numbers(500).map((n) => outputs.get(`${prefix}${n}`))).toEqual(numbers(500).map((n) => ({ n })));
  });
});

describe('a megabyte', () => {
  it('passes through inputs, activities, sub-orchestrations, events, outputs and the status unharmed', async () => {
    const text = 'x"é\\名\n'.repeat(2 ** 17);
    expect(Buffer.byteLength(text)).toBeGreaterThan(2 ** 20);
    const id = await host.app.start('carriesMegabytes', { text });
    await host.app.raise(id, 'go', text);
    const { output, input } = await host.app.ended(id);
    const { same, fromEvent } = output as { same: boolean; fromEvent: string };
    expect({ same, event: fromEvent === text, input: (input as { text: string }).text === text }).toEqual({
      same: true,
      event: true,
      input: true,
    });
  });

  it('is too much for a custom status, which may have 16 KB of UTF-16', async () => {
    const status = (characters: number) => host.app.run('setsLongStatus', { characters });
    // Two of the characters are the quotes of the JSON text.
    expect(await status(8190)).toMatchObject({ runtimeStatus: 'Completed', customStatus: 'x'.repeat(8190) });
    expect(await status(8191)).toMatchObject({ runtimeStatus: 'Failed' });
  });
});

describe('5,000 instances', () => {
  const prefix = `${newId()}-`;
  let from: string;
  beforeAll(async () => {
    // Times are told in whole seconds: nothing that was there before has been created in this one.
    await sleep(1100);
    from = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
    await startMany('returnsAtOnce', prefix, 5000);
    await allEnded(prefix);
  });

  it('are listed by pages, each once, while others are added', async () => {
    let added = 0;
    // Before, among and after those that are being read.
    const add = async () => {
      for (const other of ['!', prefix, '~']) await startMany('returnsAtOnce', `${other}${newId()}-${added++}-`, 1);
    };
    const found = (await list(`createdTimeFrom=${from}&top=700`, add)).map(({ instanceId }) => instanceId);
    expect(added).toBeGreaterThan(20);
    expect(new Set(found).size).toBe(found.length);
    const ours = new Set(found.filter((id) => id.startsWith(prefix)));
    expect(numbers(5000).filter((n) => !ours.has(`${prefix}${n}`))).toEqual([]);
  });

  it('are found by prefix, state and time of creation', async () => {
    const [failed, running] = [`${newId()}-`, `${newId()}-`];
    await Promise.all([startMany('throwsAtOnce', failed, 3), startMany('waitsOnce', running, 3)]);
    await allEnded(failed);
    await eventually('their start', async () =>
      (await list(`instanceIdPrefix=${running}&runtimeStatus=Running`)).length === 3 ? true : undefined,
    );
    const ids = async (query: string) => (await list(`${query}&top=400`)).map(({ instanceId }) => instanceId).sort();
    expect(await ids(`instanceIdPrefix=${prefix}49`)).toEqual(
      numbers(5000)
        .map((n) => `${prefix}${n}`)
        .filter((id) => id.startsWith(`${prefix}49`))
        .sort(),
    );
    expect(await ids(`instanceIdPrefix=${failed}&runtimeStatus=Failed`)).toEqual([0, 1, 2].map((n) => `${failed}${n}`));
    const live = await ids(`createdTimeFrom=${from}&runtimeStatus=Running,Pending`);
    expect(live).toEqual([0, 1, 2].map((n) => `${running}${n}`));
    expect(await ids(`instanceIdPrefix=${prefix}&createdTimeTo=${from}`)).toEqual([]);
    await Promise.all([0, 1, 2].map((n) => host.app.raise(`${running}${n}`, 'go', 1)));
  });

  it('are purged by period and state, all that match and nothing else', async () => {
    await sleep(1100);
    const [later, running] = [`${newId()}-`, await host.app.start('waitsOnce')];
    await host.app.inState(running, 'Running');
    const between = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
    await sleep(1100);
    await startMany('returnsAtOnce', later, 3);
    await allEnded(later);
    const purge = (filter: object) => host.app.json<{ instancesDeleted: number }>('purge', 'POST', filter);
    const left = async (start: string) => (await list(`instanceIdPrefix=${start}&top=6000`)).length;

    expect(await purge({ from, to: between, states: ['Terminated', 'Failed'] })).toMatchObject({ instancesDeleted: 3 });
    expect(await left(prefix)).toBeGreaterThanOrEqual(5000);
    const { instancesDeleted } = await purge({ from, to: between, states: ['Completed'] });
    expect(instancesDeleted).toBeGreaterThanOrEqual(5000);
    expect({ earlier: await left(prefix), later: await left(later) }).toEqual({ earlier: 0, later: 3 });
    expect((await host.app.status(running)).runtimeStatus).toBe('Running');
    await host.app.raise(running, 'go', 'still there');
    expect((await host.app.ended(running)).output).toBe('still there');
  });
});
