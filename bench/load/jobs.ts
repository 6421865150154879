import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { AppUnderLoad } from './app-under-load';
import { countCalls } from './calls';
import { ample, workspaceId } from './seeds';
import { megabytes, watch } from './sampler';

const help = `Asks for all of one workspace that has many jobs.

  --jobs N       jobs (100000)
  --action A     look (a dry run: inventory and plan), export or erase (look)
  --seconds S    gives up after so long (14400)`;

/** One request for everything in a workspace of many jobs: how long, how much memory, how large the histories get. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      jobs: { type: 'string', default: '100000' },
      action: { type: 'string', default: 'look' },
      seconds: { type: 'string', default: '14400' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  const jobs = Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1) throw new Error('--jobs must be a whole number.');
  if (!['look', 'export', 'erase'].includes(values.action)) throw new Error('--action is look, export or erase.');
  console.log(`${jobs} jobs, ${values.action}; Node ${process.version}, ${cpus().length} cores`);
  const app = await AppUnderLoad.start({
    ...ample,
    people: [{ key: 'ann', displayName: 'Ann Onym' }],
    workspaces: [
      {
        ...{ name: 'large', resourceGroup: 'bench', storageAccount: 'largestore', createdBy: 'ann' },
        generate: [{ jobs, createdBy: 'ann', namePrefix: 'job-', experiment: 'many', minutesApart: 1 }],
      },
    ],
  });
  try {
    const action = values.action === 'export' ? 'export' : 'erase';
    const dryRun = values.action === 'look' ? { dryRun: true } : {};
    await app.send([
      { requestId: 'large', action, ...dryRun, scope: { workspaces: [workspaceId('large')], everything: true } },
    ]);
    await app.startHost();
    const { ended, samples, seconds } = await watch(app, 1, Number(values.seconds));
    const { largestHistory } = samples.at(-1)?.durable ?? {};
    const peak = await app.peakMemory();
    console.log(`${ended[0]?.state} after ${seconds.toFixed(0)} s`);
    console.log(`memory at most ${peak === undefined ? '?' : megabytes(peak)} MB`);
    console.log(`largest history ${largestHistory?.events} events, ${largestHistory?.size} characters`);
    for (const [kind, count] of countCalls(await app.calls())) console.log(`${String(count).padStart(9)}  ${kind}`);
  } finally {
    await app.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
