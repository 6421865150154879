import { resolveUri, contains, type ByteRange } from '../storage/uri';
import { unreachable, type RunHistory } from '../azure/run-history';
import { concurrently } from '../storage/concurrently';
import { armJobs, ArmJobs } from './listing/arm-jobs';
import { deleteRecord, refused } from './erasing/delete-record';
import { cancelJob } from './erasing/job-cancel';
import { isEnded, walkJobs } from './listing/job-walk';
import { jobMetrics } from './job-metrics';
import { instantAt, objectAt, textAt } from './json';
import { rangesOfRun } from './ownership/run-ranges';
import type { EraseContext, Found, ListContext, ResourceType, Step, Target } from './resource-type';
import { uriContext } from './workspace';

/** Jobs (runs) of every kind, archived ones and all descendants included. */
export const job: ResourceType = {
  name: 'job',
  title: 'Jobs',
  summary: 'Jobs of every kind (command, pipeline, sweep, AutoML) with their children, archived ones included.',
  namesPeopleBy: 'identity',
  bytes: 'Named outputs outside the places of its run, which are `runHistory`.',
  proof: 'Neither ARM nor run history knows the job.',
  recordMayTakeBytes: true,
  erasure: 'delete',
  residue: ['The service keeps its own diagnostic telemetry, which customers cannot reach.'],
  permissions: {
    read: ['jobs/read', 'experiments/read', 'experiments/runs/read'],
    erase: ['jobs/delete', 'jobs/cancel/action'],
  },

  async list(context, next) {
    const page = await walkJobs(context, next);
    const selected = page.seen.filter((seen) => seen.found.follows || context.selects(seen.found));
    const records = await armJobs(context.arm, context.workspace.id).read(selected.map((seen) => seen.found.name));
    const found = selected.map((seen): Found => {
      const guards = rangesOfRun(context.workspace, seen.found.name, seen.dataContainer);
      const arm = records.get(seen.found.name);
      return {
        ...seen.found,
        lastModifiedAt: instantAt(objectAt(arm, 'systemData'), 'lastModifiedAt'),
        ...ownOutputs(context, arm, guards),
        guards,
        live: !isEnded(seen.status),
        // Parents first: where the service deletes children along with them, there is nothing left to do for those.
        rank: seen.found.partOf?.length ?? 0,
        detail: { record: arm ? 'arm' : 'run-history', status: seen.status, ...(seen.run ? { run: 'known' } : {}) },
      };
    });
    return { found, gaps: page.gaps, next: page.next };
  },

  async *records({ arm, runHistory }, target) {
    const record = await arm.get(target.id);
    if (record) yield { source: 'arm', body: record };
    mustReach(runHistory, target);
    const run = await runHistory?.run(target.name);
    if (run) yield { source: 'run-history', body: run };
  },

  files: jobMetrics,

  async present({ arm, runHistory, workspace }, targets) {
    const records = await new ArmJobs(arm, workspace.id).read(targets.map((target) => target.name));
    // A list alone proves nothing: each job is asked for by its name as well.
    const there = await concurrently(targets, 8, async (target) => {
      if (records.has(target.name)) return true;
      mustReach(runHistory, target);
      if (runHistory && (await runHistory.run(target.name))) return true;
      // Of what run history knew, it tells the end as well; of anything else it can't.
      const told = runHistory && target.detail?.run === 'known';
      return !told && (await arm.get(target.id)) !== undefined;
    });
    return new Set(targets.flatMap(({ id }, at) => (there[at] ? id : [])));
  },

  quiesce: (context, target) => cancelJob(context, target.id, target.name),

  async erase(context, target) {
    const step = context.operation ? await deleteRecord(context, target) : await beginDeletion(context, target);
    if (step.state !== 'done' || (step.outcome !== 'deleted' && step.outcome !== 'already_absent')) return step;
    return (await context.runHistory?.run(target.name)) ? { state: 'waiting' } : step;
  },
};

/** What run history knew of when the plan was made can't be said without it. Throws AzureError. */
function mustReach(runHistory: RunHistory | undefined, { detail }: Target): void {
  if (!runHistory && detail?.run === 'known') throw unreachable();
}

async function beginDeletion(context: EraseContext, target: Target): Promise<Step> {
  // Documentation and users disagree on whether deleting a job deletes its bytes: what must stay, must stay first.
  if (target.guards && !(await context.isEmpty(target.guards))) {
    return { state: 'done', outcome: 'blocked', reason: 'bytes_remain' };
  }
  const record = await context.reader.get(target.id);
  if (!record && (await context.runHistory?.run(target.name))) return deleteChild(context, target);
  // Run history and ARM each have a date of their own for one job, so dates can't tell two jobs apart. Names are unique.
  return deleteRecord(context, { ...target, createdAt: undefined }, { record });
}

/** Named outputs that lie outside the job's own folders; what lies inside is `runHistory`'s. */
function ownOutputs(
  context: ListContext,
  arm: unknown,
  guards: readonly ByteRange[],
): Pick<Found, 'ranges' | 'elsewhere'> {
  const ranges: ByteRange[] = [];
  const elsewhere: { uri: string; reason: string }[] = [];
  for (const output of Object.values(objectAt(objectAt(arm, 'properties'), 'outputs'))) {
    const uri = textAt(output, 'uri');
    if (!uri || uri.includes('${{')) continue;
    const folder = textAt(output, 'jobOutputType') !== 'uri_file';
    const resolved = resolveUri(uri, folder, uriContext(context.workspace));
    if (resolved.kind === 'bytes') {
      if (!guards.some((guard) => contains(guard, resolved.range))) ranges.push(resolved.range);
    } else if (resolved.kind === 'out_of_scope') {
      elsewhere.push({ uri: uri.replace(/\?.*$/, ''), reason: resolved.reason });
    }
  }
  return { ranges, ...(elsewhere.length > 0 ? { elsewhere } : {}) };
}

/**
 * A child that only run history shows. There is no call that deletes a run, so the job's DELETE is tried under its
 * name; if the service does nothing, the parent's deletion may still take it along, and verification tells.
 */
async function deleteChild(context: EraseContext, target: Target): Promise<Step> {
  await context.intend();
  const answer = await context.arm.send('DELETE', target.id);
  if (answer.status >= 400 && answer.status !== 404) return refused(answer);
  const operation = answer.headers.get('azure-asyncoperation') ?? answer.headers.get('location') ?? undefined;
  return { state: 'waiting', operation };
}
