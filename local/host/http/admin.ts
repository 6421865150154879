import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRoute, RegisteredFunction } from '../contract';
import type { TestClock } from '../clock';
import type { Keys } from '../config/keys';
import { triggerOf } from '../bindings';
import { hasAccess } from './access';
import { readBody, sendJson, sendStatus } from './body';
import type { FunctionRoute } from './function-routes';

/** What the admin routes report and do. */
export interface AdminOptions {
  keys: Keys;
  functions: readonly RegisteredFunction[];
  isDisabled: (fn: RegisteredFunction) => boolean;
  routes: readonly FunctionRoute[];
  baseUrl: string;
  /** What the durable engine has on its hands. */
  durableLoad: () => object;
  /** Only with `--test-clock`. */
  testClock: TestClock | undefined;
  /** Starts a function; undefined when its trigger can't be run by hand. */
  runByHand: (fn: RegisteredFunction, input: string | undefined) => Promise<void> | undefined;
}

type Handle = (request: IncomingMessage, response: ServerResponse, params: Record<string, string>) => Promise<void>;

const bodyLimit = 1024 * 1024;

/** The routes below `/admin`; all but the ping need the master key. */
export function adminRoutes(options: AdminOptions): HttpRoute[] {
  const { keys, functions, isDisabled, routes, baseUrl, testClock, runByHand, durableLoad } = options;
  const guarded = (method: string, path: RegExp, handle: Handle): HttpRoute => ({
    method,
    path,
    async handle(request, response, params) {
      const url = new URL(request.url ?? '/', baseUrl);
      if (!hasAccess(request, url, 'admin', keys)) return sendStatus(response, 401);
      await handle(request, response, params);
    },
  });
  const named = (name: string | undefined) =>
    functions.find((fn) => fn.name.toLowerCase() === (name ?? '').toLowerCase());
  const describe = (fn: RegisteredFunction) => {
    const route = routes.find((candidate) => candidate.fn === fn);
    return {
      name: fn.name,
      config: { bindings: Object.values(fn.bindings) },
      trigger: triggerOf(fn).type,
      invoke_url_template: route ? `${baseUrl}/${route.path}` : null,
      isDisabled: isDisabled(fn),
    };
  };

  const list: HttpRoute[] = [
    {
      method: '*',
      path: /^\/admin\/host\/ping\/?$/i,
      handle: (_request, response) => Promise.resolve(sendStatus(response, 200)),
    },
    guarded('GET', /^\/admin\/host\/status\/?$/i, (_request, response) => {
      const processUptime = Math.round(process.uptime() * 1000);
      const { rss: memory } = process.memoryUsage();
      const status = { state: 'Running', processUptime, functions: functions.length, memory, durable: durableLoad() };
      return Promise.resolve(sendJson(response, 200, status));
    }),
    guarded('GET', /^\/admin\/functions\/?$/i, (_request, response) =>
      Promise.resolve(sendJson(response, 200, functions.map(describe))),
    ),
    guarded('GET', /^\/admin\/functions\/(?<name>[^/]+)\/?$/i, (_request, response, { name }) => {
      const fn = named(name);
      return Promise.resolve(fn ? sendJson(response, 200, describe(fn)) : sendStatus(response, 404));
    }),
    guarded('POST', /^\/admin\/functions\/(?<name>[^/]+)\/?$/i, async (request, response, { name }) => {
      const fn = named(name);
      if (!fn) return sendStatus(response, 404);
      const body = parseObject(await readBody(request, bodyLimit));
      const input = body?.['input'];
      if (!body || (input !== undefined && typeof input !== 'string')) {
        return sendJson(response, 400, { message: 'The body must be JSON: {"input": "text"}.' });
      }
      // As on the real host the caller does not wait for the function.
      if (!runByHand(fn, input)) {
        const type = triggerOf(fn).type;
        return sendJson(response, 400, { message: `A function with a ${type} can't be run by hand.` });
      }
      sendStatus(response, 202);
    }),
  ];
  if (testClock) {
    list.push(
      guarded('GET', /^\/admin\/host\/clock\/?$/i, (_request, response) =>
        Promise.resolve(sendJson(response, 200, { now: testClock.now().toISOString() })),
      ),
      guarded('POST', /^\/admin\/host\/clock\/?$/i, async (request, response) => {
        const seconds = parseObject(await readBody(request, bodyLimit))?.['advanceSeconds'];
        if (typeof seconds !== 'number' || !(seconds >= 0)) {
          return sendJson(response, 400, { message: 'The body must be JSON: {"advanceSeconds": 60}.' });
        }
        testClock.advance(seconds);
        sendJson(response, 200, { now: testClock.now().toISOString() });
      }),
    );
  }
  return list;
}

/** An empty body counts as an empty object. */
function parseObject(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = body.length === 0 ? {} : JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
