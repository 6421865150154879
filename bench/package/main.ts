/** Measures the deployable folder: its size, and how long the app takes to start; see docs/performance.md. */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { productionPackages, sizeOf, type Size } from './size';

/** What load.ts prints. */
export interface Loaded {
  functions: number;
  /** From the start of the process. */
  ms: number;
  cpuMs: number;
  megabytes: number;
}

const root = resolve(__dirname, '../../..');
const candidates = [
  {
    name: 'dist/src and node_modules',
    entry: join(root, 'dist/src/index.js'),
    folders: () => [join(root, 'dist/src'), ...productionPackages(root)],
  },
  { name: 'dist/app', entry: join(root, 'dist/app/index.js'), folders: () => [join(root, 'dist/app')] },
];

function load(entry: string, nodeOptions: readonly string[]): Loaded {
  const args = [...nodeOptions, join(__dirname, 'load.js'), entry];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Loaded;
}

function print(name: string, { files, megabytes, zippedMegabytes }: Size, runs: readonly Loaded[]): void {
  const sorted = (value: (run: Loaded) => number) => runs.map(value).sort((a, b) => a - b);
  const times = sorted(({ ms }) => ms);
  const numbers = [
    ...[String(files), megabytes.toFixed(1), zippedMegabytes.toFixed(1), median(times).toFixed(0)],
    `${times[0]?.toFixed(0)}–${times.at(-1)?.toFixed(0)}`,
    median(sorted(({ cpuMs }) => cpuMs)).toFixed(0),
    median(sorted((run) => run.megabytes)).toFixed(0),
  ];
  console.log(name.padEnd(28) + numbers.map((text) => text.padStart(11)).join(''));
}

function median(sorted: readonly number[]): number {
  const at = (index: number) => sorted[index] ?? NaN;
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.ceil((sorted.length - 1) / 2))) / 2;
}

function main(): void {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '10' } } });
  const count = Number(values.runs);
  if (!Number.isInteger(count) || count < 1) throw new Error('--runs must be a whole number.');
  console.log(`Node ${process.version}, ${cpus().length} cores, ${count} runs of each after one that does not count`);
  const measured = candidates.flatMap(({ name, entry, folders }) => [
    { name, entry, size: sizeOf(folders()), options: [] as string[], runs: [] as Loaded[] },
    { name: '  --enable-source-maps', entry, size: undefined, options: ['--enable-source-maps'], runs: [] as Loaded[] },
  ]);
  // In turn, so that a disturbance of the machine meets all alike.
  for (let run = -1; run < count; run += 1) {
    for (const { entry, options, runs } of measured) {
      const loaded = load(entry, options);
      if (run >= 0) runs.push(loaded);
    }
  }
  const functions = new Set(measured.flatMap(({ runs }) => runs.map((run) => run.functions)));
  if (functions.size !== 1) throw new Error(`Not all registered as many functions: ${[...functions].join(', ')}.`);
  console.log(`${[...functions].join()} functions`);
  const heads = ['files', 'MB', 'MB zipped', 'ms', 'range', 'CPU ms', 'MB memory'];
  console.log(' '.repeat(28) + heads.map((head) => head.padStart(11)).join(''));
  let last: Size | undefined;
  for (const { name, size, runs } of measured) {
    last = size ?? last;
    if (last) print(name, last, runs);
  }
}

main();
