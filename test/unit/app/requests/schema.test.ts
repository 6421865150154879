import { RequestError } from '../../../../src/errors';
import { jsonPointer } from '../../../../src/requests/faults';
import { parseRequest } from '../../../../src/requests/schema';
import { workspace } from './found';

const valid = {
  action: 'erase',
  scope: { workspaces: [workspace] },
  subject: { identities: [{ type: 'upn', value: 'a@b.c' }] },
};
const pointers = (body: unknown): string[] => {
  try {
    parseRequest(body);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof RequestError)) throw thrown;
    expect(thrown.code).toBe('invalid_request');
    return thrown.faults.map((fault) => fault.pointer).sort();
  }
};
const inGroup = (group: string) => workspace.replace(/resourceGroups\/[^/]+/, `resourceGroups/${group}`);
const account = (group: string) =>
  `${inGroup(group).split('/providers/')[0]}/providers/Microsoft.Storage/storageAccounts/store`;
const scoped = (scope: object) => ({ action: 'erase', scope: { workspaces: [workspace], ...scope } });

describe('parseRequest', () => {
  it('takes a minimal and a full request', () => {
    const full = {
      ...valid,
      requestId: 'dsr-2026-0042',
      scope: {
        workspaces: [workspace],
        resourceTypes: ['job', 'model'],
        filter: { olderThanDays: 180, tags: { k: 'v' } },
      },
      dryRun: false,
      approval: 'required',
      ticket: { system: 'servicenow', id: 'RITM0012345' },
      reason: 'GDPR Art. 17',
    };
    expect(parseRequest(valid)).toEqual(valid);
    expect(parseRequest(full)).toEqual(full);
    const dotted = { ...valid, scope: { workspaces: [inGroup('a..b')], storageAccounts: [account('(x)')] } };
    expect(parseRequest(dotted)).toEqual(dotted);
  });

  it.each([
    ['neither subject nor filter nor everything', scoped({})],
    ['everything: false', scoped({ everything: false })],
    ['an empty filter', scoped({ filter: {} })],
    ['a filter with no tags in it', scoped({ filter: { tags: {} } })],
    [
      'a filter whose only tag JavaScript swallows',
      JSON.parse(JSON.stringify(scoped({ filter: { tags: 0 } })).replace(':0', ':{"__proto__":"x"}')),
    ],
    ['no identities', { ...valid, subject: { identities: [] } }],
    ['a blank identity', { ...valid, subject: { identities: [{ type: 'display_name', value: ' \u00a0' }] } }],
    ['everything beside a subject', { ...valid, scope: { ...valid.scope, everything: true } }],
    ['everything beside a filter', scoped({ everything: true, filter: { names: ['x'] } })],
    ['no names', scoped({ filter: { names: [] } })],
    ['an age of no days', scoped({ filter: { olderThanDays: 0 } })],
    ['a date without an offset', scoped({ filter: { createdBefore: '2026-01-01T00:00:00' } })],
    ['a date without a time', scoped({ filter: { createdBefore: '2026-01-01' } })],
    ['a day that does not exist', scoped({ filter: { createdBefore: '2026-02-30T00:00:00Z' } })],
    ['no workspace', { ...valid, scope: { workspaces: [] } }],
    ['another kind of resource', { ...valid, scope: { workspaces: [workspace.replace('workspaces', 'registries')] } }],
    ['a path below a workspace', { ...valid, scope: { workspaces: [`${workspace}/jobs/x`] } }],
    ['a workspace with a query', { ...valid, scope: { workspaces: [`${workspace}?x=1`] } }],
    [
      'a resource group that leads up',
      { ...valid, scope: { workspaces: [`${workspace.split('/').slice(0, 4).join('/')}/..`] } },
    ],
    ['a workspace in a group that leads nowhere', { ...valid, scope: { workspaces: [inGroup('.')] } }],
    [
      'an account in a group that leads up',
      { ...valid, scope: { workspaces: [workspace], storageAccounts: [account('..')] } },
    ],
    ['half a character', { ...valid, reason: '\ud800' }],
    [
      'a name with a lost character',
      { ...valid, subject: { identities: [{ type: 'display_name', value: 'J\ufffdrgen' }] } },
    ],
    ['a tag with a lost character', scoped({ filter: { tags: { owner: 'J\ufffdrgen' } } })],
    ['a workspace and a line end', { ...valid, scope: { workspaces: [`${workspace}\n`] } }],
    ['a type that does not exist', scoped({ everything: true, resourceTypes: ['jobs'] })],
    ['an id with a slash', { ...valid, requestId: 'a/b' }],
    ['an id that begins with a dot', { ...valid, requestId: '..' }],
    ['an id of 101 characters', { ...valid, requestId: 'x'.repeat(101) }],
    ['control characters', { ...valid, reason: 'a\u0000b' }],
    ['an unknown action', { ...valid, action: 'delete' }],
    ['approval: false', { ...valid, approval: false }],
    ['dryRun as text', { ...valid, dryRun: 'true' }],
    ['null', null],
    ['an array', [valid]],
    ['a string', JSON.stringify(valid)],
  ])('refuses %s', (_, body: unknown) => expect(pointers(body).length).toBeGreaterThan(0));

  it('lists every fault with its pointer, unknown fields each', () => {
    const body = {
      action: 'burn',
      scope: { workspaces: ['x', workspace], filter: { 'a/b~c': 1, olderThanDays: -1 }, extra: 1 },
      subject: {
        identities: [
          { type: 'upn', value: 'ok' },
          { type: 'ssn', value: '' },
        ],
      },
      dry_run: true,
    };
    expect(pointers(body)).toEqual([
      '/action',
      '/dry_run',
      '/scope/extra',
      '/scope/filter/a~1b~0c',
      '/scope/filter/olderThanDays',
      '/scope/workspaces/0',
      '/subject/identities/1/type',
      '/subject/identities/1/value',
    ]);
  });

  it('never quotes what was sent: it may name a person', () => {
    try {
      parseRequest({
        ...valid,
        action: 'anna.berg@contoso.com',
        subject: { identities: [{ type: 'anna.berg', value: 5 }] },
      });
      throw new Error('accepted');
    } catch (thrown) {
      expect(JSON.stringify(thrown instanceof RequestError ? [thrown.message, thrown.faults] : thrown)).not.toMatch(
        /anna/,
      );
      expect(thrown).toBeInstanceOf(RequestError);
    }
  });
});

describe('jsonPointer', () => {
  it('escapes as RFC 6901 says', () => {
    expect(jsonPointer([])).toBe('');
    expect(jsonPointer(['a/b', 'm~n', '~1', 0])).toBe('/a~1b/m~0n/~01/0');
  });

  it('refuses a tag that the parser would drop, since that would widen the request', () => {
    const tags = JSON.parse('{"__proto__":"x","k":"v"}') as unknown;
    expect(pointers(scoped({ filter: { tags } }))).toEqual(['/scope/filter/tags/__proto__']);
  });
});
