import { ArmError, resourceNotFound } from '../arm-error';
import type { ArmCall, ArmResponse } from '../arm/arm-type';
import { findWorkspace } from '../arm/workspaces';
import { parseArmPath } from '../arm-path';
import { asString } from '../json';
import { pageOf } from '../paging';
import type { ResourceRecord } from '../records';
import { deleteExperiment, experiments, getExperiment, pollExperimentDelete } from './experiments';
import { childrenOf, findRun, getRun, getRunDetails, queryOf, queryRuns } from './runs';

const PATH = /^\/history\/v1\.0(\/subscriptions\/.+?\/workspaces\/[^/]+)\/(.+)$/i;

/** Takes a run-history path apart: the workspace's ARM path, and the decoded segments below it. */
export function parseHistoryPath(pathname: string): { workspace: string; below: string[] } | undefined {
  const match = PATH.exec(pathname);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { workspace: match[1], below: match[2].split('/').map(decodeURIComponent) };
}

/** Answers a call to run history v1.0 (public specification: run-history.json). */
export async function dispatchHistory(call: ArmCall): Promise<ArmResponse> {
  const parsed = parseHistoryPath(call.pathname);
  const path = parsed === undefined ? undefined : parseArmPath(parsed.workspace);
  if (parsed === undefined || path === undefined) throw resourceNotFound(call.pathname);
  const workspace = findWorkspace({ ...call, path });
  refuseForbidden(workspace, call);
  const { scope } = workspace;
  const { context, method } = call;
  const [first = '', second = '', third] = parsed.below;
  const operation = `${method} ${parsed.below.length === 1 ? first : `${first}/{}${third === undefined ? '' : `/${third}`}`}`;
  switch (operation) {
    case 'GET runs/{}':
      return getRun(second, scope, context);
    case 'GET runs/{}/details':
      return getRunDetails(second, scope, context);
    case 'GET runs/{}/children': {
      findRun(second, scope, context);
      const { $top, $continuationtoken, $filter } = call.query;
      const query = { filter: $filter, continuationToken: $continuationtoken, viewType: 'All' };
      const top = $top === undefined ? undefined : Number($top);
      return queryRuns(childrenOf(second, scope, context), { ...query, top }, context);
    }
    case 'POST experiments:query':
      return listExperiments(call, scope);
    case 'POST experiments/{}/runs:query':
      return queryExperiment(call, scope, 'experimentName', second);
    case 'POST experimentids/{}/runs:query':
      return queryExperiment(call, scope, 'experimentId', second);
    case 'GET experimentids/{}':
      return getExperiment(second, scope, context);
    case 'DELETE experimentids/{}':
      return deleteExperiment(second, scope, call);
    case 'GET operationResults/{}':
      return pollExperimentDelete(second, call);
    default:
      throw new ArmError(404, 'EmulatorUnsupported', `This emulator's run history does not know ${operation}.`);
  }
}

function refuseForbidden(workspace: ResourceRecord, call: ArmCall): void {
  if (workspace.body.dataPlane !== 'forbidden') return;
  const message = `The client '${call.principal.clientId}' may not read the run history of this workspace.`;
  throw new ArmError(403, 'AuthorizationFailed', message, {
    fact: 'The data plane has permissions of its own; a private endpoint refuses callers from elsewhere alike.',
  });
}

function listExperiments(call: ArmCall, scope: string): ArmResponse {
  const { viewType = 'ActiveOnly', continuationToken } = queryOf(call.body);
  const all = experiments(scope, call.context).filter((experiment) => {
    const archived = asString(experiment.body.archivedTime) !== undefined;
    return viewType === 'All' || archived === (viewType === 'ArchivedOnly');
  });
  const page = pageOf(all, call.context.settings.switches.historyPageSize, continuationToken);
  const value = page.items.map((experiment) => experiment.body);
  return { status: 200, body: { value, continuationToken: page.token ?? null, nextLink: null } };
}

function queryExperiment(call: ArmCall, scope: string, member: string, value: string): ArmResponse {
  const known = experiments(scope, call.context).some((experiment) => {
    return experiment.body[member === 'experimentName' ? 'name' : member] === value;
  });
  if (!known) throw new ArmError(404, 'UserError', `Experiment ${value} was not found.`);
  const runs = call.context.state.list('runs', scope).filter((run) => run.body[member] === value);
  return queryRuns(runs, queryOf(call.body), call.context);
}
