import { childId } from '../../azure/arm-id';
import type { Json } from '../../azure/arm';
import type { RunHistory } from '../../azure/run-history';
import { concurrently } from '../../storage/concurrently';
import type { Actor } from '../../subjects/match';
import { armActors, armTimes, instantAt, objectAt, stringsAt, textAt } from '../json';
import type { Found, Gap, ListContext } from '../resource-type';

/** A job as run history, or only ARM, shows it. */
export interface SeenJob {
  found: Found;
  status: string;
  /** `dataContainerId` of the run: the name of its artifact folder. */
  dataContainer: string;
  /** Whether run history knows it. */
  run: boolean;
}

/** Where a walk goes on. */
type Position =
  | { phase: 'runs'; experiments: string[]; experimentsToken?: string; allExperimentsRead: boolean; runsToken?: string }
  | { phase: 'arm'; link: string };

/** States in which a job no longer changes (Microsoft's Python SDK). */
const terminalStates = new Set(['completed', 'failed', 'canceled', 'notresponding', 'paused']);

/** Whether a job in this state has ended. */
export function isEnded(status: string): boolean {
  return terminalStates.has(status.toLowerCase());
}

/**
 * One page of all jobs of a workspace. First everything that run history knows (children and exact identities are
 * only there), then ARM's list for jobs that run history doesn't have. The same job may come twice: as itself and as
 * a child; the plan merges them.
 */
export async function walkJobs(
  context: ListContext,
  next?: string,
): Promise<{ seen: SeenJob[]; gaps?: Gap[]; next?: string }> {
  const armLink = `${context.workspace.id}/jobs?listViewType=All`;
  const start: Position = context.runHistory
    ? { phase: 'runs', experiments: [], allExperimentsRead: false }
    : { phase: 'arm', link: armLink };
  const position = next ? (JSON.parse(next) as Position) : start;
  if (position.phase === 'arm') return walkArm(context, position.link);
  if (!context.runHistory) throw new Error('Run history became unreachable in the middle of a listing.');
  const page = await walkRuns(context, context.runHistory, position);
  return { seen: page.seen, next: JSON.stringify(page.next ?? { phase: 'arm', link: armLink }) };
}

async function walkRuns(
  context: ListContext,
  runHistory: RunHistory,
  position: Extract<Position, { phase: 'runs' }>,
): Promise<{ seen: SeenJob[]; next?: Position }> {
  const experiment = position.experiments[0];
  if (experiment === undefined) {
    if (position.allExperimentsRead) return { seen: [] };
    const page = await runHistory.experiments(position.experimentsToken);
    const experiments = page.value.flatMap((entry) => textAt(entry, 'experimentId') ?? []);
    const token = page.continuationToken;
    return { seen: [], next: { phase: 'runs', experiments, experimentsToken: token, allExperimentsRead: !token } };
  }
  const page = await runHistory.runs(experiment, position.runsToken);
  const seen = page.value.map((run) => seenRun(context, run));
  const selected = seen.filter((job) => context.selects(job.found));
  const children = await concurrently(selected, 8, (job) => descendants(context, runHistory, job, [job.found.id]));
  const rest = page.continuationToken ? position.experiments : position.experiments.slice(1);
  return {
    seen: [...seen, ...children.flat()],
    next: { ...position, experiments: rest, runsToken: page.continuationToken },
  };
}

/** Everything below a run, walked explicitly: whether deleting a parent deletes its children is not confirmed. */
async function descendants(
  context: ListContext,
  runHistory: RunHistory,
  parent: SeenJob,
  partOf: string[],
): Promise<SeenJob[]> {
  const all: SeenJob[] = [];
  for await (const run of runHistory.children(parent.found.name)) {
    const child = seenRun(context, run, partOf);
    if (partOf.includes(child.found.id)) continue;
    all.push(child, ...(await descendants(context, runHistory, child, [...partOf, child.found.id])));
  }
  return all;
}

async function walkArm(context: ListContext, link: string): Promise<{ seen: SeenJob[]; next?: string }> {
  const page = await context.arm.page(link);
  const jobs = page.value.map((body) => seenArm(context, body));
  const unknown = await concurrently(
    jobs.filter((job) => context.selects(job.found)),
    8,
    async (job) => ((await context.runHistory?.has(job.found.name)) ? undefined : job),
  );
  return {
    seen: unknown.filter((job) => job !== undefined),
    next: page.next && JSON.stringify({ phase: 'arm', link: page.next }),
  };
}

/** A run as run history describes it; `partOf` names the jobs above it, when it is looked at as a part of them. */
export function seenRun(context: Pick<ListContext, 'workspace'>, run: Json, partOf?: string[]): SeenJob {
  const name = textAt(run, 'runId') ?? '';
  const creator = objectAt(run, 'createdBy');
  const actor: Actor = {
    relation: 'created_by',
    source: 'run_history',
    objectId: textAt(creator, 'userObjectId'),
    principal: textAt(creator, 'upn'),
    displayName: textAt(creator, 'userName'),
  };
  const parent = textAt(run, 'parentRunId');
  return {
    found: {
      id: childId(context.workspace.id, 'jobs', name),
      name,
      actors: actor.objectId || actor.principal || actor.displayName ? [actor] : [],
      createdAt: instantAt(run, 'createdUtc'),
      tags: stringsAt(run, 'tags'),
      experiment: textAt(run, 'experimentName') ?? textAt(objectAt(run, 'experiment'), 'name'),
      ...(partOf
        ? { partOf, follows: true }
        : parent
          ? { partOf: [childId(context.workspace.id, 'jobs', parent)] }
          : {}),
      ranges: [],
    },
    status: textAt(run, 'status') ?? 'Unknown',
    dataContainer: textAt(run, 'dataContainerId') ?? `dcid.${name}`,
    run: true,
  };
}

function seenArm(context: ListContext, body: Json): SeenJob {
  const name = textAt(body, 'name') ?? '';
  const properties = objectAt(body, 'properties');
  return {
    found: {
      id: childId(context.workspace.id, 'jobs', name),
      name,
      actors: armActors(body),
      createdAt: armTimes(body).createdAt,
      tags: stringsAt(properties, 'tags'),
      experiment: textAt(properties, 'experimentName'),
      ranges: [],
    },
    status: textAt(properties, 'status') ?? 'Unknown',
    dataContainer: `dcid.${name}`,
    run: false,
  };
}
