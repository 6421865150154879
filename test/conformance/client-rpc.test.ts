import { newId, type InstanceStatus } from './harness/app-client';
import { eventually } from './harness/eventually';
import { useSystem } from './harness/use-system';

// Client RPC: the local endpoint that the SDK talks to, and what the SDK makes of its answers.
const host = useSystem();

describe('GET instances/{id}', () => {
  it('is 202 while an instance runs or is suspended, and 200 when it was terminated', async () => {
    const id = await host.app.start('waitsOnce');
    await host.app.inState(id, 'Running');
    expect((await host.app.rpcGet(id)).status).toBe(202);
    await host.app.change(id, 'suspend');
    await host.app.inState(id, 'Suspended');
    expect((await host.app.rpcGet(id)).status).toBe(202);
    await host.app.change(id, 'terminate');
    await host.app.inState(id, 'Terminated');
    expect((await host.app.rpcGet(id)).status).toBe(200);
  });

  it('is 200 when an instance completed or failed', async () => {
    const [completed, failed] = await Promise.all([host.app.run('echoes', {}), host.app.run('throwsLater', {})]);
    expect((await host.app.rpcGet(completed.instanceId)).status).toBe(200);
    expect((await host.app.rpcGet(failed.instanceId)).status).toBe(200);
  });

  it('has the fields that the SDK needs, input and output also when they are null', async () => {
    const { id } = (await host.app.rpcPost('orchestrators/waitsOnce')).json as { id: string };
    await host.app.inState(id, 'Running');
    const { json } = await host.app.rpcGet(id);
    expect(json).toMatchObject({
      name: 'waitsOnce',
      instanceId: id,
      runtimeStatus: 'Running',
      input: null,
      output: null,
    });
    const { createdTime, lastUpdatedTime } = json as InstanceStatus;
    expect(Math.abs(Date.parse(createdTime) - Date.now())).toBeLessThan(60_000);
    expect(Date.parse(lastUpdatedTime)).toBeGreaterThanOrEqual(Date.parse(createdTime));
  });

  it('is 404 for an unknown id, and the SDK throws', async () => {
    const id = newId();
    expect((await host.app.rpcGet(id)).status).toBe(404);
    await expect(host.app.status(id)).rejects.toThrow('404');
  });

  it('has the history only when it is asked for, and no input when that is refused', async () => {
    const { instanceId } = await host.app.run('echoes', { secret: 1 });
    expect((await host.app.rpcGet(instanceId)).json).not.toHaveProperty('historyEvents.0');
    const asked = (await host.app.rpcGet(instanceId, '?showHistory=true&showHistoryOutput=true')).json as {
      historyEvents: unknown[];
    };
    expect(asked.historyEvents.length).toBeGreaterThan(1);
    expect((await host.app.rpcGet(instanceId, '?showInput=false')).json).toHaveProperty('input', null);
  });
});

describe('the history in the status', () => {
  it('names its events, joins what was scheduled with its end, and has results only on request', async () => {
    const { instanceId } = await host.app.run('echoes', { n: 1 });
    const events = async (query: string) =>
      ((await host.app.rpcGet(instanceId, query)).json as { historyEvents: Record<string, unknown>[] }).historyEvents;
    const full = await events('?showHistory=true&showHistoryOutput=true');
    expect(full.map((event) => event.EventType)).toEqual(['ExecutionStarted', 'TaskCompleted', 'ExecutionCompleted']);
    expect(full[0]).toMatchObject({ FunctionName: 'echoes' });
    expect(full[1]).toMatchObject({ FunctionName: 'echo', Result: { n: 1 } });
    expect(full[2]).toMatchObject({ OrchestrationStatus: 'Completed', Result: { n: 1 } });
    expect(JSON.stringify(await events('?showHistory=true'))).not.toContain('"n":1');
  });
});

describe('POST instances/{id}/…', () => {
  it.each(['raiseEvent/go', 'suspend?reason=r', 'resume?reason=r', 'terminate?reason=r'])(
    '%s is 202 for a running instance, 410 for one that ended, 404 for an unknown one',
    async (action) => {
      const running = await host.app.start('waitsOnce');
      await host.app.inState(running, 'Running');
      const ended = await host.app.run('echoes', {});
      const statuses = [];
      for (const id of [running, ended.instanceId, newId()]) {
        statuses.push((await host.app.rpcPost(`instances/${id}/${action}`, '{}')).status);
      }
      expect(statuses).toEqual([202, 410, 404]);
    },
  );

  it('raiseEvent is 400 without a JSON body', async () => {
    const id = await host.app.start('waitsOnce');
    await host.app.inState(id, 'Running');
    expect((await host.app.rpcPost(`instances/${id}/raiseEvent/go`)).status).toBe(400);
    expect((await host.app.rpcPost(`instances/${id}/raiseEvent/go`, 'words', 'text/plain')).status).toBe(400);
    expect((await host.app.rpcPost(`instances/${id}/raiseEvent/go`, '{"broken":')).status).toBe(400);
    expect((await host.app.status(id)).runtimeStatus).toBe('Running');
  });

  it('makes the SDK treat an event for an instance that ended as delivered', async () => {
    const { instanceId } = await host.app.run('echoes', {});
    await expect(host.app.raise(instanceId, 'go', {})).resolves.toBeUndefined();
  });

  it('terminate ends an instance with the reason as output', async () => {
    const id = await host.app.start('waitsOnce');
    await host.app.inState(id, 'Running');
    await host.app.change(id, 'terminate');
    expect(await host.app.ended(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'by a test' });
  });

  it('terminate does not reach sub-orchestrations', async () => {
    const childId = newId();
    const id = await host.app.start('waitsForChild', { childId });
    await host.app.inState(id, 'Running');
    await eventually('the child', async () => ((await host.app.rpcGet(childId)).status === 404 ? undefined : true));
    await host.app.inState(childId, 'Running');
    await host.app.change(id, 'terminate');
    await host.app.inState(id, 'Terminated');
    expect((await host.app.status(childId)).runtimeStatus).toBe('Running');
    await host.app.raise(childId, 'go', { n: 1 });
    expect(await host.app.ended(childId)).toMatchObject({ runtimeStatus: 'Completed', output: { n: 1 } });
    expect((await host.app.status(id)).runtimeStatus).toBe('Terminated');
  });
});

describe('the binding data', () => {
  it('names the task hub of host.json, the loopback endpoint and the management URLs', async () => {
    const binding = await host.app.json<Record<string, unknown>>('binding');
    expect(binding).toMatchObject({
      taskHubName: 'Conformance',
      creationUrls: { createNewInstancePostUri: expect.stringContaining('{functionName}[/{instanceId}]') as string },
      managementUrls: { id: expect.any(String) as string, statusQueryGetUri: expect.any(String) as string },
    });
    expect(new URL(String(binding.rpcBaseUrl)).hostname).toMatch(/^(127\.0\.0\.1|localhost)$/);
  });

  it('makes management URLs for one instance', async () => {
    const { id: _, ...links } = await host.app.json<Record<string, string>>('links/some-instance');
    for (const name of ['statusQueryGetUri', 'sendEventPostUri', 'terminatePostUri', 'purgeHistoryDeleteUri']) {
      expect(links[name]).toContain('some-instance');
    }
  });
});
