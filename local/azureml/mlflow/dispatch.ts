import { resourceNotFound } from '../arm-error';
import type { ArmCall, ArmResponse } from '../arm/arm-type';
import { findWorkspace } from '../arm/workspaces';
import { parseArmPath } from '../arm-path';
import { getMetricHistory, getRun, mlflowError } from './runs';

const PATH = /^\/mlflow\/v[12]\.0(\/subscriptions\/.+?\/workspaces\/[^/]+)\/api\/2\.0\/mlflow\/(.+)$/i;

/** Takes a path below a workspace's MLflow tracking URI apart: the workspace's ARM path, and the operation. */
export function parseMlflowPath(pathname: string): { workspace: string; operation: string } | undefined {
  const match = PATH.exec(pathname);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { workspace: match[1], operation: match[2] };
}

/** Answers a call to the MLflow REST API of a workspace (MLflow docs: REST API 2.0): what an export reads of it. */
export function dispatchMlflow(call: ArmCall): ArmResponse {
  const parsed = parseMlflowPath(call.pathname);
  const path = parsed === undefined ? undefined : parseArmPath(parsed.workspace);
  if (parsed === undefined || path === undefined) throw resourceNotFound(call.pathname);
  const workspace = findWorkspace({ ...call, path });
  if (workspace.body.dataPlane === 'forbidden') {
    // The data plane has permissions of its own; a private endpoint refuses callers from elsewhere alike.
    return mlflowError(403, 'PERMISSION_DENIED', 'The caller may not read the tracking store of this workspace.');
  }
  switch (`${call.method} ${parsed.operation}`) {
    case 'GET runs/get':
      return getRun(call, workspace.scope);
    case 'GET metrics/get-history':
      return getMetricHistory(call, workspace.scope);
    default:
      return mlflowError(404, 'ENDPOINT_NOT_FOUND', `This emulator's MLflow does not know ${parsed.operation}.`);
  }
}
