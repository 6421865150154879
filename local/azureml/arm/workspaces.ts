import { ArmError, resourceNotFound, userError } from '../arm-error';
import type { JsonObject } from '../json';
import { asObject, asString } from '../json';
import type { ResourceRecord } from '../records';
import type { ArmCall, ArmResponse } from './arm-type';
import { findTopLevelRecord } from './beyond/answer';
import { targetOf } from './child-resources';
import { operationHeaders } from './operation-response';
import type { TopLevelType } from './beyond/top-level-type';
import { removeWorkspace } from './workspace-removal';

/** The first api-version whose DELETE knows forceToPurge; older ones ignore it (ResourceModules#3397). */
const PURGE_SINCE = '2023-04-01-preview';
/** The first api-version that tells hubs from projects (arm-machinelearning's models). */
const HUBS_SINCE = '2023-08-01-preview';

/** Machine learning workspaces. What lies below them is answered by their own types. */
export const workspaces: TopLevelType = {
  armType: 'Microsoft.MachineLearningServices/workspaces',
  records: 'workspaces',
  deletion: 'operation',
  operationHeaders: 'both',
  view,
  answerDelete,
  refuseDelete,
  isPermanent: asksForPurge,
  remove: removeWorkspace,
};

/** The workspace that a path names, or 404. */
export function findWorkspace(call: ArmCall): ResourceRecord {
  const found = findTopLevelRecord(workspaces, call);
  if (found !== undefined) return found;
  throw resourceNotFound(`${workspaces.armType}/${call.path.names[0] ?? ''}`);
}

/** Refuses to make a workspace of a name that a soft-deleted one still holds. */
export function refuseSoftDeletedName(call: ArmCall): void {
  if (softDeleted(call) === undefined) return;
  throw userError(
    'Soft-deleted workspace exists. Please purge or recover it.',
    'The name of a soft-deleted workspace cannot be used again until it is purged (azure-cli#33756).',
  );
}

// The service's own URLs depend on where the emulator listens.
function view(record: ResourceRecord, call: ArmCall): JsonObject {
  const { account: _account, artifactContainer: _container, dataPlane: _dataPlane, ...body } = record.body;
  const { hubResourceId, ...properties } = asObject(body.properties);
  const base = call.context.baseUrl();
  const urls = {
    discoveryUrl: `${base}/discovery`,
    mlFlowTrackingUri: `azureml://${new URL(base).host}/mlflow/v1.0${record.scope}`,
  };
  return { ...body, properties: { ...properties, ...urls, ...familyOf(record, call, hubResourceId) } };
}

function familyOf(record: ResourceRecord, call: ArmCall, hubResourceId: JsonObject[string]): JsonObject {
  if ((call.query['api-version'] ?? '') < HUBS_SINCE) return {};
  if (record.body.kind !== 'Hub') return hubResourceId === undefined ? {} : { hubResourceId };
  return { associatedWorkspaces: projectsOf(record, call).map((project) => project.scope) };
}

function projectsOf(hub: ResourceRecord, call: ArmCall): ResourceRecord[] {
  return call.context.state.list('workspaces').filter((workspace) => {
    const id = asString(asObject(workspace.body.properties).hubResourceId);
    return id?.toLowerCase() === hub.scope.toLowerCase();
  });
}

function asksForPurge(call: ArmCall): boolean {
  const knows = (call.query['api-version'] ?? '') >= PURGE_SINCE;
  return knows && call.query.forcetopurge?.toLowerCase() === 'true';
}

function softDeleted(call: ArmCall): ResourceRecord | undefined {
  return findTopLevelRecord({ ...workspaces, records: 'softDeletedWorkspaces' }, call);
}

function answerDelete(record: ResourceRecord | undefined, call: ArmCall): ArmResponse | undefined {
  const { workspacePurge, purgeOfSoftDeleted, operationSeconds } = call.context.settings.switches;
  if (!asksForPurge(call)) return undefined;
  // Reported by users: an answer as if nothing were there, and the workspace stays.
  if (record !== undefined) return workspacePurge === 'ignored' ? { status: 204 } : undefined;
  const marked = softDeleted(call);
  if (marked === undefined) return undefined;
  if (purgeOfSoftDeleted === '404') {
    throw new ArmError(404, 'ResourceNotFound', `Unable to find workspace ${marked.name}.`, {
      fact: 'UNCONFIRMED: a workspace that is soft-deleted already cannot be purged any more (azure-cli#33756).',
    });
  }
  const operation = call.context.operations.start('purge', targetOf(marked), operationSeconds);
  return { status: 202, headers: operationHeaders(operation, call, 'both') };
}

function refuseDelete(record: ResourceRecord, call: ArmCall): void {
  if (record.body.kind !== 'Hub' || call.context.settings.switches.hubDeleteWithProjects === 202) return;
  const projects = projectsOf(record, call);
  if (projects.length === 0) return;
  const fact = 'UNCONFIRMED: the projects of a hub are deleted before the hub.';
  throw userError(`The hub has ${projects.length} project workspaces. Delete them first.`, fact, 409);
}
