import type { Random } from './random';

/** What can be taken away: a process, or the network between the host and the others. */
export type Target = 'host' | 'emulator' | 'storage' | 'network';

/** One interruption. */
export interface Interruption {
  /** Milliseconds of peace before it. */
  after: number;
  /** What goes down at once. */
  targets: Target[];
  /** Milliseconds until it comes back. */
  down: number;
}

/** The interruptions of a round: mostly the host, now and then two things at once, some while others still recover. */
export function drawSchedule(random: Random, count: number): Interruption[] {
  return Array.from({ length: count }, (): Interruption => {
    const targets = [random.pick<Target>(['host', 'host', 'host', 'emulator', 'storage', 'network'])];
    if (random.chance(0.15)) targets.push(random.pick<Target>(['host', 'emulator', 'storage', 'network']));
    return {
      after: random.chance(0.2) ? random.int(0, 100) : random.int(100, 3_000),
      targets: [...new Set(targets)],
      down: random.chance(0.5) ? 0 : random.int(100, 2_500),
    };
  });
}
