import type { RegisteredFunction } from '../contract';
import { textProperty, triggerOf } from '../bindings';
import { parseRouteTemplate, type RouteTemplate } from './route-template';

/** Who may call a function: anyone, holders of a function key, holders of the master key. */
export type AuthLevel = 'anonymous' | 'function' | 'admin';

/** A function's way in over HTTP. */
export interface FunctionRoute {
  fn: RegisteredFunction;
  /** With the prefix, without slashes at the ends: `api/requests/{id}`. */
  path: string;
  template: RouteTemplate;
  /** Upper case; undefined means every method. */
  methods: ReadonlySet<string> | undefined;
  authLevel: AuthLevel;
}

/**
 * Reads the routes of http-triggered functions; throws an error naming a wrong one. They are in the alphabetical order
 * of the functions' names, because the real host tries them so (azure-functions-host issue 9876): ASP.NET Core's
 * precedence of literals does not apply.
 */
export function functionRoutes(functions: readonly RegisteredFunction[], routePrefix: string): FunctionRoute[] {
  const routes = functions.map((fn) => functionRoute(fn, routePrefix));
  const taken = new Map<string, string>();
  for (const { fn, path, methods } of routes) {
    for (const method of methods ?? ['*']) {
      const key = `${method} ${path.toLowerCase().replace(/\{(\*{0,2})\w+/g, '{$1')}`;
      const other = taken.get(key);
      if (other) throw new Error(`Functions '${other}' and '${fn.name}' have the same route '${path}'.`);
      taken.set(key, fn.name);
    }
  }
  return routes.sort((a, b) => a.fn.name.localeCompare(b.fn.name, 'en'));
}

/** Warnings about routes that can't be reached, or not by every path, because another one comes first. */
export function shadowedRoutes(routes: readonly FunctionRoute[]): string[] {
  return routes.flatMap((route, index) => {
    const { sample } = route.template;
    const first = routes
      .slice(0, index)
      .find((earlier) => sample !== undefined && shareMethod(earlier, route) && earlier.template.match(sample));
    if (!first) return [];
    return [
      `Requests for '${route.path}' (function '${route.fn.name}') go to '${first.path}' (function '${first.fn.name}'): ` +
        "routes are tried in the alphabetical order of the functions' names, on Azure too.",
    ];
  });
}

function shareMethod(a: FunctionRoute, b: FunctionRoute): boolean {
  if (!a.methods || !b.methods) return true;
  return [...a.methods].some((method) => b.methods?.has(method));
}

function functionRoute(fn: RegisteredFunction, routePrefix: string): FunctionRoute {
  const trigger = triggerOf(fn);
  const authLevel = (textProperty(trigger, 'authLevel') ?? 'function').toLowerCase();
  if (authLevel !== 'anonymous' && authLevel !== 'function' && authLevel !== 'admin') {
    throw new Error(`Function '${fn.name}': the authLevel '${authLevel}' is not supported by this host.`);
  }
  if (trigger['webHookType']) throw new Error(`Function '${fn.name}': webHookType is not supported by this host.`);
  const route = textProperty(trigger, 'route') || fn.name;
  const path = [routePrefix, route.replace(/^\/+|\/+$/g, '')].filter(Boolean).join('/');
  if (/^(admin|runtime|\.auth)(\/|$)/i.test(path)) {
    throw new Error(`Function '${fn.name}': the route '${path}' is reserved by the host.`);
  }
  const methods = (trigger['methods'] as string[] | undefined)?.map((method) => method.toUpperCase());
  // Recent hosts answer HEAD wherever they answer GET.
  if (methods?.includes('GET')) methods.push('HEAD');
  try {
    return {
      fn,
      path,
      template: parseRouteTemplate(path),
      methods: methods?.length ? new Set(methods) : undefined,
      authLevel,
    };
  } catch (error) {
    throw new Error(`Function '${fn.name}': ${(error as Error).message}`, { cause: error });
  }
}

/** The first route that matches both path and method: a wrong method is no match, as on the real host. */
export function findRoute(
  routes: readonly FunctionRoute[],
  method: string,
  path: string,
): { route: FunctionRoute; params: Record<string, string> } | undefined {
  for (const route of routes) {
    if (route.methods && !route.methods.has(method)) continue;
    const params = route.template.match(path);
    if (params) return { route, params };
  }
  return undefined;
}
