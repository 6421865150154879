import { setTimeout as sleep } from 'node:timers/promises';
import { describeEmbedded } from './harness/embedded-only';
import { eventually } from './harness/eventually';
import { RestartableHost } from './harness/restartable-host';

const KILLS = 8;
const EVENTS = 40;
const MESSAGES = 25;

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Kills at moments that nobody chose, in the midst of fan-outs, retries, timers, events, children and new generations.
describeEmbedded('a busy host that is killed again and again', () => {
  let host: RestartableHost;
  beforeAll(async () => {
    host = await RestartableHost.start();
  });
  afterAll(() => host?.dispose());

  /** Asks until the host answers: what was asked of it when it was killed is asked again. */
  const persist = <T>(what: string, ask: () => Promise<T>): Promise<T> =>
    eventually(what, () => ask().catch(() => undefined), 30_000);

  it('brings everything to the end that it has without a kill', async () => {
    const input = { rounds: 4, parts: 9 };
    const undisturbed = await host.app.output<number>('mixes', input);
    // Each round: the parts, a failing child, and five instances below one another.
    expect(undisturbed).toBe(4 * (36 + 1000 + 2));

    const mixes = await Promise.all([1, 2, 3].map(() => host.app.start('mixes', input)));
    const collector = await host.app.start('collectsUntilLast');
    const long = await host.app.start('sequence', { count: 60 });
    let up = Promise.resolve();
    const sendEvents = async () => {
      for (let n = 0; n < EVENTS; n++) {
        await persist(`event ${n}`, async () => (await up, await host.app.raise(collector, 'item', n), true));
        await sleep(60);
      }
      await persist('the last event', async () => (await host.app.raise(collector, 'item', 'last'), true));
    };
    const sendMessages = async () => {
      for (let n = 0; n < MESSAGES; n++) {
        await host.queues.send('conformance-in', JSON.stringify({ n }));
        await sleep(90);
      }
    };
    const random = randomFrom(20_261_122);
    const kill = async () => {
      for (let n = 0; n < KILLS; n++) {
        await sleep(40 + random() * 500);
        await host.kill();
        up = host.up();
        await up;
      }
    };
    await Promise.all([sendEvents(), sendMessages(), kill()]);

    for (const id of mixes) {
      expect(await host.app.ended(id, 30_000)).toMatchObject({
        runtimeStatus: 'Completed',
        output: undisturbed,
        customStatus: { rounds: 1, sum: undisturbed },
      });
    }
    expect((await host.app.ended(long, 30_000)).output).toEqual(Array.from({ length: 60 }, (_, i) => i));
    // An event whose acknowledgement the kill cut off was sent twice, one after the other; none is missing or overtaken.
    const collected = (await host.app.ended(collector, 30_000)).output as unknown[];
    const once = collected.filter((item, i) => item !== collected[i - 1]);
    expect(once).toEqual([...Array.from({ length: EVENTS }, (_, n) => n), 'last']);
    expect(collected.length - once.length).toBeLessThanOrEqual(KILLS);
    await eventually(
      'every message',
      async () => {
        const seen = await host.app.observations('conformance-in');
        return new Set(seen.map(({ message }) => (message as { n: number }).n)).size === MESSAGES || undefined;
      },
      30_000,
    );
    // Where nothing was recorded an activity runs again; 10 run at once.
    const starts = (await Promise.all([...mixes, long].map((id) => host.app.runs(id)))).flat().length;
    const without = 3 * 4 * (9 + 3 + 2) + 60;
    expect(starts).toBeGreaterThanOrEqual(without);
    expect(starts).toBeLessThanOrEqual(without + 10 * KILLS);
  });
});
