import { HttpRequest } from '@azure/functions';
import * as fc from 'fast-check';
import { RequestError } from '../../../../src/errors';
import type * as caller from '../../../../src/functions/caller';

const oid = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const encoded = (principal: unknown) => Buffer.from(JSON.stringify(principal)).toString('base64');
const claims = (...all: [string, string][]) => encoded({ claims: all.map(([typ, val]) => ({ typ, val })) });
const requestWith = (headers: Record<string, string>) =>
  new HttpRequest({ method: 'GET', url: 'https://app/api/requests', headers });
const signedIn = (header: string, more: Record<string, string> = {}) =>
  requestWith({ 'x-ms-client-principal': header, ...more });

/** The module as it is under an environment: settings are read once. */
function load(env: Record<string, string>): typeof caller {
  let loaded: typeof caller | undefined;
  const before = { ...process.env };
  jest.isolateModules(() => {
    Object.assign(process.env, { RequestStorage__blobServiceUri: 'https://a.blob.core.windows.net', ...env });
    loaded = jest.requireActual<typeof caller>('../../../../src/functions/caller');
    // Settings are read by the first call.
    try {
      loaded.callerOf(requestWith({}));
    } catch {
      // Nobody is signed in.
    }
  });
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  if (!loaded) throw new Error('not loaded');
  return loaded;
}
const on = load({ WEBSITE_AUTH_ENABLED: 'True' });
const off = load({});
const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'none';
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : `crash: ${String(thrown)}`;
  }
};

describe('callerOf', () => {
  it('reads id, name and roles from the claims', () => {
    const header = claims(
      [oid, 'ABC'],
      ['name', 'Anna'],
      ['roles', 'Requests.Read'],
      ['roles', 'Requests.Erase'],
      ['scp', 'x'],
    );
    const { id, name, roles } = on.callerOf(signedIn(header));
    expect([id, name, [...roles]]).toEqual(['abc', 'Anna', ['Requests.Read', 'Requests.Erase']]);
  });

  it('takes the header of App Service for the id, without case', () => {
    const ids = ['X-Y', 'x-y'].map((id) => on.callerOf(signedIn(claims(), { 'x-ms-client-principal-id': id })).id);
    expect(ids).toEqual(['x-y', 'x-y']);
  });

  it('heeds the role claim that the identity provider names', () => {
    const header = encoded({
      role_typ: 'my-roles',
      claims: [
        { typ: 'oid', val: 'a' },
        { typ: 'my-roles', val: 'Requests.Read' },
      ],
    });
    expect(on.callerOf(signedIn(header)).roles.has('Requests.Read')).toBe(true);
  });

  it('knows nobody while App Service authentication is off: anyone could send the header', () => {
    expect(codeOf(() => off.callerOf(signedIn(claims([oid, 'abc']))))).toBe('not_authenticated');
  });

  it.each([
    ['no header', {}],
    ['an id alone', { 'x-ms-client-principal-id': 'abc' }],
    ['an empty header', { 'x-ms-client-principal': '' }],
    ['no JSON', { 'x-ms-client-principal': 'nonsense' }],
    ['no object id', { 'x-ms-client-principal': claims(['name', 'Anna']) }],
    ['an empty object id', { 'x-ms-client-principal': claims([oid, '']) }],
    ['claims that are no list', { 'x-ms-client-principal': encoded({ claims: { typ: oid, val: 'a' } }) }],
    ['null', { 'x-ms-client-principal': encoded(null) }],
    ['null among the claims', { 'x-ms-client-principal': encoded({ claims: [null] }) }],
    ['an id that is no text', { 'x-ms-client-principal': encoded({ claims: [{ typ: 'oid', val: 5 }] }) }],
  ] as [string, Record<string, string>][])('knows nobody by %s', (_, headers) => {
    expect(codeOf(() => on.callerOf(requestWith(headers)))).toBe('not_authenticated');
  });

  it('answers whatever comes with a caller or a refusal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (principal, all) => {
        for (const each of [principal, { claims: all }, { claims: [all] }]) {
          expect(codeOf(() => on.callerOf(signedIn(encoded(each))))).toMatch(/^(none|not_authenticated)$/);
        }
      }),
    );
  });
});

describe('requireRole', () => {
  const as = (...roles: string[]) =>
    signedIn(claims([oid, 'a'], ...roles.map((role): [string, string] => ['roles', role])));

  it('lets in whoever has one of the roles', () => {
    expect(on.requireRole(as('Requests.Erase'), on.roles.export, on.roles.erase).id).toBe('a');
    expect(codeOf(() => on.requireRole(as('Requests.Read'), on.roles.erase))).toBe('not_authorised');
    expect(codeOf(() => on.requireRole(as('requests.erase', 'Requests.Erase2'), on.roles.erase))).toBe(
      'not_authorised',
    );
    expect(codeOf(() => on.requireRole(requestWith({}), on.roles.erase))).toBe('not_authenticated');
  });

  it('lets every role read, and no stranger', () => {
    for (const role of Object.values(on.roles)) expect(on.requireReader(as(role)).id).toBe('a');
    expect(codeOf(() => on.requireReader(as('User')))).toBe('not_authorised');
  });

  it('names the role that is missing', () => {
    expect(() => on.requireRole(as(), on.roles.approve)).toThrow(/Requests\.Approve/);
    expect(new RequestError('not_authorised').code).toBe('not_authorised');
  });
});
