import { parseArgs } from 'node:util';

/** What is fuzzed: the reading of requests in this process, or the running app by HTTP or by queue. */
export const targetNames = ['reading', 'http', 'queue'] as const;

/** One of the things that are fuzzed. */
export type TargetName = (typeof targetNames)[number];

/** What to do in one run. */
export interface Options {
  cases: number;
  seed: number;
  targets: readonly TargetName[];
  /** Keeps the folder of the system, to look at its log and its storage. */
  keep: boolean;
}

export const usage = `Usage: npm run fuzz -- [--cases N] [--seed S] [--target ${targetNames.join('|')}] [--keep]

  --cases N   how many cases, shared among the targets; 10000 unless told
  --seed S    a whole number: the same seed makes the same cases; a new one unless told
  --target T  only this target; may be given several times
  --keep      keeps the folder of the system
`;

/** Reads the command line. Throws an error that says what is wrong with it. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: 'string', default: '10000' },
      seed: { type: 'string' },
      target: { type: 'string', multiple: true },
      keep: { type: 'boolean', default: false },
    },
  });
  const targets = values.target ?? targetNames;
  const isTarget = (name: string): name is TargetName => (targetNames as readonly string[]).includes(name);
  if (!targets.every(isTarget)) throw new Error(`--target must be one of ${targetNames.join(', ')}`);
  return {
    cases: wholeNumber('--cases', values.cases, 1, 10_000_000),
    seed: values.seed === undefined ? Date.now() % 2 ** 31 : wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    targets,
    keep: values.keep,
  };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${name} must be a whole number from ${least} to ${most}`);
}
