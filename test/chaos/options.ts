import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** What the runner was asked to do. */
export interface ChaosOptions {
  rounds: number;
  /** Number that the first round draws from; each further round adds one. */
  seed: number;
  /** Interruptions in a round. */
  kills: number;
  /** Requests in a round. */
  requests: number;
  /** Seed file of the emulator; a world is drawn for each round without it. */
  world: string | undefined;
  /** Whether folders of rounds in which every check held are kept, too. */
  keep: boolean;
}

/** How the runner is called. */
export const chaosUsage = `Usage: npm run chaos -- [--rounds N] [--seed S] [--kills K] [--requests R] [--world FILE] [--keep]

  --rounds N    how many rounds (default: 1)
  --seed S      number that everything is drawn from (default: one that changes); round n of a run draws from S + n - 1
  --kills K     interruptions in a round (default: 20)
  --requests R  requests in a round (default: 8)
  --world FILE  seed file of the emulator, instead of a world that is drawn; --seed takes such a file as well
  --keep        keeps the folder of every round, not only of those in which a check failed
  --help        this text

Exit code: 0 every check of every round held, 1 one failed, 2 the options are wrong.`;

/** Reads the command line: options, `help`, or what is wrong with it. */
export function chaosOptions(args: readonly string[], fallbackSeed: number): ChaosOptions | 'help' | { wrong: string } {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = { rounds: text, seed: text, kills: text, requests: text, world: text, keep: flag, help: flag };
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options, strict: true }));
  } catch (error) {
    return { wrong: (error as Error).message };
  }
  if (values.help) return 'help';
  const seedIsFile = values.seed !== undefined && !/^\d+$/.test(values.seed);
  if (seedIsFile && values.world !== undefined) return { wrong: '--seed must be a number when there is a --world.' };
  const world = seedIsFile ? values.seed : values.world;
  if (world !== undefined && !existsSync(world)) return { wrong: `There is no file ${world}.` };
  const rounds = count(values.rounds, 1, 1);
  const kills = count(values.kills, 20, 0);
  const requests = count(values.requests, 8, 1);
  const seed = count(seedIsFile ? undefined : values.seed, fallbackSeed, 0);
  if (rounds === undefined) return { wrong: '--rounds must be a whole number of at least 1.' };
  if (kills === undefined) return { wrong: '--kills must be a whole number.' };
  if (requests === undefined) return { wrong: '--requests must be a whole number of at least 1.' };
  if (seed === undefined) return { wrong: '--seed must be a whole number below 4294967296, or a file.' };
  return { rounds, seed, kills, requests, world, keep: values.keep };
}

function count(value: string | undefined, fallback: number, least: number): number | undefined {
  if (value === undefined) return fallback;
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  return number >= least && number < 2 ** 32 ? number : undefined;
}
