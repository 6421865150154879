import { sleep } from './harness/eventually';
import { useSystem } from './harness/use-system';

// History: external events, and what happens while an instance is suspended.
const host = useSystem();

describe('external events', () => {
  it('have case-sensitive names in the SDK: a name in another case wakes nobody', async () => {
    const id = await host.app.start('waitsOnce');
    await host.app.raise(id, 'GO', { n: 1 });
    await sleep(400);
    expect((await host.app.status(id)).runtimeStatus).toBe('Running');
    await host.app.raise(id, 'go', { n: 2 });
    expect((await host.app.ended(id)).output).toEqual({ n: 2 });
  });

  it('go to the newest waiter first', async () => {
    const id = await host.app.start('waitsTwiceAtOnce');
    await host.app.inState(id, 'Running');
    await host.app.raise(id, 'go', { n: 1 });
    await host.app.raise(id, 'go', { n: 2 });
    expect((await host.app.ended(id)).output).toEqual([{ n: 2 }, { n: 1 }]);
  });

  it('are consumed first in, first out when they were buffered', async () => {
    const id = await host.app.start('waitsInTurn');
    await host.app.raise(id, 'go', { n: 1 });
    await host.app.raise(id, 'go', { n: 2 });
    await host.app.raise(id, 'start', {});
    expect((await host.app.ended(id)).output).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('collide with task ids when their name is all digits', async () => {
    const id = await host.app.start('slowFirstTask');
    await host.app.ran(id, 'slow', 'start');
    await host.app.raise(id, '0', { from: 'the event' });
    expect((await host.app.ended(id)).output).toEqual({ from: 'the event' });
  });

  it('keep their order and their data', async () => {
    const data = [1, 'words', '123', null, true, [1, { a: 'b' }], { Timestamp: 'no date' }, '', 0, false];
    const items = [...data, ...Array.from({ length: 30 }, (_, n) => ({ n }))];
    const id = await host.app.start('collects', { count: items.length });
    for (const item of items) await host.app.raise(id, 'item', item);
    expect((await host.app.ended(id)).output).toEqual(items);
  });

  it('win against a timer, which is cancelled', async () => {
    const id = await host.app.start('asksForApproval', { rounds: 1, ms: 3_600_000 });
    await host.app.raise(id, 'approval', { by: 'someone' });
    expect((await host.app.ended(id)).output).toEqual({ round: 1, approval: { by: 'someone' } });
  });

  it('go to the waiter of the present round when earlier rounds timed out', async () => {
    const [late, never] = await Promise.all([
      host.app.start('asksForApproval', { rounds: 2, ms: 500 }),
      host.app.start('asksForApproval', { rounds: 2, ms: 200 }),
    ]);
    await sleep(750);
    await host.app.raise(late, 'approval', { by: 'someone' });
    expect((await host.app.ended(late)).output).toEqual({ round: 2, approval: { by: 'someone' } });
    expect((await host.app.ended(never)).output).toBe('expired');
  });

  it('reach an instance that was started in the same moment', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => host.app.start('waitsOnce')));
    await Promise.all(ids.map((id, n) => host.app.raise(id, 'go', { n })));
    const outputs = await Promise.all(ids.map(async (id) => (await host.app.ended(id)).output));
    expect(outputs).toEqual(ids.map((_, n) => ({ n })));
  });
});

describe('while suspended', () => {
  it('events queue, and nothing new is scheduled until resume', async () => {
    const id = await host.app.start('waitsThenWorks');
    await host.app.inState(id, 'Running');
    await host.app.change(id, 'suspend');
    await host.app.inState(id, 'Suspended');
    await host.app.raise(id, 'go', { n: 1 });
    await sleep(500);
    expect((await host.app.status(id)).runtimeStatus).toBe('Suspended');
    expect(await host.app.observations(id)).toEqual([]);
    await host.app.change(id, 'resume');
    expect(await host.app.ended(id)).toMatchObject({ runtimeStatus: 'Completed', output: { n: 1 } });
    expect((await host.app.observations(id)).map((seen) => seen.phase)).toEqual(['start', 'end']);
  });

  it('the result of a running activity is kept, and nothing new is scheduled until resume', async () => {
    const id = await host.app.start('worksTwice');
    await host.app.ran(id, 'first', 'start');
    await host.app.change(id, 'suspend');
    await host.app.ran(id, 'first', 'end');
    await sleep(400);
    expect((await host.app.status(id)).runtimeStatus).toBe('Suspended');
    expect((await host.app.observations(id)).map((seen) => seen.name)).toEqual(['first', 'first']);
    await host.app.change(id, 'resume');
    expect((await host.app.ended(id)).output).toBe('done');
    expect((await host.app.observations(id)).map((seen) => seen.name)).toEqual(['first', 'first', 'second', 'second']);
  });
});
