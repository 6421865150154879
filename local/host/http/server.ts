import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRoute, Logger } from '../contract';
import type { Keys } from '../config/keys';
import { hasAccess } from './access';
import { BodyTooLargeError, sendStatus } from './body';
import { findRoute, type FunctionRoute } from './function-routes';
import { serveFunction, type HttpTriggerOptions } from './http-trigger';
import { removeIdentityHeaders, type SignIn } from './sign-in';

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What the host's one HTTP server serves. Until `serve` is called it answers 503. */
export interface HttpContent {
  /** Routes of the host itself and of the durable engine; they come before the functions'. */
  routes: readonly HttpRoute[];
  /** Undefined while the host stops. */
  functions: readonly FunctionRoute[] | undefined;
  trigger: HttpTriggerOptions;
  customHeaders: Record<string, string>;
  keys: Keys;
  signIn: SignIn | undefined;
}

/** The host's HTTP server on the loopback interface. */
export interface HttpServer {
  url: string;
  serve(content: HttpContent): void;
  /** Answers 503 to calls of functions from now on. */
  refuseFunctions(): void;
  /** Takes no more requests and resolves when the open ones ended, or breaks them off after `patience` ms. */
  stop(patience: number): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 means a free one. */
export async function startHttpServer(port: number, logger: Logger): Promise<HttpServer> {
  let content: HttpContent | undefined;
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 65_000 }, (request, response) => {
    if (!content) return sendStatus(response, 503);
    answer(request, response, content).catch((error: unknown) => {
      if (error instanceof BodyTooLargeError) return sendStatus(response, 413);
      logger.error(`A request failed in the host: ${error instanceof Error ? error.stack : String(error)}`);
      sendStatus(response, 500);
    });
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (ready) => (content = ready),
    refuseFunctions() {
      if (content) content = { ...content, functions: undefined };
    },
    async stop(patience) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection that its client keeps alive is idle only once its last response went out.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      const limit = setTimeout(() => server.closeAllConnections(), patience);
      await closed;
      clearInterval(sweep);
      clearTimeout(limit);
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, content: HttpContent): Promise<void> {
  const url = requestUrl(request);
  if (!url) return sendStatus(response, 400);
  for (const [name, value] of Object.entries(content.customHeaders)) response.setHeader(name, value);
  removeIdentityHeaders(request);
  if (content.signIn) {
    if (await content.signIn.serve(request, response, url)) return;
    if (!content.signIn.identify(request)) return sendStatus(response, 403);
  }
  const method = request.method ?? 'GET';
  for (const route of content.routes) {
    if (route.method !== '*' && route.method !== method) continue;
    const params = matchPath(route.path, url.pathname);
    if (params) return route.handle(request, response, params);
  }
  if (!content.functions) return sendStatus(response, 503);
  const found = findRoute(content.functions, method, url.pathname);
  if (!found) return sendStatus(response, 404);
  if (!hasAccess(request, url, found.route.authLevel, content.keys)) return sendStatus(response, 401);
  await serveFunction({ request, response, url, ...found }, content.trigger);
}

function requestUrl(request: IncomingMessage): URL | undefined {
  const target = request.url ?? '/';
  // An absolute-form target is for proxies; a path is all that this server takes.
  if (!target.startsWith('/')) return undefined;
  const base = `http://${request.headers.host ?? '127.0.0.1'}`;
  // A name and a port (RFC 9110): what stands before an @ would be taken for credentials, what follows for a path.
  if (/[@/\\?#]/.test(request.headers.host ?? '')) return undefined;
  if (!URL.canParse(base)) return undefined;
  const url = new URL(base + target);
  // Another name for this machine may belong to a web site that wants to read its answers (DNS rebinding).
  return loopbackNames.has(url.hostname) ? url : undefined;
}

function matchPath(pattern: RegExp | string, path: string): Record<string, string> | undefined {
  if (typeof pattern === 'string') return pattern === path ? {} : undefined;
  const groups = pattern.exec(path);
  if (!groups) return undefined;
  const entries = Object.entries(groups.groups ?? {}).filter((entry) => entry[1] !== undefined);
  try {
    return Object.fromEntries(entries.map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    return undefined;
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
