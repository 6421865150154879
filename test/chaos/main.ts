import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeedError } from '../../local/azureml/seed/validate';
import { verdicts } from './checks/verdicts';
import { chaosOptions, chaosUsage, type ChaosOptions } from './options';
import { repeatCommand, roundReport } from './report';
import { runRound } from './round';

async function main(): Promise<number> {
  const options = chaosOptions(process.argv.slice(2), randomInt(1_000_000));
  if (options === 'help') {
    console.log(chaosUsage);
    return 0;
  }
  if ('wrong' in options) {
    console.error(`${options.wrong}\n\n${chaosUsage}`);
    return 2;
  }
  let failed = 0;
  for (let number = 0; number < options.rounds; number += 1) {
    const seed = options.seed + number;
    console.log(`Round ${number + 1} of ${options.rounds}, seed ${seed}`);
    if (!(await round({ ...options, seed }))) failed += 1;
  }
  console.log(failed === 0 ? 'Every check of every round held.' : `${failed} of ${options.rounds} rounds failed.`);
  return failed === 0 ? 0 : 1;
}

/** One round in a folder of its own; true when everything held. */
async function round(options: ChaosOptions): Promise<boolean> {
  const dir = await mkdtemp(join(tmpdir(), 'data-requests-chaos-'));
  const began = Date.now();
  let held = false;
  try {
    const evidence = await runRound({ ...options, dir, log: (line) => console.log(`  ${line}`) });
    await writeFile(join(dir, 'evidence.json'), JSON.stringify(evidence));
    const found = verdicts(evidence);
    held = found.every(({ wrong }) => wrong.length === 0);
    console.log(evidence.requests.map(({ request, view }) => `  ${request.id}: ${view?.state}`).join('\n'));
    console.log(roundReport(found).join('\n'));
  } catch (error) {
    if (error instanceof SeedError) throw error;
    console.log(`  The round did not come to its end: ${(error as Error).stack}`);
  }
  console.log(`  ${Math.round((Date.now() - began) / 1000)} s`);
  if (!held) console.log(`  Everything is in ${dir}. To repeat it: ${repeatCommand(options)}`);
  else if (options.keep) console.log(`  Everything is in ${dir}.`);
  else await rm(dir, { recursive: true, force: true });
  return held;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof SeedError ? error.message : error);
    process.exit(1);
  },
);
