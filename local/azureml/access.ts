import { ArmError } from './arm-error';
import type { ArmCall } from './arm/arm-type';
import type { EmulatorContext } from './context';
import { armAction, grantsOf, historyAction, holds } from './grants';
import { parseMlflowPath } from './mlflow/dispatch';
import { parseHistoryPath } from './run-history/dispatch';
import { OWNER } from './settings';
import type { Principal, TokenService } from './tokens';

const ARM_AUDIENCES = ['https://management.azure.com', 'https://management.core.windows.net'];
/** Run history takes tokens for machine learning, and those of Resource Manager. */
const HISTORY_AUDIENCES = ['https://ml.azure.com', ...ARM_AUDIENCES];

/** Who calls, by the bearer token; throws 401 as Resource Manager does. */
export function authenticate(
  header: string | undefined,
  service: 'arm' | 'history',
  tokens: TokenService,
  context: EmulatorContext,
): Principal {
  const { tenantId } = context.settings;
  const challenge = `Bearer authorization_uri="https://login.microsoftonline.com/${tenantId}", error="invalid_token"`;
  const headers = { 'www-authenticate': challenge };
  const [scheme, token] = (header ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) {
    const message = "Authentication failed. The 'Authorization' header is missing or has no bearer token.";
    throw new ArmError(401, 'AuthenticationFailed', message, { headers });
  }
  const audiences = service === 'arm' ? ARM_AUDIENCES : HISTORY_AUDIENCES;
  const principal = tokens.verify(token, audiences, Math.floor(context.now().getTime() / 1000));
  if (typeof principal !== 'string') return principal;
  throw new ArmError(401, principal, 'The access token is invalid, expired, or for another audience.', { headers });
}

/** The reader may read, and ask questions by POST in run history; everything else is the eraser's. */
export function authorize(call: ArmCall, service: 'arm' | 'history'): void {
  const { identities, forbiddenSubscriptions } = call.context.settings;
  const { eraser } = identities;
  checkGrants(call, service);
  if (service === 'arm' && listsSubscription(call) && includes(forbiddenSubscriptions, call.path.subscriptionId)) {
    throw notAuthorized(call, 'read');
  }
  if (call.method === 'GET' || call.method === 'HEAD') return;
  if (service === 'history' && call.method === 'POST' && call.pathname.endsWith(':query')) return;
  // Logs are part of an export; the reader's role has this one action.
  if (service === 'arm' && call.method === 'POST' && call.path.types.at(-1)?.toLowerCase() === 'getlogs') return;
  if ([eraser.objectId, OWNER.objectId].includes(call.principal.objectId)) return;
  throw notAuthorized(call, call.method === 'DELETE' ? 'delete' : call.method === 'POST' ? 'action' : 'write');
}

// What is granted is checked before what the two identities may do without grants.
function checkGrants(call: ArmCall, service: 'arm' | 'history'): void {
  const granted = grantsOf(call.principal.objectId, call.context.settings);
  if (!granted) return;
  const below = parseHistoryPath(call.pathname)?.below.join('/') ?? parseMlflowPath(call.pathname)?.operation ?? '';
  const action = service === 'arm' ? armAction(call) : historyAction(call.method, below);
  const names = call.path.resourceGroup === undefined ? granted.subscriptionActions : granted.actions;
  if (action !== undefined && !holds(names, action)) throw notGranted(call, action);
}

// A list of a whole subscription, whether of one type or of all.
function listsSubscription({ path, method }: ArmCall): boolean {
  if (path.resourceGroup !== undefined || method !== 'GET') return false;
  return path.namespace === undefined || path.types.length > path.names.length;
}

function includes(ids: readonly string[], id: string): boolean {
  return ids.some((known) => known.toLowerCase() === id.toLowerCase());
}

/** 403 of Resource Manager for an action (`read`, `write`, `delete`, `action`) on what a call names. */
export function notAuthorized(call: ArmCall, verb: string): ArmError {
  return notGranted(call, `${call.path.namespace ?? 'Microsoft.Resources'}/${call.path.types.join('/')}/${verb}`);
}

function notGranted(call: ArmCall, action: string): ArmError {
  const { clientId, objectId } = call.principal;
  return new ArmError(
    403,
    'AuthorizationFailed',
    `The client '${clientId}' with object id '${objectId}' does not have authorization to perform action '${action}' ` +
      `over scope '${call.pathname}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}
