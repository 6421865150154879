import { workspaceIds } from '../../../local/demo/request-file';
import { validateSeed } from '../../../local/azureml/seed/validate';
import { parseRequest } from '../../../src/requests/schema';
import { chaosOptions } from '../../chaos/options';
import { randomOf } from '../../chaos/random';
import { drawMail } from '../../chaos/requests';
import { drawSchedule } from '../../chaos/schedule';
import { drawWorld } from '../../chaos/world';

describe('the options of the chaos runner', () => {
  const options = (...args: string[]) => chaosOptions(args, 7);

  it('have defaults', () => {
    const usual = { rounds: 1, seed: 7, kills: 20, requests: 8, world: undefined, keep: false };
    expect(options()).toEqual(usual);
    expect(options('--rounds', '5', '--seed', '3', '--kills', '30', '--requests', '2', '--keep')).toEqual({
      ...{ ...usual, rounds: 5, seed: 3, kills: 30, requests: 2, keep: true },
    });
  });

  it('take the file of a world by either name', () => {
    expect(options('--world', 'seeds/small.json', '--seed', '3')).toMatchObject({ world: 'seeds/small.json', seed: 3 });
    expect(options('--seed', 'seeds/small.json')).toMatchObject({ world: 'seeds/small.json', seed: 7 });
  });

  it.each([
    [['--rounds', '0'], '--rounds'],
    [['--rounds', 'x'], '--rounds'],
    [['--kills', '-1'], 'kills'],
    [['--requests', '0'], '--requests'],
    [['--seed', '4294967296'], '--seed'],
    [['--seed', 'no-such-file'], 'no-such-file'],
    [['--world', 'no-such-file'], 'no-such-file'],
    [['--seed', 'seeds/small.json', '--world', 'seeds/small.json'], '--seed'],
    [['--fast'], '--fast'],
    [['more'], 'more'],
  ])('refuse %j', (args, named) => {
    expect((options(...args) as { wrong: string }).wrong).toContain(named);
  });

  it('know when only help is wanted', () => {
    expect(options('--help')).toBe('help');
  });
});

describe('what a round draws', () => {
  const seeds = Array.from({ length: 60 }, (_, index) => index);
  const draw = (seed: number) => {
    const random = randomOf(seed);
    const world = drawWorld(random.fork('world'));
    return { world, mail: drawMail(random.fork('mail'), world.people, workspaceIds(world), 8, 20) };
  };

  it('is the same for the same number, and another for another', () => {
    expect(JSON.stringify(draw(1))).toBe(JSON.stringify(draw(1)));
    expect(new Set(seeds.map((seed) => JSON.stringify(draw(seed)))).size).toBe(seeds.length);
  });

  it('is a world that the emulator takes, and requests that the app takes', () => {
    for (const seed of seeds) {
      const { world, mail } = draw(seed);
      expect(() => validateSeed(world)).not.toThrow();
      for (const { body } of mail.requests) expect(() => parseRequest(body)).not.toThrow();
    }
  });

  it('has as many interruptions as were asked for, of every kind', () => {
    const schedule = drawSchedule(randomOf(1), 100);
    expect(schedule).toHaveLength(100);
    const targets = new Set(schedule.flatMap((interruption) => interruption.targets));
    expect([...targets].sort()).toEqual(['emulator', 'host', 'network', 'storage']);
  });

  it('has every kind of request and of sending', () => {
    const mail = seeds.map((seed) => draw(seed).mail);
    const requests = mail.flatMap((one) => one.requests);
    expect(new Set(requests.map(({ body }) => body.action)).size).toBe(3);
    expect(new Set(requests.flatMap(({ deliveries }) => deliveries.map(({ channel }) => channel))).size).toBe(2);
    expect(requests.some(({ deliveries }) => deliveries.length > 1)).toBe(true);
    expect(requests.some(({ cancelAfter }) => cancelAfter !== undefined)).toBe(true);
    expect(requests.some(({ body }) => body.dryRun === true)).toBe(true);
    expect(requests.some(({ decision }) => !decision.approve)).toBe(true);
    expect(mail.some(({ bad }) => bad.length > 0)).toBe(true);
  });
});
