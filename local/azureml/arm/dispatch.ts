import { checkApiVersion, knownTypes } from '../api-versions';
import { ArmError, resourceNotFound } from '../arm-error';
import type { ArmCall, ArmResponse } from './arm-type';
import type { Target } from './child-resources';
import { actOnChild, deleteChild, getChild, listChildren, patchChild, putChild } from './child-resources';
import { answerTopLevel } from './beyond/answer';
import { answerDeletedVaults, isForDeletedVaults } from './beyond/key-vault';
import { listDeletedLogAnalytics } from './beyond/log-analytics';
import { findTopLevelType } from './beyond/registry';
import { listLocks, refuseLocked } from './locks';
import { pollOperation } from './operation-response';
import { describeProvider } from './providers';
import { findType } from './registry';
import { listResources } from './subscriptions';
import { findWorkspace, refuseSoftDeletedName, workspaces } from './workspaces';

/** Answers a call to Resource Manager. Throws ArmError for every refusal. */
export async function dispatch(call: ArmCall): Promise<ArmResponse> {
  const { path } = call;
  const namespace = path.namespace?.toLowerCase();
  const isMachineLearning = namespace === 'microsoft.machinelearningservices';
  const typePath = path.types.slice(isMachineLearning ? 1 : 0).join('/');
  // What a provider offers is asked of Microsoft.Resources, in its own versions.
  const asked = path.types.length === 0 ? 'Microsoft.Resources' : (path.namespace ?? '');
  checkApiVersion(call.query['api-version'], asked, typePath);
  if (call.method !== 'GET') refuseLocked(call);
  if (namespace === undefined) return answerSubscription(call);
  if (namespace === 'microsoft.authorization' && path.types[0]?.toLowerCase() === 'locks' && call.method === 'GET') {
    return listLocks(call);
  }
  if (!isMachineLearning && knownTypes(namespace) === undefined) {
    throw new ArmError(404, 'InvalidResourceNamespace', `The resource namespace '${path.namespace}' is invalid.`);
  }
  if (path.types.length === 0) return describeProvider(call);
  return answerProvider(call);
}

async function answerProvider(call: ArmCall): Promise<ArmResponse> {
  const { method, path } = call;
  const [first = ''] = path.types.map((type) => type.toLowerCase());
  if (isForDeletedVaults(call)) return answerDeletedVaults(call);
  if (first === 'locations') return pollOperation(call);
  if (first === 'deletedworkspaces' && method === 'GET') return listDeletedLogAnalytics(call);
  const type = findTopLevelType(`${path.namespace}/${first}`);
  if (type === undefined) throw invalidType(call);
  if (type === workspaces && path.types.length > 1) return answerChild(call);
  if (type === workspaces && method === 'PUT') refuseSoftDeletedName(call);
  return answerTopLevel(type, call);
}

function answerSubscription(call: ArmCall): ArmResponse {
  const [collection, ...more] = call.path.rest;
  if (call.method === 'GET' && collection?.toLowerCase() === 'resources' && more.length === 0)
    return listResources(call);
  throw new ArmError(404, 'EmulatorUnsupported', `This emulator does not answer ${call.method} ${call.pathname}.`);
}

async function answerChild(call: ArmCall): Promise<ArmResponse> {
  const { types, names } = call.path;
  const workspace = findWorkspace(call);
  const below = types.slice(1);
  const ownNames = names.slice(1);
  // An odd segment at the end is a list for GET and an action for POST.
  const action = call.method === 'POST' ? below.pop() : undefined;
  const type = findType(below.join('/'));
  if (type === undefined) throw invalidType(call);
  const nested = below.length === 2;
  const target: Target = {
    type,
    scope: workspace.scope,
    parent: nested ? ownNames[0] : undefined,
    name: nested ? ownNames[1] : ownNames[0],
  };
  if (action !== undefined) return actOnChild(target, action, call);
  if (target.name === undefined) return answerList(target, call);
  switch (call.method) {
    case 'GET':
      return getChild(target, call);
    case 'DELETE':
      return deleteChild(target, call);
    case 'PUT':
      return putChild(target, call);
    case 'PATCH':
      return patchChild(target, call);
    default:
      throw new ArmError(405, 'MethodNotAllowed', `The method ${call.method} is not supported here.`);
  }
}

function answerList(target: Target, call: ArmCall): ArmResponse {
  if (call.method !== 'GET') throw new ArmError(405, 'MethodNotAllowed', `The method ${call.method} is not supported.`);
  const [container] = target.type.path.split('/');
  const missing = target.parent !== undefined && container !== undefined;
  if (missing && call.context.state.get(container, target.scope, undefined, target.parent ?? '') === undefined) {
    throw resourceNotFound(`${target.scope}/${container}/${target.parent}`);
  }
  return listChildren(target, call);
}

function invalidType(call: ArmCall): ArmError {
  const type = call.path.types.join('/');
  const message = `The resource type '${type}' could not be found in the namespace '${call.path.namespace}'.`;
  return new ArmError(404, 'InvalidResourceType', message);
}
