import { ArmError, resourceNotFound, userError } from '../arm-error';
import type { EmulatorContext } from '../context';
import type { JsonObject } from '../json';
import { asObject } from '../json';
import type { Operation } from '../operations';
import { pageOf } from '../paging';
import type { ResourceRecord } from '../records';
import type { ArmCall, ArmResponse, ArmType } from './arm-type';
import { operationHeaders } from './operation-response';
import { viewOf } from './resource-view';

/** Where a call below a workspace points. */
export interface Target {
  type: ArmType;
  scope: string;
  parent?: string;
  /** Missing for a list. */
  name?: string;
}

/** Lists one type, page by page, with a nextLink that carries an opaque token. */
export function listChildren(target: Target, call: ArmCall): ArmResponse {
  const { state, settings } = call.context;
  const { type, scope, parent } = target;
  refuseUnknownQuery(call);
  const records = state
    .list(type.path, scope, parent)
    .filter((record) => type.visible?.(record, call.context) ?? true)
    .filter((record) => type.lists?.(record, call) ?? true);
  const page = pageOf(records, pageSize(call, settings.switches.pageSize), call.query.$skip);
  const value = page.items.map(viewOf);
  return { status: 200, body: page.token === undefined ? { value } : { value, nextLink: nextLink(call, page.token) } };
}

const LIST_QUERY = ['api-version', '$skip', '$top', 'count', 'listviewtype', 'jobtype', 'tag', 'category', 'target'];

function refuseUnknownQuery(call: ArmCall): void {
  const unknown = Object.keys(call.query).filter((name) => {
    // The SDK sends orderByAsc=false and offset=0 by itself; neither changes anything.
    const isDefault = ['false', '0'].includes(call.query[name] ?? '');
    return !LIST_QUERY.includes(name) && !isDefault;
  });
  if (unknown.length === 0) return;
  throw new ArmError(
    400,
    'EmulatorUnsupported',
    `This emulator's lists do not know the parameter ${unknown.join(', ')}.`,
  );
}

// A client may ask for smaller pages than the service's, never for larger ones.
function pageSize(call: ArmCall, largest: number): number {
  const wanted = Number(call.query.$top ?? call.query.count ?? largest);
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new ArmError(400, 'ValidationError', 'The page size is not valid.');
  return Math.min(wanted, largest);
}

/** One resource, or 404. */
export function getChild(target: Target, call: ArmCall): ArmResponse {
  return { status: 200, body: viewOf(existing(target, call)) };
}

/** DELETE: 204 for what is gone, otherwise at once or as an operation, unless the type refuses. */
export async function deleteChild(target: Target, call: ArmCall): Promise<ArmResponse> {
  const { type } = target;
  const { state, operations, settings } = call.context;
  const record = state.get(type.path, target.scope, target.parent, target.name ?? '');
  const own = type.answerDelete?.(record, call);
  if (own !== undefined) return own;
  if (record === undefined) return { status: 204 };
  if (type.deletion === 'unsupported') {
    throw new ArmError(501, 'EmulatorUnsupported', `This emulator does not delete resources of type ${type.path}.`);
  }
  type.refuseDelete?.(record, call);
  if (type.deletion === 'sync') {
    await carryOutDelete(type, record, call.context);
    return { status: 200 };
  }
  const operation = operations.start('delete', targetOf(record), settings.switches.operationSeconds);
  return { status: 202, headers: operationHeaders(operation, call, type.operationHeaders ?? 'location') };
}

/** Removes a record with all that goes with it, after whatever the type does first. */
export async function carryOutDelete(type: ArmType, record: ResourceRecord, context: EmulatorContext): Promise<void> {
  await type.beforeDelete?.(record, context);
  context.state.remove(record, ...(type.deletedWith?.(record, context) ?? []));
}

/** PUT: creates or changes a resource as its type allows. */
export function putChild(target: Target, call: ArmCall): ArmResponse {
  const { type, scope, parent, name = '' } = target;
  const { state, operations, settings, now } = call.context;
  if (type.put === undefined) {
    throw new ArmError(501, 'EmulatorUnsupported', `This emulator does not write resources of type ${type.path}.`);
  }
  const before = state.get(type.path, scope, parent, name);
  if (before !== undefined && operations.pending(targetOf(before)).length > 0) {
    throw userError(
      'The resource is being changed by another operation.',
      'A resource in transition answers 409.',
      409,
    );
  }
  const at = now().toISOString();
  const stamp = { lastModifiedAt: at, lastModifiedBy: call.principal.clientId, lastModifiedByType: 'Application' };
  const created = { createdAt: at, createdBy: call.principal.clientId, createdByType: 'Application' };
  const systemData = { ...(before === undefined ? created : asObject(before.body.systemData)), ...stamp };
  const body: JsonObject = { ...type.put(before, call), systemData };
  const record: ResourceRecord =
    before === undefined ? { type: type.path, scope, parent, name, createdAt: at, body } : { ...before, body };
  state.put(record, ...(type.writtenWith?.(record, call) ?? []));
  const status = before === undefined ? 201 : 200;
  if (type.putIsOperation !== true) return { status, body: viewOf(record) };
  const operation = operations.start('update', targetOf(record), settings.switches.operationSeconds);
  const properties = { ...asObject(body.properties), provisioningState: 'Updating' };
  const updating = { ...record, body: { ...body, properties } };
  state.put(updating);
  return { status, body: viewOf(updating), headers: operationHeaders(operation, call, 'both') };
}

/** PATCH: tags and description only, as the resource types here allow it. */
export function patchChild(target: Target, call: ArmCall): ArmResponse {
  const record = existing(target, call);
  if (call.body.tags === undefined) {
    throw new ArmError(400, 'EmulatorUnsupported', 'This emulator patches tags only; use PUT for the rest.');
  }
  const changed = { ...record, body: { ...record.body, tags: call.body.tags } };
  call.context.state.put(changed);
  return { status: 200, body: viewOf(changed) };
}

/** POST …/{name}/{action}. */
export function actOnChild(target: Target, action: string, call: ArmCall): ArmResponse {
  const handler = target.type.actions?.[action.toLowerCase()];
  if (handler === undefined) {
    throw new ArmError(404, 'EmulatorUnsupported', `This emulator has no action ${action} on ${target.type.path}.`);
  }
  return handler(existing(target, call), call);
}

/** What identifies a record in an operation. */
export function targetOf(record: ResourceRecord): Operation['target'] {
  return { type: record.type, scope: record.scope, parent: record.parent, name: record.name };
}

function existing(target: Target, call: ArmCall): ResourceRecord {
  const record = call.context.state.get(target.type.path, target.scope, target.parent, target.name ?? '');
  if (record === undefined || !isVisible(target.type, record, call.context)) {
    throw resourceNotFound(`${target.scope}/${target.type.path}/${target.name}`);
  }
  return record;
}

function isVisible(type: ArmType, record: ResourceRecord, context: EmulatorContext): boolean {
  return type.visible?.(record, context) ?? true;
}

/** The URL of the next page: the same call with another token. */
export function nextLink(call: ArmCall, token: string, parameter = '$skip'): string {
  const search = new URLSearchParams(call.search);
  search.set(parameter, token);
  return `${call.context.baseUrl()}${call.pathname}?${search.toString()}`;
}
