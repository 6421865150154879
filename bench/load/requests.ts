import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { AppUnderLoad, type Ended } from './app-under-load';
import { countCalls } from './calls';
import { megabytes, percentile, watch, type Run } from './sampler';
import { manyPeople, requestsOf } from './seeds';

const help = `Puts many requests on the queue at once, and then starts the host.

  --requests N     requests (1000), of a third each: erase, export, dry run
  --workspaces N   workspaces that they are about (10)
  --slow MS        milliseconds by which every answer about the first workspace comes late (0)
  --seconds S      gives up after so long (14400)`;

/** How long many small requests take, in which order they end, and what they take of memory and calls. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      requests: { type: 'string', default: '1000' },
      workspaces: { type: 'string', default: '10' },
      slow: { type: 'string', default: '0' },
      seconds: { type: 'string', default: '14400' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  const [count, workspaces, slow] = [values.requests, values.workspaces, values.slow].map(Number);
  if (!count || !workspaces || slow === undefined || ![count, workspaces, slow].every(Number.isInteger)) {
    throw new Error('--requests, --workspaces and --slow are whole numbers.');
  }
  console.log(`${count} requests, ${workspaces} workspaces; Node ${process.version}, ${cpus().length} cores`);
  const app = await AppUnderLoad.start(manyPeople(workspaces, count));
  try {
    if (slow > 0) await app.delay('w0', slow);
    const requests = requestsOf(workspaces, count);
    await app.send(requests);
    await app.startHost();
    const run = await watch(app, count, Number(values.seconds));
    const peak = await app.peakMemory();
    report(
      run,
      requests.map(({ requestId }) => requestId),
      slow > 0,
    );
    console.log(`memory at most ${peak === undefined ? '?' : megabytes(peak)} MB`);
    const calls = await app.calls();
    const arm = countCalls(calls).filter(([kind]) => kind.startsWith('ARM'));
    const sum = arm.reduce((all, [, calls]) => all + calls, 0);
    console.log(`${(sum / count).toFixed(1)} calls of Resource Manager per request`);
  } finally {
    await app.stop();
  }
}

function report({ ended, samples, seconds }: Run, sent: readonly string[], slow: boolean): void {
  const first = Math.min(...ended.map(({ at }) => at));
  const last = Math.max(...ended.map(({ at }) => at));
  const began = last - seconds * 1_000;
  const parts: [string, Ended[]][] = slow
    ? [
        ['slow workspace', ended.filter(({ requestId }) => requestId.startsWith('w0-'))],
        ['others', ended.filter(({ requestId }) => !requestId.startsWith('w0-'))],
      ]
    : [['all', ended]];
  console.log(
    `${ended.length} requests in ${seconds.toFixed(0)} s: ${((seconds / ended.length) * 1_000).toFixed(0)} ms each; the first after ${((first - began) / 1_000).toFixed(0)} s`,
  );
  for (const [name, some] of parts) {
    const after = some.map(({ at }) => (at - began) / 1_000);
    const [half, most, all] = [50, 90, 100].map((percent) => percentile(after, percent).toFixed(0));
    console.log(`${name}: half ended after ${half} s, nine tenths after ${most} s, all after ${all} s`);
  }
  const states = new Map<string, number>();
  for (const { state } of ended) states.set(state, (states.get(state) ?? 0) + 1);
  console.log([...states].map(([state, count]) => `${count} ${state}`).join(', '));
  const places = new Map(sent.map((id, place) => [id, place]));
  const shifts = ended.map(({ requestId }, place) => Math.abs((places.get(requestId) ?? 0) - place));
  console.log(`moved in the order by ${percentile(shifts, 50)} places in the middle, ${Math.max(...shifts)} at most`);
  const { largestHistory } = samples.at(-1)?.durable ?? {};
  const waiting = Math.max(...samples.map(({ durable }) => durable.activities.waiting));
  console.log(
    `activities waiting at most ${waiting}; largest history ${largestHistory?.events} events, ${largestHistory?.size} characters`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
