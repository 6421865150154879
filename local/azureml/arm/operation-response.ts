import type { EmulatorContext } from '../context';
import type { JsonObject } from '../json';
import type { Operation } from '../operations';
import { viewOf } from './resource-view';
import { resourceNotFound } from '../arm-error';
import type { ArmCall, ArmResponse } from './arm-type';

/** Where each kind of provider answers polls: the result of an operation, and its status document. */
const COLLECTIONS = {
  machineLearning: ['mfeOperationResults', 'mfeOperationsStatus'],
  others: ['operationResults', 'operationStatuses'],
} as const;

/** The headers that lead a client to an operation. */
export function operationHeaders(
  operation: Operation,
  call: ArmCall,
  own: 'location' | 'asyncOperation' | 'both',
): Record<string, string> {
  const { switches } = call.context.settings;
  const style = switches.operationHeaders === 'mixed' ? own : switches.operationHeaders;
  const namespace = call.path.namespace ?? '';
  const isMachineLearning = namespace.toLowerCase() === 'microsoft.machinelearningservices';
  const [results, statuses] = COLLECTIONS[isMachineLearning ? 'machineLearning' : 'others'];
  const base = `${call.context.baseUrl()}/subscriptions/${call.path.subscriptionId}/providers/${namespace}/locations/local`;
  const version = `api-version=${call.query['api-version'] ?? ''}`;
  const headers: Record<string, string> = { 'retry-after': String(switches.retryAfterSeconds) };
  if (style !== 'asyncOperation') headers.location = `${base}/${results}/${operation.id}?${version}`;
  if (style !== 'location') headers['azure-asyncoperation'] = `${base}/${statuses}/${operation.id}?${version}`;
  return headers;
}

/** Answers a poll: a status document, or a bare status code at the operation's result. */
export function pollOperation(call: ArmCall): ArmResponse {
  const [, collection = ''] = call.path.types;
  const [, id = ''] = call.path.names;
  const operation = call.context.operations.find(id);
  if (operation === undefined) throw resourceNotFound(call.path.scope);
  const wait = { 'retry-after': String(call.context.settings.switches.retryAfterSeconds) };
  const running = operation.status === 'InProgress';
  if (/status(es)?$/i.test(collection)) {
    const body: JsonObject = {
      id: operation.id,
      name: operation.id,
      status: operation.status,
      startTime: new Date(operation.startedAt).toISOString(),
    };
    if (!running) body.endTime = new Date(operation.finishAt).toISOString();
    if (operation.error !== undefined) body.error = { code: 'InternalServerError', message: operation.error };
    return { status: 200, body, headers: running ? wait : {} };
  }
  if (running)
    return {
      status: 202,
      headers: { ...wait, location: `${call.context.baseUrl()}${call.pathname}?${call.search.toString()}` },
    };
  if (operation.status === 'Failed') {
    const error = { code: 'InternalServerError', message: operation.error ?? 'The operation failed.' };
    return { status: 500, body: { error } };
  }
  return operation.kind === 'delete' || operation.kind === 'purge'
    ? { status: 204 }
    : resultOf(operation, call.context);
}

function resultOf(operation: Operation, context: EmulatorContext): ArmResponse {
  const { type, scope, parent, name } = operation.target;
  const record = context.state.get(type, scope, parent, name);
  return operation.kind === 'cancel' || record === undefined ? { status: 200 } : { status: 200, body: viewOf(record) };
}
