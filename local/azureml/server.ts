import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addAdminRoutes } from './admin';
import type { AdminOptions } from './admin';
import { ArmError } from './arm-error';
import type { ArmCall, ArmResponse } from './arm/arm-type';
import { dispatch } from './arm/dispatch';
import { parseArmPath } from './arm-path';
import { authenticate, authorize } from './access';
import type { EmulatorContext } from './context';
import { addFileRoutes } from './files/routes';
import type { JsonObject } from './json';
import { parseObject } from './json';
import { applyFault } from './fault-hook';
import { dispatchMlflow, parseMlflowPath } from './mlflow/dispatch';
import { dispatchHistory, parseHistoryPath } from './run-history/dispatch';
import { addRegistryRoutes } from './registry-data/routes';
import { kindOf, Throttle } from './throttle';
import type { Principal, TokenService } from './tokens';
import { errorText } from '../terminal';

/** What the HTTPS server is made of. */
export interface ServerOptions extends AdminOptions {
  context: EmulatorContext;
  tokens: TokenService;
  cert: string;
  key: string;
}

/** The HTTPS server: Resource Manager, discovery, run history and the admin routes. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { context, tokens, faults, calls } = options;
  const server = Fastify({
    https: { cert: options.cert, key: options.key },
    bodyLimit: 16 * 1024 * 1024,
    forceCloseConnections: true,
  }) as unknown as FastifyInstance;
  const throttle = new Throttle(context.settings.throttling, () => context.now().getTime());
  const callers = new WeakMap<FastifyRequest, Principal>();

  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? {} : parseObject(String(text)));
    } catch {
      done(new ArmError(400, 'InvalidRequestContent', 'The request content was invalid: it is not a JSON object.'));
    }
  });
  const record = (request: FastifyRequest, status: number): void => {
    if (request.url.startsWith('/_emulator')) return;
    const { pathname } = urlOf(request);
    const clientId = callers.get(request)?.clientId;
    calls.record({ at: context.now().toISOString(), method: request.method, path: pathname, status, clientId });
  };
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-ms-request-id', randomUUID());
    const correlation = request.headers['x-ms-correlation-request-id'] ?? randomUUID();
    reply.header('x-ms-correlation-request-id', correlation);
    // Status 0 stands for a call that never got an answer.
    if (await applyFault(faults, request, reply, 'before')) record(request, 0);
  });
  server.addHook('onSend', async (request, reply, payload) => {
    // What the service did counts, also when a fault then hides the answer.
    record(request, reply.statusCode);
    await applyFault(faults, request, reply, 'after');
    return payload;
  });
  server.setErrorHandler((error, _request, reply) => {
    const refusal = error instanceof ArmError ? error : internalError(error);
    return reply.code(refusal.status).headers(refusal.headers).send(refusal.body());
  });
  addAdminRoutes(server, options);
  addFileRoutes(server, { context, tokens, onCaller: (request, principal) => callers.set(request, principal) });
  addRegistryRoutes(server, { context, tokens, identified: (request, who) => void callers.set(request, who) });
  server.get('/discovery', () => ({ api: context.baseUrl(), history: context.baseUrl() }));
  server.get('/discovery/*', () => ({ api: context.baseUrl(), history: context.baseUrl() }));
  server.all('*', async (request, reply) => {
    const url = urlOf(request);
    const history = parseHistoryPath(url.pathname);
    const mlflow = parseMlflowPath(url.pathname);
    const path = parseArmPath(history?.workspace ?? mlflow?.workspace ?? url.pathname);
    if (path === undefined) throw new ArmError(404, 'NotFound', 'There is no service at this path.');
    // The data planes take the same tokens.
    const audience = history === undefined && mlflow === undefined ? 'arm' : 'history';
    const principal = authenticate(request.headers.authorization, audience, tokens, context);
    callers.set(request, principal);
    const call: ArmCall = {
      // HEAD asks whether a GET would find something.
      method: request.method === 'HEAD' ? 'GET' : request.method,
      pathname: url.pathname,
      path,
      search: url.searchParams,
      query: lowerCased(url.searchParams),
      body: (request.body ?? {}) as JsonObject,
      principal,
      context,
    };
    authorize(call, audience);
    if (audience === 'arm') throttleCall(throttle, call, reply);
    const response = await (audience === 'arm'
      ? dispatch(call)
      : mlflow
        ? dispatchMlflow(call)
        : dispatchHistory(call));
    return send(reply, request.method === 'HEAD' ? { status: 204 } : response);
  });
  return server;
}

// Some clients double the first slash.
function urlOf(request: FastifyRequest): URL {
  return new URL(request.url.replace(/^\/+/, '/'), 'https://localhost');
}

function throttleCall(throttle: Throttle, call: ArmCall, reply: FastifyReply): void {
  const kind = kindOf(call.method);
  const admission = throttle.take(call.path.subscriptionId, call.principal.objectId, kind);
  reply.header(`x-ms-ratelimit-remaining-subscription-${kind}`, String(admission.remaining));
  if (admission.admitted) return;
  const message = `The request is being throttled as the limit of ${kind} for this subscription has been reached.`;
  throw new ArmError(429, 'SubscriptionRequestsThrottled', message, {
    fact: 'Token buckets per subscription, principal and operation type (Azure docs: request limits and throttling).',
    headers: { 'retry-after': String(admission.retryAfter) },
  });
}

function send(reply: FastifyReply, response: ArmResponse): FastifyReply {
  return reply
    .code(response.status)
    .headers(response.headers ?? {})
    .send(response.body);
}

function lowerCased(search: URLSearchParams): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of search) query[name.toLowerCase()] ??= value;
  return query;
}

function internalError(error: unknown): ArmError {
  // A defect of the emulator: it must be seen, and must not pass for a refusal of Azure.
  console.error(errorText(error));
  return new ArmError(500, 'EmulatorDefect', error instanceof Error ? error.message : 'Unknown error.');
}
