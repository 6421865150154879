/** Everything that a round draws comes from here, so that its number repeats it. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of some things; throws when there are none. */
  pick<Thing>(things: readonly Thing[]): Thing;
  /** Some of them, each with this probability. */
  some<Thing>(things: readonly Thing[], probability: number): Thing[];
  /** A generator of its own for one purpose: what one part draws moves no other. */
  fork(purpose: string): Random;
}

/** A generator (mulberry32) that gives the same numbers for the same seed everywhere. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    int,
    chance: (probability) => next() < probability,
    pick(things) {
      const index = int(0, things.length - 1);
      if (index >= things.length || index < 0) throw new Error('There is nothing to choose from.');
      return things[index] as (typeof things)[number];
    },
    some: (things, probability) => things.filter(() => next() < probability),
    fork: (purpose) => randomOf(hash(`${seed} ${purpose}`)),
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
