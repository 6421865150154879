import { functionsCore } from '../../../component/durable/sdk-worker';
import { steps, type Setting } from './steps';
import { begin, World, type Script } from './world';

jest.mock('@azure/functions-core', () => functionsCore, { virtual: true });
jest.requireActual('../../../../src/orchestrators/register');

const work = { key: 'k', plan: 'plan', decision: 'd', export: false };
const worldOf = (setting: Partial<Setting> = {}, more: Partial<Script> = {}) =>
  new World({ ...steps(setting), ...more });

describe('a phase', () => {
  const input = { ...work, phase: 'prepare', stages: [{ from: 0, to: 3 }], skip: [] };

  it('works on every shard once, and chains the results', async () => {
    const world = worldOf();
    const { output } = await world.play('phase', {
      ...input,
      stages: [
        { from: 0, to: 10 },
        { from: 10, to: 11 },
      ],
    });
    expect(world.inputsOf('prepareShard').map((call) => call.shard)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const links = world.inputsOf('linkResults');
    expect(links.map((link) => (link.entries as unknown[]).length)).toEqual([8, 2, 1]);
    expect(links[0]?.previous).toBeUndefined();
    expect(links[1]?.previous).toMatch(/^link-prepare-1-after-undefined/);
    expect(links[2]?.previous).toMatch(/after-link/);
    expect(output).toMatchObject({ cancelled: false, failed: [], remaining: [] });
  });

  it('does nothing for no stages, empty stages, or when all is skipped', async () => {
    for (const none of [
      { stages: [] },
      { stages: [{ from: 2, to: 2 }] },
      { stages: [{ from: 0, to: 2 }], skip: [0, 1] },
    ]) {
      const world = worldOf();
      const { output } = await world.play('phase', { ...input, ...none });
      expect(world.calls).toEqual([]);
      expect(output).toEqual({ cancelled: false, failed: [], remaining: [] });
    }
  });

  it('starts anew within a stage and across stages, and still does each shard once, in order', async () => {
    const world = worldOf({ failing: ['prepareShard 3', 'prepareShard 205'] });
    const stages = [
      { from: 0, to: 190 },
      { from: 190, to: 203 },
      { from: 203, to: 420 },
    ];
    const { output } = await world.play('phase', { ...input, stages, skip: [7, 210] });
    expect(world.renewals).toBeGreaterThan(0);
    const done = [...new Set(world.inputsOf('prepareShard').map((call) => call.shard))];
    expect(done).toEqual(Array.from({ length: 420 }, (_, at) => at).filter((at) => at !== 7 && at !== 210));
    expect(output).toMatchObject({ failed: [3, 205], cancelled: false });
    const entries = world.inputsOf('linkResults').flatMap((link) => link.entries as unknown[]);
    expect(entries).toHaveLength(416);
    // One chain: only the first link has none before it.
    expect(world.inputsOf('linkResults').filter((link) => link.previous === undefined)).toHaveLength(1);
  });

  it('links what a chunk did before it stops for a cancellation', async () => {
    const usual = steps();
    const activity: Script['activity'] = (call, attempt) =>
      call.name === 'prepareShard' && call.input.shard === 1
        ? { result: 'partly', done: false, cancelled: true }
        : usual.activity(call, attempt);
    const world = worldOf({}, { activity });
    const { output } = await world.play('phase', { ...input, stages: [...input.stages, { from: 3, to: 4 }] });
    expect(output).toMatchObject({ cancelled: true });
    expect(world.inputsOf('linkResults')[0]?.entries).toContainEqual({ shard: 1, result: 'partly' });
    expect(world.inputsOf('prepareShard').map((call) => call.shard)).toEqual([0, 1, 2]);
  });

  it('tells which shards have something left', async () => {
    const world = worldOf({ leftovers: { 0: 1, 2: 1 } });
    const { output } = await world.play('phase', { ...input, phase: 'verify' });
    expect(output).toMatchObject({ remaining: [0, 2], failed: [] });
  });
});

describe('a shard', () => {
  const one = { ...work, phase: 'erase', shard: 4 };

  it('takes up where the last call left off', async () => {
    const usual = steps();
    let calls = 0;
    const activity: Script['activity'] = (call, attempt) =>
      call.name === 'eraseBytes'
        ? { result: `part-${(calls += 1)}`, done: calls === 3, cancelled: false }
        : usual.activity(call, attempt);
    const world = worldOf({}, { activity });
    const { output } = await world.play('shard', one);
    expect(world.inputsOf('eraseBytes').map((call) => call.previous)).toEqual([undefined, 'part-1', 'part-2']);
    expect(world.inputsOf('eraseRecords')).toMatchObject([{ bytes: 'part-3', round: 1 }]);
    expect(output).toMatchObject({ shard: 4, result: 'eraseRecords-4-1', cancelled: false, remaining: 0 });
  });

  it('waits for Azure by timers, as long as it says', async () => {
    const world = worldOf({ pendingRounds: 3 });
    await world.play('shard', one);
    expect(world.inputsOf('eraseRecords').map((call) => [call.round, call.previous])).toEqual([
      [1, undefined],
      [2, 'eraseRecords-4-1'],
      [3, 'eraseRecords-4-2'],
      [4, 'eraseRecords-4-3'],
    ]);
    expect(world.now.getTime() - begin.getTime()).toBe(90_000);
  });

  it('leaves the record alone when it was cancelled among the bytes', async () => {
    const activity: Script['activity'] = () => ({ result: 'r', done: false, cancelled: true });
    const world = worldOf({}, { activity });
    const { output } = await world.play('shard', one);
    expect(world.names).toEqual(['eraseBytes']);
    expect(output).toMatchObject({ result: 'r', cancelled: true });
  });

  it('leaves the record alone when its bytes failed, and comes without a result', async () => {
    const world = worldOf({ failing: ['eraseBytes'] });
    const { ending, output } = await world.play('shard', one);
    expect(ending).toBe('completed');
    expect(output).toEqual({ shard: 4, cancelled: false, remaining: 0 });
    expect(world.names).not.toContain('eraseRecords');
  });
});

describe('a listing', () => {
  const input = { key: 'k', pass: 'plan-1', workspace: 0, type: 'job' };
  const pages =
    (count: number): Script['activity'] =>
    ({ input: { previous } }) => {
      const page = Number((previous as string | undefined)?.slice(1) ?? 0) + 1;
      return { page: `p${page}`, done: page === count, selected: 0 };
    };

  it('reads to the last page, however many there are', async () => {
    const world = worldOf({}, { activity: pages(250) });
    const { output } = await world.play('listing', input);
    expect(output).toEqual({ page: 'p250' });
    expect(world.inputsOf('inventoryPage')).toHaveLength(250);
    expect(world.renewals).toBe(2);
  });

  it('keeps what it read when a later page fails, and says so', async () => {
    const read = pages(5);
    const activity: Script['activity'] = (call, attempt) => {
      if (call.input.previous === 'p2') throw new Error('down');
      return read(call, attempt);
    };
    const { output } = await worldOf({}, { activity }).play('listing', input);
    expect(output).toEqual({
      page: 'p2',
      gap: { code: 'unreadable', type: 'job', detail: 'workspace 1 of the scope' },
    });
  });
});
