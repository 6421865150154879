import { bytesOnly } from './erasing/bytes-only';
import { cancelJob } from './erasing/job-cancel';
import { isEnded, walkJobs } from './listing/job-walk';
import { rangesOfRun } from './ownership/run-ranges';
import type { ResourceType } from './resource-type';

/** The id of a job's run history item; other ids stay as they are. */
export function runHistoryIdOf(id: string): string {
  return id.replace(/\/jobs\/([^/]+)$/i, '/runs/$1');
}

/** The id of the job that a run history item belongs to; other ids stay as they are. */
export function jobIdOf(id: string): string {
  return id.replace(/\/runs\/([^/]+)$/i, '/jobs/$1');
}

/** The bytes that the service keeps for each job: logs, metrics, outputs, the zip of them, compute records. */
export const runHistory: ResourceType = {
  ...bytesOnly,
  name: 'runHistory',
  title: 'Files of jobs (logs, metrics, outputs)',
  summary: 'The blobs of a job: logs, metrics and outputs, their zip, compute records, intermediate pipeline data.',
  namesPeopleBy: 'identity',
  bytes:
    'The places of a run: `ExperimentRun/dcid.<run>/`, its zip below `ArtifactZip/`, `ComputeRecord/` in the artifact container, and `azureml/<run>/` in the default one.',
  proof: 'Its places are listed and nothing is in them.',
  residue: [],
  permissions: {
    read: ['jobs/read', 'experiments/read', 'experiments/runs/read', 'datastores/read'],
    erase: ['jobs/cancel/action'],
  },

  async list(context, next) {
    const page = await walkJobs(context, next);
    const found = page.seen
      .filter((seen) => seen.found.follows || context.selects(seen.found))
      .map((seen) => ({
        ...seen.found,
        id: runHistoryIdOf(seen.found.id),
        partOf: seen.found.partOf?.map(runHistoryIdOf),
        ranges: rangesOfRun(context.workspace, seen.found.name, seen.dataContainer),
        live: !isEnded(seen.status),
        detail: { status: seen.status },
      }));
    return { found, gaps: page.gaps, next: page.next };
  },

  // The job is what has to come to rest before its bytes are listed for good.
  quiesce: (context, target) => cancelJob(context, jobIdOf(target.id), target.name),
};
