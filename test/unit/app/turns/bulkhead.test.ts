import { readFileSync } from 'node:fs';
import { Bulkhead, slotsOfOne, slotsOfSlow, slots } from '../../../../src/turns/bulkhead';

/** A bulkhead with a clock that the test moves, in seconds. */
function setUp() {
  const clock = { seconds: 0 };
  const bulkhead = new Bulkhead(() => clock.seconds * 1_000);
  /** Begins calls that must be let in; gives what ends them. */
  const begin = (place: string, count: number, ticket?: string) =>
    Array.from({ length: count }, () => {
      const entered = bulkhead.enter([place], ticket);
      if (typeof entered === 'number') throw new Error(`${place} is told to wait ${entered} s.`);
      return entered;
    });
  /** Somebody asks for another place, which is quick. */
  const passBy = () => begin('other', 1).forEach((end) => end());
  return { clock, bulkhead, begin, passBy };
}

const ticket = (number: number) => String(number).padStart(6, '0');

describe('the slots of a process', () => {
  it('are as many as the host is told to give', () => {
    const host = JSON.parse(readFileSync('host.json', 'utf8')) as {
      extensions: { durableTask: { maxConcurrentActivityFunctions: number } };
    };
    expect(host.extensions.durableTask.maxConcurrentActivityFunctions).toBe(slots);
  });

  it('are all for a place that is fast', () => {
    const { clock, begin } = setUp();
    for (let round = 0; round < 20; round += 1) {
      const calls = begin('fast', slots, ticket(round));
      clock.seconds += 2.9;
      for (const end of calls) end();
    }
  });

  it('are all but two for a place that is slow and alone, so that the next one finds some', () => {
    const { clock, bulkhead, begin } = setUp();
    begin('slow', slotsOfSlow, ticket(1));
    clock.seconds += 4;
    expect(bulkhead.enter(['slow'], ticket(2))).toBe(1);
    begin('fast', slots - slotsOfSlow, ticket(3));
  });

  it('are half for a place that is slow while another one is asked for, and the others for that', () => {
    const { clock, bulkhead, begin, passBy } = setUp();
    passBy();
    begin('slow', slotsOfOne, ticket(1));
    clock.seconds += 4;
    expect(bulkhead.enter(['slow'], ticket(2))).toBe(1);
    begin('fast', slots - slotsOfOne, ticket(3));
  });

  it('stay half for a minute after the last slow call, and are all again then', () => {
    const { clock, bulkhead, begin, passBy } = setUp();
    passBy();
    const calls = begin('slow', slots, ticket(1));
    clock.seconds += 4;
    for (const end of calls) end();
    const [end] = begin('slow', slotsOfOne, ticket(2));
    expect(bulkhead.enter(['slow'], ticket(3))).toBe(1);
    end?.();
    begin('slow', 1, ticket(3));
    clock.seconds += 0.1;
    expect(bulkhead.enter(['slow'], ticket(4))).toBe(1);
    const later = setUp();
    for (const stop of later.begin('once', 1)) {
      later.clock.seconds += 4;
      stop();
    }
    later.clock.seconds += 61;
    later.begin('once', slots, ticket(5));
  });

  it('are never all for slow places, however many there are', () => {
    const { clock, bulkhead, begin } = setUp();
    const first = ['a', 'b', 'c', 'd'].flatMap((place) => begin(place, 2, ticket(1)));
    expect(first).toHaveLength(slotsOfSlow);
    clock.seconds += 4;
    expect(bulkhead.enter(['a'], ticket(2))).toBe(1);
    begin('fast', slots - slotsOfSlow, ticket(3));
  });

  it('are waited for in every slow place of a call', () => {
    const { clock, bulkhead, begin } = setUp();
    begin('slow', slotsOfOne);
    clock.seconds += 4;
    expect(bulkhead.enter(['fast', 'slow'], ticket(1))).toBe(1);
  });

  it('are given to whoever has no ticket', () => {
    const { clock, begin } = setUp();
    begin('slow', slots);
    clock.seconds += 4;
    begin('slow', 3);
  });
});

describe('whoever asked first', () => {
  it('comes back first, and finds the slot kept', () => {
    const { clock, bulkhead, begin, passBy } = setUp();
    passBy();
    const running = begin('slow', slotsOfOne);
    clock.seconds += 4;
    expect(bulkhead.enter(['slow'], ticket(1))).toBe(1);
    clock.seconds += 0.5;
    running[0]?.();
    // A newcomer finds a free slot, but somebody is about to come back for it.
    expect(bulkhead.enter(['slow'], ticket(2))).toBe(1);
    clock.seconds += 0.5;
    begin('slow', 1, ticket(1));
  });

  it('is not waited for when it doesn’t come back', () => {
    const { clock, bulkhead, begin, passBy } = setUp();
    passBy();
    const running = begin('slow', slotsOfOne);
    clock.seconds += 4;
    bulkhead.enter(['slow'], ticket(1));
    running[0]?.();
    clock.seconds += 1 + 14;
    expect(typeof bulkhead.enter(['slow'], ticket(2))).toBe('number');
    clock.seconds += 2;
    begin('slow', 1, ticket(2));
  });

  it('is asked to come back later the more are before it, within five minutes', () => {
    const { clock, bulkhead, begin, passBy } = setUp();
    passBy();
    begin('slow', slotsOfOne);
    clock.seconds += 4;
    const waits = Array.from({ length: 2_000 }, (_, at) => bulkhead.enter(['slow'], ticket(at)));
    expect(waits.slice(0, 11)).toEqual([1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 9]);
    expect(waits.at(-1)).toBe(300);
  });

  it.each([
    [1, 4],
    [2, 8],
    [3, 60],
  ])('is served within a bounded time, whatever comes after: seed %i, calls of %i seconds', (seed, least) => {
    const { clock, bulkhead, passBy } = setUp();
    // Somebody asks every second, faster than the place answers.
    let state = seed;
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const asking: { ticket: string; asked: number; at: number; tries: number }[] = [];
    const running: { until: number; end: () => void }[] = [];
    const served: { asked: number; at: number; tries: number }[] = [];
    for (let second = 0; second < 30 * 300; second += 1) {
      clock.seconds = second;
      if (second % 50 === 0) passBy();
      for (const call of running.filter(({ until }) => until <= second)) {
        call.end();
        running.splice(running.indexOf(call), 1);
      }
      if (second < 300) asking.push({ ticket: ticket(second), asked: second, at: second, tries: 0 });
      for (const call of asking.filter(({ at }) => at <= second)) {
        call.tries += 1;
        const entered = bulkhead.enter(['slow'], call.ticket);
        if (typeof entered === 'number') call.at = second + entered;
        else {
          running.push({ until: second + least + Math.floor(random() * least), end: entered });
          served.push({ asked: call.asked, at: second, tries: call.tries });
          asking.splice(asking.indexOf(call), 1);
        }
      }
    }
    expect(asking).toEqual([]);
    // What five slots need if none of them is ever empty, and no more than a third on top.
    const work = (300 / slotsOfOne) * 1.5 * least;
    expect(Math.max(...served.map(({ at }) => at))).toBeLessThan(Math.max(300, work) * 1.35);
    // In the order of asking, but for those few who ask at the right moment.
    const overtaken = served.map(({ asked }, at) => served.slice(0, at).filter((other) => other.asked > asked).length);
    expect(Math.max(...overtaken)).toBeLessThan(30);
    // Far below the hundred times after which an orchestration insists.
    expect(Math.max(...served.map(({ tries }) => tries))).toBeLessThan(50);
  });
});
