import { ArmError } from '../arm-error';
import type { ArmResponse } from '../arm/arm-type';
import { artifactStoreOf } from '../arm/artifact-store';
import type { EmulatorContext } from '../context';
import type { JsonObject } from '../json';
import { asObject, asString } from '../json';
import { pageOf } from '../paging';
import type { ResourceRecord } from '../records';
import { parseFilter } from './filter';

/** What run history is asked for a set of runs. */
export interface RunQuery {
  filter?: string;
  continuationToken?: string;
  top?: number;
  /** All, ActiveOnly or ArchivedOnly; archived runs are `hidden` here. */
  viewType?: string;
}

/** The run of this id, or the 404 of run history. */
export function findRun(id: string, scope: string, context: EmulatorContext): ResourceRecord {
  const run = context.state.get('runs', scope, undefined, id);
  if (run !== undefined) return run;
  throw new ArmError(404, 'UserError', `Run ${id} was not found.`, { fact: 'Deleting a job deletes its run.' });
}

/** GET runs/{id}. */
export function getRun(id: string, scope: string, context: EmulatorContext): ArmResponse {
  return { status: 200, body: findRun(id, scope, context).body };
}

/** GET runs/{id}/details: the run's shorter form with its log files. */
export async function getRunDetails(id: string, scope: string, context: EmulatorContext): Promise<ArmResponse> {
  const { body } = findRun(id, scope, context);
  const prefix = `ExperimentRun/${asString(body.dataContainerId)}/`;
  const logFiles: JsonObject = {};
  const store = artifactStoreOf(scope, context);
  const container = store && context.blobs.container(store.account, store.container);
  for await (const blob of container?.listBlobsFlat({ prefix }) ?? []) {
    const path = blob.name.slice(prefix.length);
    if (/^(user_logs|system_logs|azureml-logs|logs)\//.test(path))
      logFiles[path] = container?.getBlobClient(blob.name).url;
  }
  const { runId, target, status, startTimeUtc, endTimeUtc, properties } = body;
  return { status: 200, body: { runId, target, status, startTimeUtc, endTimeUtc, properties, logFiles } };
}

/** A page of runs that a query selects. The token is for the same query only. */
export function queryRuns(runs: readonly ResourceRecord[], query: RunQuery, context: EmulatorContext): ArmResponse {
  const matches = parseFilter(query.filter);
  const view = query.viewType ?? 'ActiveOnly';
  const selected = runs.filter((run) => {
    const archived = run.body.hidden === true;
    return (view === 'All' || archived === (view === 'ArchivedOnly')) && matches(run.body);
  });
  const largest = context.settings.switches.historyPageSize;
  const page = pageOf(selected, Math.max(1, Math.min(query.top ?? largest, largest)), query.continuationToken);
  const value = page.items.map((run) => run.body);
  return { status: 200, body: { value, continuationToken: page.token ?? null, nextLink: null } };
}

/** Direct children of a run. */
export function childrenOf(id: string, scope: string, context: EmulatorContext): ResourceRecord[] {
  return context.state.childrenOf('runs', scope, id);
}

/** The query that a body of runs:query or experiments:query carries. */
export function queryOf(body: JsonObject): RunQuery {
  const { filter, continuationToken, top, viewType } = asObject(body);
  return {
    filter: asString(filter),
    continuationToken: asString(continuationToken),
    top: typeof top === 'number' ? top : undefined,
    viewType: asString(viewType),
  };
}
