import type { RegisteredFunction } from '../../../local/host/contract';
import { findRoute, functionRoutes, shadowedRoutes } from '../../../local/host/http/function-routes';
import { parseRouteTemplate } from '../../../local/host/http/route-template';

const http = (name: string, properties: object): RegisteredFunction => ({
  id: name,
  name,
  bindings: {
    req: { name: 'req', type: 'httpTrigger', direction: 'in', authLevel: 'anonymous', ...properties },
    $return: { name: '$return', type: 'http', direction: 'out' },
  },
});

describe('a route template', () => {
  it.each([
    ['a/b', '/A/b/', {}],
    ['{x}', '/one', { x: 'one' }],
    ['{x}/{y?}', '/one', { x: 'one' }],
    ['{x}/{y?}', '/one/two', { x: 'one', y: 'two' }],
    ['{x=standard}', '/', { x: 'standard' }],
    ['files/{*path}', '/files/a/b', { path: 'a/b' }],
    ['files/{*path}', '/files', {}],
    ['{x}', '/a%20b%2Fc', { x: 'a b%2Fc' }],
    ['f-{x}.json', '/f-1.json', { x: '1' }],
    ['{id:int}', '/-7', { id: '-7' }],
    ['{id:guid}', '/01234567-89ab-cdef-0123-456789abcdef', { id: '01234567-89ab-cdef-0123-456789abcdef' }],
    ['{id:alpha:length(2,3)}', '/abc', { id: 'abc' }],
    ['{id:range(1,5)}', '/5', { id: '5' }],
    ['{id:regex(^\\d{{3}}$)}', '/123', { id: '123' }],
    ['{on:bool}/{at:datetime}', '/TRUE/2026-01-02', { on: 'TRUE', at: '2026-01-02' }],
    ['{v:decimal}/{w:long:min(3)}', '/1.5/3', { v: '1.5', w: '3' }],
    ['{id:int?}', '/', {}],
    ['café/{x}', '/caf%C3%A9/1', { x: '1' }],
  ])('%s matches %s', (template, path, values) => {
    expect(parseRouteTemplate(template).match(path)).toEqual(values);
  });

  it.each([
    ['a/b', '/a'],
    ['a/b', '/a/b/c'],
    ['{x}', '/'],
    ['{id:int}', '/2147483648'],
    ['{id:int}', '/1x'],
    ['{id:guid}', '/123'],
    ['{id:alpha:length(2,3)}', '/abcd'],
    ['{id:range(1,5)}', '/6'],
    ['{id:regex(^\\d{{3}}$)}', '/1234'],
    ['{w:max(3)}', '/4'],
    ['a.c', '/abc'],
    ['{x}', '/%E0%A4%A'],
  ])('%s does not match %s', (template, path) => {
    expect(parseRouteTemplate(template).match(path)).toBeUndefined();
  });

  it.each(['{', 'a{x?}', '{x:nope}', '{x}/{X}', '{a b}', 'a?'])('%s is refused', (template) => {
    expect(() => parseRouteTemplate(template)).toThrow();
  });
});

describe('function routes', () => {
  it('have the prefix, and the function name by default', () => {
    const routes = functionRoutes([http('ping', {}), http('other', { route: '/x/' })], 'api');
    expect(routes.map(({ path }) => path)).toEqual(['api/x', 'api/ping']);
    expect(functionRoutes([http('ping', {})], '')[0]?.path).toBe('ping');
  });

  it('make the method part of the match', () => {
    const routes = functionRoutes(
      [http('a', { route: 'x', methods: ['get'] }), http('b', { route: 'x', methods: ['POST'] })],
      'api',
    );
    const name = (method: string) => findRoute(routes, method, '/api/x')?.route.fn.name;
    expect([name('GET'), name('HEAD'), name('POST'), name('PUT')]).toEqual(['a', 'a', 'b', undefined]);
  });

  it('are tried in the alphabetical order of names; what that hides is found', () => {
    const routes = functionRoutes([http('zLiteral', { route: 'x/special' }), http('a', { route: 'x/{id}' })], '');
    expect(findRoute(routes, 'GET', '/x/special')?.route.fn.name).toBe('a');
    expect(shadowedRoutes(routes)).toEqual([expect.stringContaining("'x/special' (function 'zLiteral')")]);
    const constrained = [http('zLiteral', { route: 'x/special' }), http('a', { route: 'x/{id:int}' })];
    expect(shadowedRoutes(functionRoutes(constrained, ''))).toEqual([]);
    const methods = [http('z', { route: 'x/y', methods: ['PUT'] }), http('a', { route: 'x/{id}', methods: ['GET'] })];
    expect(shadowedRoutes(functionRoutes(methods, ''))).toEqual([]);
  });

  it.each([
    [[http('f', { route: 'x', authLevel: 'system' })], "Function 'f': the authLevel 'system'"],
    [[http('f', { route: 'x/{' })], "Function 'f': The route"],
    [[http('f', { route: 'admin/x' })], 'reserved'],
    [[http('f', { webHookType: 'github' })], 'webHookType'],
    [[http('f', { route: 'x/{a}' }), http('g', { route: 'X/{b}' })], "'f' and 'g'"],
  ])('refuse %#', (functions, message) => {
    expect(() => functionRoutes(functions, '')).toThrow(message);
  });
});
