import type { InstanceStatus, RpcResponse } from './harness/app-client';
import { sleep } from './harness/eventually';
import { itWithKeys } from './harness/needs';
import { useSystem } from './harness/use-system';

// Client RPC: purging, listing, and waiting for an end.
const host = useSystem();

describe('purge', () => {
  it('is 200 with the number of instances, then 404, which the SDK reports as 0', async () => {
    const { instanceId } = await host.app.run('echoes', {});
    const purge = () => host.app.rpc({ method: 'DELETE', path: `instances/${instanceId}` });
    const first = await purge();
    expect({ status: first.status, json: first.json }).toMatchObject({ status: 200, json: { instancesDeleted: 1 } });
    expect((await host.app.rpcGet(instanceId)).status).toBe(404);
    expect((await purge()).status).toBe(404);
    expect(await host.app.json(`instances/${instanceId}`, 'DELETE')).toEqual({ instancesDeleted: 0 });
  });

  it('by period and state takes only what matches', async () => {
    const from = new Date(Date.now() - 1000).toISOString();
    const [failed, completed] = await Promise.all([host.app.run('throwsLater', {}), host.app.run('echoes', {})]);
    const to = new Date(Date.now() + 1000).toISOString();
    const purged = await host.app.json('purge', 'POST', { from, to, states: ['Failed'] });
    expect((purged as { instancesDeleted: number }).instancesDeleted).toBeGreaterThanOrEqual(1);
    expect((await host.app.rpcGet(failed.instanceId)).status).toBe(404);
    expect((await host.app.rpcGet(completed.instanceId)).status).toBe(200);
  });
});

describe('GET instances/', () => {
  let from: string;
  let ids: string[];
  beforeAll(async () => {
    await sleep(1100);
    from = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
    const completed = await Promise.all([1, 2, 3, 4].map((n) => host.app.run('echoes', { n })));
    ids = [...completed, await host.app.run('throwsLater', {})].map((status) => status.instanceId);
  });

  it('pages with the header x-ms-continuation-token', async () => {
    const found: string[] = [];
    let token: string | undefined;
    let pages = 0;
    do {
      const page: RpcResponse = await host.app.rpc({
        path: `instances/?top=2&createdTimeFrom=${from}`,
        headers: token ? { 'x-ms-continuation-token': token } : {},
      });
      expect(page.status).toBe(200);
      const instances = page.json as InstanceStatus[];
      expect(instances.length).toBeLessThanOrEqual(2);
      found.push(...instances.map((instance) => instance.instanceId));
      token = page.headers['x-ms-continuation-token'];
      pages += 1;
    } while (token && token !== 'null' && pages < 20);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual(expect.arrayContaining(ids));
    expect(pages).toBeGreaterThan(2);
  });

  it('filters by state and by creation time', async () => {
    const query = (filter: object) => host.app.json<InstanceStatus[]>('query', 'POST', filter);
    const failed = await query({ from, states: ['Failed', 'Terminated'] });
    const ours = failed.map((instance) => instance.instanceId).filter((id) => ids.includes(id));
    expect(ours).toEqual([ids.at(-1)]);
    expect(failed.every((instance) => ['Failed', 'Terminated'].includes(instance.runtimeStatus))).toBe(true);
    const earlier = await query({ to: from, states: ['Completed', 'Failed'] });
    expect(earlier.filter((instance) => ids.includes(instance.instanceId))).toEqual([]);
  });

  it('gives the SDK everything at once', async () => {
    const all = await host.app.json<InstanceStatus[]>('query', 'POST');
    expect(all.map((instance) => instance.instanceId)).toEqual(expect.arrayContaining(ids));
  });
});

describe('waiting for an end over HTTP', () => {
  it('answers with the output of an instance that completed', async () => {
    const id = await host.app.start('echoes', { n: 1 });
    const response = await host.app.fetch(`await/${id}`);
    expect({ status: response.status, body: await response.json() }).toEqual({ status: 200, body: { n: 1 } });
  });

  it('answers 202 with a Location when the instance is not done in time', async () => {
    const id = await host.app.start('waitsOnce');
    const response = await host.app.fetch(`await/${id}?timeout=300`);
    expect(response.status).toBe(202);
    const location = response.headers.get('location') ?? '';
    expect(location).toContain(id);
    expect((await fetch(location)).status).toBe(202);
  });

  it('answers 500 when the instance failed', async () => {
    const id = await host.app.start('throwsAtOnce', { message: 'kaboom' });
    expect((await host.app.fetch(`await/${id}`)).status).toBe(500);
  });

  itWithKeys('needs the key that is in the links', async () => {
    const id = await host.app.start('waitsOnce');
    const location = new URL((await host.app.fetch(`await/${id}?timeout=200`)).headers.get('location') ?? '');
    location.searchParams.delete('code');
    expect((await fetch(location)).status).toBe(401);
    expect((await fetch(`${host.system.baseUrl}/runtime/webhooks/durabletask/instances/${id}`)).status).toBe(401);
  });
});
