import { newId } from './harness/app-client';
import { eventually, sleep } from './harness/eventually';
import { describeWithQueues, itWithKeys } from './harness/needs';
import type { QueueAccount } from './harness/queue-account';
import { useSystem } from './harness/use-system';

// Triggers: queues (messageEncoding base64, maxDequeueCount 3, visibilityTimeout 1 s in the app's host.json) and timers.
const host = useSystem();

/** What came out of a queue so far, until there are that many messages. */
async function taken(queues: QueueAccount, queue: string, count: number): Promise<string[]> {
  const all: string[] = [];
  await eventually(`${count} messages in ${queue}`, async () => {
    all.push(...(await queues.take(queue)));
    return all.length >= count || undefined;
  });
  return all;
}

const seenBy = (queue: string, count: number) =>
  eventually(`${count} observations of ${queue}`, async () => {
    const seen = await host.app.observations(queue);
    return seen.length >= count ? seen : undefined;
  });

/** The queues that the app listens to. */
function queuesOfApp(): QueueAccount {
  const { queues } = host.system;
  if (!queues) throw new Error('Only cases in describeWithQueues can ask for the queues.');
  return queues;
}

describeWithQueues('queue triggers', () => {
  const poisoned = `poisoned ${newId()}`;
  const long = `long ${newId()}`;

  // These take seconds because of the app's visibilityTimeout, so they run beside the other cases.
  beforeAll(async () => {
    const queues = queuesOfApp();
    await queues.send('conformance-fails', poisoned);
    await queues.send('conformance-flaky', 'healed');
    await queues.send('conformance-slow', long);
  });

  it('get objects and arrays parsed and anything else as text, with the metadata of the message', async () => {
    const queues = queuesOfApp();
    for (const text of ['{"a":{"b":1}}', '[1,2]', 'plain words é 名']) await queues.send('conformance-in', text);
    const seen = await seenBy('conformance-in', 3);
    expect(seen.map(({ type, message }) => ({ type, message }))).toEqual(
      expect.arrayContaining([
        { type: 'object', message: { a: { b: 1 } } },
        { type: 'array', message: [1, 2] },
        { type: 'string', message: 'plain words é 名' },
      ]),
    );
    const metadata = seen[0]?.metadata as Record<string, unknown>;
    expect(metadata).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      popReceipt: expect.any(String) as string,
    });
    expect(Number(metadata.dequeueCount)).toBe(1);
    const inserted = Date.parse(String(metadata.insertionTime));
    expect(Math.abs(inserted - Date.now())).toBeLessThan(60_000);
    expect(Date.parse(String(metadata.expirationTime))).toBeGreaterThan(inserted);
    expect(Date.parse(String(metadata.nextVisibleTime))).toBeGreaterThan(inserted);
  });

  it('do not guess the encoding: a message that is no base64 does not reach the function', async () => {
    const queues = queuesOfApp();
    await queues.sendRaw('conformance-in', '{"raw":true}');
    await queues.send('conformance-in', '{"raw":false}');
    await eventually('the encoded message', async () => {
      const seen = await host.app.observations('conformance-in');
      return seen.some((entry) => JSON.stringify(entry.message) === '{"raw":false}') || undefined;
    });
    await sleep(700);
    const messages = (await host.app.observations('conformance-in')).map((entry) => JSON.stringify(entry.message));
    expect(messages.filter((message) => message?.includes('true'))).toEqual([]);
  });

  it('can start orchestrations', async () => {
    const queues = queuesOfApp();
    const id = newId();
    await queues.send('conformance-start', JSON.stringify({ id, value: 'from a message' }));
    await eventually('the instance', async () => ((await host.app.fetch(`instances/${id}`)).ok ? true : undefined));
    expect((await host.app.ended(id)).output).toEqual({ value: 'from a message' });
  });

  it('try again after a failure, once more than it failed', async () => {
    const seen = await seenBy('conformance-flaky', 2);
    expect(seen.map((entry) => Number(entry.dequeueCount))).toEqual([1, 2]);
    await sleep(300);
    expect(await host.app.observations('conformance-flaky')).toHaveLength(2);
  });

  it('put a message into <queue>-poison after maxDequeueCount attempts, visibilityTimeout apart', async () => {
    const queues = queuesOfApp();
    expect(await taken(queues, 'conformance-fails-poison', 1)).toEqual([poisoned]);
    const seen = (await host.app.observations('conformance-fails')).filter((entry) => entry.message === poisoned);
    expect(seen.map((entry) => Number(entry.dequeueCount))).toEqual([1, 2, 3]);
    const gaps = seen.slice(1).map((entry, i) => entry.at - (seen[i]?.at ?? 0));
    // A storage service counts visibility in whole seconds.
    for (const gap of gaps) expect(gap).toBeGreaterThan(600);
  });

  it('hold a message for as long as its function runs, also beyond visibilityTimeout', async () => {
    await seenBy('conformance-slow', 2);
    await sleep(1200);
    const seen = (await host.app.observations('conformance-slow')).filter((entry) => entry.message === long);
    expect(seen.map((entry) => entry.phase)).toEqual(['start', 'end']);
  });
});

describeWithQueues('queue outputs', () => {
  it('write one message for a value and several for an array', async () => {
    const queues = queuesOfApp();
    const send = (body: unknown) => host.app.fetch('copy-to-queue', { method: 'POST', body: JSON.stringify(body) });
    await send({ n: 1 });
    await send([{ n: 2 }, { n: 3 }]);
    await send('words');
    const messages = await taken(queues, 'conformance-copied', 4);
    expect(messages.sort()).toEqual(['{"n":1}', '{"n":2}', '{"n":3}', 'words'].sort());
  });

  it('write what a function returns', async () => {
    const queues = queuesOfApp();
    await queues.send('conformance-pass-on', '{"n":4}');
    expect(await taken(queues, 'conformance-copied', 1)).toEqual(['{"passedOn":{"n":4}}']);
  });

  it('work in activities, before the orchestrator goes on', async () => {
    const queues = queuesOfApp();
    expect(await host.app.output('announces', { n: 5 })).toBe('announced');
    expect(await queues.take('conformance-announced')).toEqual(['{"n":5}']);
  });
});

describe('timer triggers', () => {
  it('fire by the schedule of a setting, not past due', async () => {
    const seen = await seenBy('ticks', 3);
    const [first, second] = seen.slice(-2);
    expect(second?.isPastDue).toBe(false);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(500);
  });

  itWithKeys('and queue triggers run by hand with the master key', async () => {
    const { baseUrl, masterKey = '' } = host.system;
    const before = (await host.app.observations('yearly')).length;
    const run = (name: string, input: string, key: string) =>
      fetch(`${baseUrl}/admin/functions/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-functions-key': key },
        body: JSON.stringify({ input }),
      });
    expect((await run('yearly', '', 'wrong')).status).toBe(401);
    expect((await run('yearly', '', masterKey)).status).toBe(202);
    await seenBy('yearly', before + 1);
    expect((await run('receives', '{"byHand":true}', masterKey)).status).toBe(202);
    await eventually('the message by hand', async () => {
      const seen = await host.app.observations('conformance-in');
      return seen.some((entry) => JSON.stringify(entry.message) === '{"byHand":true}') || undefined;
    });
  });
});
