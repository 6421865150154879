import { readFileSync } from 'node:fs';
import { isSince, orchestratorVersion } from '../../../../src/orchestrators/version';
import { functionsCore } from '../../../component/durable/sdk-worker';
import { steps } from './steps';
import { begin, World, type Script } from './world';

jest.mock('@azure/functions-core', () => functionsCore, { virtual: true });
jest.requireActual('../../../../src/orchestrators/register');

const input = { key: 'k', pass: 'plan-1', workspace: 0, type: 'job' };

/** Puts a listing off so many times, by so many seconds, as long as it has a ticket. */
function putOff(times: number, seconds: number): Script {
  let left = times;
  return {
    activity({ turn }) {
      if (turn !== undefined && (left -= 1) >= 0) return { later: seconds };
      return { page: 'p', done: true, selected: 0 };
    },
  };
}

describe('an activity that answers "later"', () => {
  it('is called again after as long by a timer, with the same ticket', async () => {
    const world = new World(putOff(3, 20));
    expect((await world.play('listing', input)).output).toEqual({ page: 'p' });
    expect(world.now.getTime() - begin.getTime()).toBe(60_000);
    expect(world.calls).toHaveLength(4);
    expect(new Set(world.calls.map(({ turn }) => turn))).toEqual(new Set([`${begin.toISOString()} i`]));
    expect(world.inputsOf('inventoryPage')).toEqual(Array(4).fill(input));
  });

  it('gets no ticket any more when it has put its instance off a hundred times', async () => {
    const world = new World(putOff(Infinity, 1));
    expect((await world.play('listing', input)).output).toEqual({ page: 'p' });
    expect(world.calls.filter(({ turn }) => turn !== undefined)).toHaveLength(100);
    expect(world.calls.at(-1)?.turn).toBeUndefined();
    expect(world.calls).toHaveLength(101);
  });

  it('may come from every step of a request, which ends the same', async () => {
    const setting = { leftovers: { 0: 1 }, pendingRounds: 1, sealingSteps: 2 };
    const usual = steps(setting);
    const seen = new Set<string>();
    const activity: Script['activity'] = (call, attempt) => {
      const once = JSON.stringify([call.name, call.turn]);
      if (seen.has(once)) return usual.activity(call, attempt);
      seen.add(once);
      return { later: 5 };
    };
    const willing = new World(steps(setting));
    const reluctant = new World({ activity });
    for (const world of [willing, reluctant]) {
      expect((await world.play('request', { key: 'k' })).ending).toBe('completed');
    }
    expect([...new Set(reluctant.names)]).toEqual([...new Set(willing.names)]);
    expect(reluctant.calls.length).toBeGreaterThan(willing.calls.length + 15);
    const told = (world: World) => world.inputsOf('issueCertificate').at(-1) ?? {};
    expect({ ...told(reluctant), phases: (told(reluctant).phases as unknown[]).length }).toEqual({
      ...told(willing),
      phases: (told(willing).phases as unknown[]).length,
    });
  });
});

describe('instances from before 1.1', () => {
  it.each(['1.0', undefined])('give no tickets, so that no activity puts them off: %s', async (version) => {
    const world = new World(steps({ pendingRounds: 1 }), () => version);
    expect((await world.play('request', { key: 'k' })).ending).toBe('completed');
    expect(world.calls.filter(({ turn }) => turn !== undefined)).toEqual([]);
  });

  it.each([
    ['above newer ones, as an upgrade leaves them', (name: string) => (name === 'request' ? '1.0' : '1.1')],
    ['above newer ones, at the lowest level', (name: string) => (name === 'shard' ? '1.1' : '1.0')],
    ['below newer ones, as a way back leaves them', (name: string) => (name === 'request' ? '1.1' : '1.0')],
  ])('go on %s', async (_, version) => {
    const usual = steps({ leftovers: { 0: 1 }, pendingRounds: 1, sealingSteps: 2 });
    const seen = new Set<string>();
    const activity: Script['activity'] = (call, attempt) => {
      const once = JSON.stringify([call.name, call.input, call.turn]);
      if (call.turn === undefined || seen.has(once)) return usual.activity(call, attempt - Number(seen.has(once)));
      seen.add(once);
      return { later: 5 };
    };
    const worlds = [
      new World(steps({ leftovers: { 0: 1 }, pendingRounds: 1, sealingSteps: 2 })),
      new World({ activity }, version),
    ];
    for (const world of worlds) expect((await world.play('request', { key: 'k' })).ending).toBe('completed');
    const [plain, mixed] = worlds.map((world) => world.inputsOf('issueCertificate').at(-1));
    expect(mixed).toEqual(plain);
    expect(seen.size).toBeGreaterThan(0);
  });
});

describe('versions', () => {
  it('are those that new instances begin with', () => {
    const host = JSON.parse(readFileSync('host.json', 'utf8')) as {
      extensions: { durableTask: { defaultVersion: string } };
    };
    expect(host.extensions.durableTask.defaultVersion).toBe(orchestratorVersion);
  });

  it('are compared by their numbers', () => {
    for (const later of ['1.1', '1.2', '1.10', '2.0']) expect(isSince(later, '1.1')).toBe(true);
    for (const earlier of ['1.0', '0.9', '', undefined]) expect(isSince(earlier, '1.1')).toBe(false);
    expect(isSince('1.9', '1.10')).toBe(false);
  });
});
