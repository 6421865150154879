import { type Job, type Measure, type Target } from './model';
import { runOurs } from './client-ours';
import { runRaw } from './client-raw';
import { runSdk } from './client-sdk';

/** Clients in Node that can be measured, each in a process of its own. */
export type NodeClient = 'ours' | 'sdk' | 'raw';

/** What such a process is told, as JSON in its only argument. */
export interface ClientTask {
  client: NodeClient;
  target: Target;
  job: Job;
}

/** What it prints when it is done. */
export interface ClientResult extends Measure {
  blobs: number;
}

// Loading the libraries and getting the first token is no cost per blob: production pays it once, when a process starts.
// Peers that are commands pay some 0.05 s of it.
async function main({ client, target, job }: ClientTask): Promise<ClientResult> {
  let from = { time: performance.now(), cpu: process.cpuUsage() };
  const begin = () => (from = { time: performance.now(), cpu: process.cpuUsage() });
  const runs: Record<NodeClient, () => Promise<number>> = {
    ours: () => runOurs(job, begin),
    sdk: () => runSdk(target, job, begin),
    raw: () => runRaw(target, job, begin),
  };
  const blobs = await runs[client]();
  const cpu = process.cpuUsage(from.cpu);
  return {
    blobs,
    seconds: (performance.now() - from.time) / 1_000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    rssBytes: process.resourceUsage().maxRSS * 1_024,
  };
}

if (require.main === module) {
  main(JSON.parse(process.argv[2] ?? '') as ClientTask).then(
    (result) => {
      console.log(JSON.stringify(result));
      process.exit(0);
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
