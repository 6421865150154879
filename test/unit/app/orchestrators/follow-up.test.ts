import { functionsCore } from '../../../component/durable/sdk-worker';
import { World, type Call } from './world';

jest.mock('@azure/functions-core', () => functionsCore, { virtual: true });
jest.requireActual('../../../../src/orchestrators/register');

const input = { key: 'k', day: '2030-01-01' };
const look = { plan: 'plan', stages: [{ from: 0, to: 3 }], history: ['erased', 'verified'], last: false };

interface Setting {
  checked: object;
  /** What looking at a shard comes to, by its index; pages before the last one have none. */
  shards?: Record<number, object>;
  open?: number;
  failing?: string;
}

/** Plays a day's look. */
async function play({ checked, shards = {}, open = 0, failing }: Setting) {
  const world = new World({
    activity({ name, input: { shard, previous } }: Call) {
      if (name === failing || `${name} ${String(shard)}` === failing) throw new Error('fails');
      if (name === 'checkFollowUps') return checked;
      if (name === 'linkResults') return `link-after-${String(previous)}`;
      if (name === 'recordLook') return { open };
      if (name !== 'reverifyShard') return undefined;
      const result = `result-${String(shard)}`;
      if (shard === 1 && previous === undefined) return { result: 'half', done: false, cancelled: false, remaining: 7 };
      return { result, done: true, cancelled: false, remaining: 0, ...shards[Number(shard)] };
    },
  });
  return { world, ...(await world.play('followUp', input)) };
}

describe('a look at an ended request', () => {
  it('ends at once when it is put off', async () => {
    const { world } = await play({ checked: { next: 'later' } });
    expect(world.names).toEqual(['checkFollowUps']);
  });

  it('only removes its row when all was told before', async () => {
    const { world } = await play({ checked: { next: 'over' } });
    expect(world.names).toEqual(['checkFollowUps', 'settleFollowUps']);
  });

  it('has the last word when there is nothing to look at', async () => {
    const { world } = await play({ checked: { next: 'now' } });
    expect(world.names).toEqual(['checkFollowUps', 'issueFinalCertificate', 'notify', 'settleFollowUps']);
    expect(world.inputsOf('notify')).toEqual([{ ...input, final: true }]);
  });

  it('looks at every shard to its end before the last word', async () => {
    const { world } = await play({ checked: { next: 'now', look } });
    expect(world.inputsOf('reverifyShard').map(({ shard, previous }) => [shard, previous])).toEqual(
      expect.arrayContaining([
        [0, undefined],
        [1, undefined],
        [1, 'half'],
        [2, undefined],
      ]),
    );
    expect(world.inputsOf('reverifyShard')[0]).toMatchObject({ history: look.history, last: false });
    // Nobody watches the progress of a request that has ended.
    expect(world.inputsOf('linkResults')).toEqual([expect.objectContaining({ watched: false, phase: 'reverify' })]);
    expect(world.inputsOf('recordLook')).toEqual([
      { ...input, link: 'link-after-undefined', failed: [], remaining: [], last: false },
    ]);
    expect(world.names.slice(-4)).toEqual(['recordLook', 'issueFinalCertificate', 'notify', 'settleFollowUps']);
  });

  it('tells which shards are open and the last date, and waits for them', async () => {
    const shards = {
      0: { remaining: 2, until: '2030-01-09T00:00:00.000Z' },
      2: { remaining: 1, until: '2030-01-05T00:00:00.000Z' },
    };
    const { world } = await play({ checked: { next: 'now', look }, shards, open: 3, failing: 'reverifyShard 1' });
    expect(world.inputsOf('recordLook')).toMatchObject([
      { failed: [1], remaining: [0, 2], until: '2030-01-09T00:00:00.000Z', last: false },
    ]);
    expect(world.names.at(-1)).toBe('recordLook');
  });

  it('keeps its row when the last word fails', async () => {
    const { world, ending } = await play({ checked: { next: 'now' }, failing: 'issueFinalCertificate' });
    expect(ending).toBe('failed');
    expect(world.names).not.toContain('notify');
    expect(world.names).not.toContain('settleFollowUps');
  });

  it('starts anew in between when there are thousands of shards', async () => {
    const many = {
      ...look,
      stages: [
        { from: 0, to: 210 },
        { from: 300, to: 301 },
      ],
    };
    const { world } = await play({ checked: { next: 'now', look: many } });
    expect(world.renewals).toBeGreaterThan(0);
    const seen = [...new Set(world.inputsOf('reverifyShard').map(({ shard }) => shard))];
    expect(seen).toHaveLength(211);
    expect(seen).toContain(300);
    expect(world.names.filter((name) => name === 'issueFinalCertificate')).toHaveLength(1);
  });
});
