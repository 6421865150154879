import { childId } from '../azure/arm-id';
import type { Json } from '../azure/arm';
import { unreachable, type RunHistory } from '../azure/run-history';
import { concurrently } from '../storage/concurrently';
import { gone, pollDeletion, sendDeletion, type Deletion } from './erasing/delete-record';
import { seenRun } from './listing/job-walk';
import { instantAt, objectAt, stringsAt, textAt } from './json';
import type { Found, FoundPage, ListContext, ResourceType, Step, Target } from './resource-type';

/** Where a listing goes on: the experiments whose runs are still to be looked at, then the next page of experiments. */
interface Position {
  pending: Found[];
  experiments?: string;
  /** Page of runs of the first pending experiment, and the first of its runs. */
  runs?: string;
  first?: Pick<Found, 'actors' | 'madeBy'>;
}

/** Experiments: names under which jobs are grouped. They exist in run history only. */
export const experiment: ResourceType = {
  name: 'experiment',
  title: 'Experiments',
  summary:
    'Experiments that hold only jobs of the person, once those are gone, and empty ones. Azure ML deletes no experiment with jobs in it: one that somebody else uses stays.',
  namesPeopleBy: 'identity',
  proof: 'Run history does not know it any more.',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: ['An experiment with jobs of others keeps its name and description, which may mention somebody.'],
  permissions: {
    read: ['experiments/read', 'experiments/runs/read'],
    erase: ['experiments/read', 'experiments/delete'],
  },

  async list(context, next) {
    const { runHistory, workspace } = context;
    if (!runHistory) {
      return { found: [], gaps: [{ code: 'run_history_unreachable', type: 'experiment', workspace: workspace.id }] };
    }
    const position = next ? (JSON.parse(next) as Position) : undefined;
    const pending = position?.pending[0];
    if (position && pending) return lookAtRuns(context, runHistory, position, pending);
    const page = await runHistory.experiments(position?.experiments);
    const found = page.value.map((body) => describe(context, body));
    // What the request asks for whoever made it needs no look at the runs.
    const sure = found.filter((item) => context.selects({ ...item, actors: [] }));
    const others = found.filter((item) => !sure.includes(item));
    return { found: sure, next: following({ pending: others, experiments: page.continuationToken }) };
  },

  async *records({ runHistory }, target) {
    const body = await runHistory?.experiment(idOf(target));
    if (body) yield { source: 'run-history', body };
  },

  async present({ runHistory }, targets) {
    const asked = await concurrently(targets, 8, (target) => reached(runHistory).experiment(idOf(target)));
    return new Set(targets.filter((_, at) => asked[at] !== undefined).map(({ id }) => id));
  },

  async erase(context, target) {
    const runHistory = reached(context.runHistory);
    const id = idOf(target);
    const deletion: Deletion = {
      send: () => runHistory.deleteExperiment(id),
      ask: (operation) => runHistory.operation(operation),
      isThere: async () => (await runHistory.experiment(id)) !== undefined,
    };
    if (context.operation) return pollDeletion(deletion, context.operation);
    if (!(await deletion.isThere())) return gone(context);
    if (await hasRuns(runHistory, id)) return notEmpty;
    await context.intend();
    const step = await sendDeletion(deletion);
    // A run that began between the look and the call.
    return isRefusal(step) && (await hasRuns(runHistory, id)) ? notEmpty : step;
  },
};

const notEmpty: Step = { state: 'done', outcome: 'shared_skipped', reason: 'experiment_not_empty' };

function isRefusal(step: Step): boolean {
  return step.state === 'done' && step.outcome === 'failed';
}

/** The id that run history gave it: another experiment may get the same name later. */
function idOf({ detail }: Pick<Target, 'detail'>): string {
  return detail?.experimentId ?? '';
}

function reached(runHistory: RunHistory | undefined): RunHistory {
  if (runHistory) return runHistory;
  throw unreachable();
}

async function hasRuns(runHistory: RunHistory, experimentId: string): Promise<boolean> {
  return (await runHistory.runs(experimentId)).value.length > 0;
}

function describe(context: ListContext, body: Json): Found {
  const name = textAt(body, 'name') ?? '';
  return {
    id: childId(context.workspace.id, 'experiments', name),
    name,
    // The public specification has no creator; should the service name one, it names them as in runs.
    actors: seenRun(context, { createdBy: objectAt(body, 'createdBy'), runId: name }).found.actors,
    createdAt: instantAt(body, 'createdUtc'),
    tags: stringsAt(body, 'tags'),
    experiment: name,
    ranges: [],
    detail: { experimentId: textAt(body, 'experimentId') ?? '' },
  };
}

/** One page of the runs of an experiment: whether all of them are what the request asks for. */
async function lookAtRuns(
  context: ListContext,
  runHistory: RunHistory,
  position: Position,
  pending: Found,
): Promise<FoundPage> {
  const done: Position = { pending: position.pending.slice(1), experiments: position.experiments };
  const page = await runHistory.runs(idOf(pending), position.runs);
  let { first } = position;
  for (const run of page.value) {
    const selected = await selectedRun(context, runHistory, run);
    if (!selected) return { found: [], next: following(done) };
    first ??= { actors: selected.actors, madeBy: [selected.name] };
  }
  if (page.continuationToken)
    return { found: [], next: following({ ...position, runs: page.continuationToken, first }) };
  // It is theirs by its runs; an empty one by its own maker.
  return { found: [{ ...pending, ...first }], next: following(done) };
}

/** The run, or the run at the top of it, that the request asks for: a child goes with its parent, whoever is named. */
async function selectedRun(context: ListContext, runHistory: RunHistory, run: Json): Promise<Found | undefined> {
  const { found } = seenRun(context, run);
  if (context.selects(found)) return found;
  const root = textAt(run, 'rootRunId');
  const top = root && root !== found.name ? await runHistory.run(root) : undefined;
  const above = top && seenRun(context, top).found;
  return above && context.selects(above) ? above : undefined;
}

function following(position: Position): string | undefined {
  return position.pending.length > 0 || position.experiments ? JSON.stringify(position) : undefined;
}
