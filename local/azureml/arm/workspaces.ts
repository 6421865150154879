import { ArmError, resourceNotFound } from '../arm-error';
import type { EmulatorContext } from '../context';
import type { JsonObject } from '../json';
import { asObject } from '../json';
import { pageOf } from '../paging';
import type { ResourceRecord } from '../records';
import { workspaceParts } from '../records';
import type { ArmCall, ArmResponse } from './arm-type';
import { nextLink } from './child-resources';

/** A workspace as ARM answers it; the service's own URLs depend on where the emulator listens. */
export function workspaceView(record: ResourceRecord, context: EmulatorContext): JsonObject {
  const { account: _account, ...body } = record.body;
  const { host } = new URL(context.baseUrl());
  const urls = {
    discoveryUrl: `${context.baseUrl()}/discovery`,
    mlFlowTrackingUri: `azureml://${host}/mlflow/v1.0${record.scope}`,
  };
  return {
    id: record.scope,
    name: record.name,
    type: 'Microsoft.MachineLearningServices/workspaces',
    ...body,
    properties: { ...asObject(body.properties), ...urls },
  };
}

/** Workspaces of a subscription, or of one resource group in it. */
export function listWorkspaces(call: ArmCall): ArmResponse {
  const { context, path } = call;
  const records = context.state.list('workspaces').filter((record) => {
    const parts = workspaceParts(record.scope);
    const inGroup = path.resourceGroup === undefined || same(parts.resourceGroup, path.resourceGroup);
    return same(parts.subscriptionId, path.subscriptionId) && inGroup;
  });
  const page = pageOf(records, context.settings.switches.pageSize, call.query.$skip);
  const value = page.items.map((record) => workspaceView(record, context));
  return { status: 200, body: page.token === undefined ? { value } : { value, nextLink: nextLink(call, page.token) } };
}

/** The workspace that a path names, or 404. */
export function findWorkspace(call: ArmCall): ResourceRecord {
  const [name = ''] = call.path.names;
  const found = call.context.state.list('workspaces').find((record) => {
    const parts = workspaceParts(record.scope);
    return (
      same(parts.subscriptionId, call.path.subscriptionId) &&
      same(parts.resourceGroup, call.path.resourceGroup ?? '') &&
      same(parts.name, name)
    );
  });
  if (found === undefined) throw resourceNotFound(`Microsoft.MachineLearningServices/workspaces/${name}`);
  return found;
}

/** Calls on the workspace itself: GET only. */
export function answerWorkspace(call: ArmCall): ArmResponse {
  const record = findWorkspace(call);
  if (call.method === 'GET') return { status: 200, body: workspaceView(record, call.context) };
  throw new ArmError(501, 'EmulatorUnsupported', `This emulator does not ${call.method} a whole workspace.`);
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
