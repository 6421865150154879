import { ArmError, resourceNotFound } from '../../arm-error';
import { pageOf } from '../../paging';
import type { ResourceRecord } from '../../records';
import type { ArmCall, ArmResponse } from '../arm-type';
import { nextLink, targetOf } from '../child-resources';
import { operationHeaders } from '../operation-response';
import type { TopLevelType } from './top-level-type';

/** Answers a call to a resource right below a resource group, or to a list of them. */
export async function answerTopLevel(type: TopLevelType, call: ArmCall): Promise<ArmResponse> {
  const { method, path } = call;
  if (path.names.length === 0) {
    if (method === 'GET') return listTopLevel(type, call);
    throw new ArmError(405, 'MethodNotAllowed', `The method ${method} is not supported for a list.`);
  }
  const record = findTopLevelRecord(type, call);
  if (method === 'DELETE' && path.types.length === 1) return deleteTopLevel(type, record, call);
  if (record === undefined) throw resourceNotFound(`${type.armType}/${path.names[0]}`);
  if (method === 'GET') type.refuseRead?.(record, call);
  if (path.types.length > 1) {
    if (type.below !== undefined) return type.below(record, call);
    throw new ArmError(404, 'EmulatorUnsupported', `This emulator knows nothing below ${type.armType}.`);
  }
  if (method === 'GET') return { status: 200, body: topLevelView(type, record, call) };
  throw new ArmError(501, 'EmulatorUnsupported', `This emulator does not ${method} a ${type.armType}.`);
}

/** A record as a GET of it answers. */
export function topLevelView(
  type: TopLevelType,
  record: ResourceRecord,
  call: ArmCall,
): NonNullable<ArmResponse['body']> {
  return { id: record.scope, name: record.name, type: type.armType, ...type.view(record, call) };
}

/** Records of a type in the subscription of a call, or in its resource group. */
export function recordsInScope(records: string, call: ArmCall): ResourceRecord[] {
  const { subscriptionId, resourceGroup } = call.path;
  const group = resourceGroup === undefined ? '' : `/resourcegroups/${resourceGroup}`;
  const scope = `/subscriptions/${subscriptionId}${group}/`.toLowerCase();
  return call.context.state.list(records).filter((record) => record.scope.toLowerCase().startsWith(scope));
}

/** The record that a path names, or undefined. */
export function findTopLevelRecord(type: TopLevelType, call: ArmCall): ResourceRecord | undefined {
  const { names, resourceGroup, subscriptionId } = call.path;
  const group = `/subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}`;
  const id = `${group}/providers/${type.armType}/${names[0]}`.toLowerCase();
  return call.context.state.list(type.records).find((record) => record.scope.toLowerCase() === id);
}

function listTopLevel(type: TopLevelType, call: ArmCall): ArmResponse {
  const { pageSize } = call.context.settings.switches;
  const page = pageOf(recordsInScope(type.records, call), pageSize, call.query.$skip);
  const value = page.items.map((record) => topLevelView(type, record, call));
  return { status: 200, body: page.token === undefined ? { value } : { value, nextLink: nextLink(call, page.token) } };
}

async function deleteTopLevel(
  type: TopLevelType,
  record: ResourceRecord | undefined,
  call: ArmCall,
): Promise<ArmResponse> {
  const own = type.answerDelete?.(record, call);
  if (own !== undefined) return own;
  if (record === undefined) return { status: 204 };
  type.refuseDelete?.(record, call);
  const permanently = type.isPermanent?.(call) ?? true;
  const { operations, settings } = call.context;
  if (type.deletion === 'sync') {
    await type.remove(record, call.context, permanently);
    return { status: 200 };
  }
  const kind = permanently ? 'purge' : 'delete';
  const operation = operations.start(kind, targetOf(record), settings.switches.operationSeconds);
  return { status: 202, headers: operationHeaders(operation, call, type.operationHeaders ?? 'location') };
}
