import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkApiVersion } from '../../../local/azureml/api-versions';
import { parseArmPath } from '../../../local/azureml/arm-path';
import { Faults } from '../../../local/azureml/faults';
import { pageOf } from '../../../local/azureml/paging';
import type { ResourceRecord } from '../../../local/azureml/records';
import { parseFilter } from '../../../local/azureml/run-history/filter';
import { newestFirst } from '../../../local/azureml/record-list';
import { State } from '../../../local/azureml/state';
import { Throttle } from '../../../local/azureml/throttle';
import { TokenService } from '../../../local/azureml/tokens';
import { resolveUri } from '../../../local/azureml/uri';

const record = (name: string, createdAt: string): ResourceRecord => ({
  type: 'jobs',
  scope: '/ws',
  name,
  createdAt,
  body: {},
});

describe('token buckets', () => {
  it('admit a burst, refill with time, and count principals and kinds apart', () => {
    let now = 0;
    const limit = { size: 2, perSecond: 1 };
    const throttle = new Throttle({ reads: limit, writes: limit, deletes: limit }, () => now);
    const take = (who = 'a', kind: 'reads' | 'deletes' = 'deletes') => throttle.take('s', who, kind);
    expect(take().remaining).toBe(1);
    expect(take().admitted).toBe(true);
    expect(take()).toEqual({ admitted: false, remaining: 0, retryAfter: 1 });
    expect(take('b').admitted).toBe(true);
    expect(take('a', 'reads').admitted).toBe(true);
    now = 1000;
    expect(take().admitted).toBe(true);
    expect(take().admitted).toBe(false);
  });
});

describe('tokens', () => {
  const tokens = new TokenService('secret', 'tenant');
  const identity = { clientId: 'c', objectId: 'o' };
  const { token } = tokens.issue(identity, 'https://ml.azure.com/', 1000, 60);

  it('are accepted for their audience while they live', () => {
    expect(tokens.verify(token, ['https://ml.azure.com'], 1010)).toEqual(identity);
    expect(tokens.verify(token, ['https://management.azure.com'], 1010)).toBe('InvalidAuthenticationTokenAudience');
    expect(tokens.verify(token, ['https://ml.azure.com'], 1061)).toBe('ExpiredAuthenticationToken');
  });

  it('are refused when changed or signed by someone else', () => {
    const [header, , signature] = token.split('.');
    const payload = Buffer.from(JSON.stringify({ appid: 'x', exp: 9e9 })).toString('base64url');
    expect(tokens.verify(`${header}.${payload}.${signature}`, [], 0)).toBe('InvalidAuthenticationToken');
    expect(new TokenService('other', 'tenant').verify(token, [], 0)).toBe('InvalidAuthenticationToken');
    expect(tokens.verify('nonsense', [], 0)).toBe('InvalidAuthenticationToken');
  });
});

describe('pages', () => {
  const records = ['a', 'b', 'c', 'd', 'e']
    .map((name, index) => record(name, `2024-01-0${index + 1}`))
    .sort(newestFirst);

  it('go on after the last item even when that was deleted meanwhile', () => {
    const first = pageOf(records, 2);
    expect(first.items.map((item) => item.name)).toEqual(['e', 'd']);
    const left = records.filter((item) => item.name !== 'd' && item.name !== 'e');
    expect(pageOf(left, 2, first.token).items.map((item) => item.name)).toEqual(['c', 'b']);
  });

  it('have no token at the end, and refuse tokens of others', () => {
    expect(pageOf(records, 5).token).toBeUndefined();
    expect(() => pageOf(records, 5, '10')).toThrow('continuation token');
  });
});

describe('filters of run history', () => {
  it('compare fields, with dots and quotes', () => {
    const run = { status: 'Failed', createdBy: { userName: "O'Hara" }, createdUtc: '2024-05-01T00:00:00Z' };
    expect(parseFilter("createdBy.userName eq 'O''Hara' and status ne 'Completed'")(run)).toBe(true);
    expect(parseFilter('createdUtc ge 2024-05-02T00:00:00Z')(run)).toBe(false);
    expect(() => parseFilter("startswith(status, 'F')")).toThrow('cannot read the filter');
  });
});

describe('paths and versions of Resource Manager', () => {
  it('are taken apart, decoded per segment', () => {
    const path = parseArmPath('/subscriptions/s/resourceGroups/g/providers/N/workspaces/w/jobs/gr%C3%B6%C3%9Fe%2F1');
    expect(path).toMatchObject({ subscriptionId: 's', resourceGroup: 'g', types: ['workspaces', 'jobs'] });
    expect(path?.names).toEqual(['w', 'größe/1']);
    expect(parseArmPath('/elsewhere')).toBeUndefined();
    expect(parseArmPath('/subscriptions/s/%E0%A4%A')).toBeUndefined();
  });

  it('keep the scope of a lock', () => {
    const path = parseArmPath('/subscriptions/s/providers/N/workspaces/w/providers/Microsoft.Authorization/locks');
    expect(path).toMatchObject({ scope: '/subscriptions/s/providers/N/workspaces/w', types: ['locks'] });
  });

  it('refuse versions that a type does not know', () => {
    const namespace = 'Microsoft.MachineLearningServices';
    expect(() => checkApiVersion('2022-10-01', namespace, 'jobs')).not.toThrow();
    expect(() => checkApiVersion('2022-10-01', namespace, 'featuresets')).toThrow('No registered resource provider');
    expect(() => checkApiVersion(undefined, namespace, 'jobs')).toThrow('required');
  });
});

describe('URIs of assets', () => {
  const lookup = (name: string) => (name.startsWith('workspace') ? { account: 'acc', container: name } : undefined);
  it.each([
    ['azureml://datastores/workspaceblobstore/paths/a%20b/c', 'workspaceblobstore', 'a b/c'],
    [
      'azureml://subscriptions/s/resourcegroups/g/workspaces/w/datastores/workspaceblobstore/paths/x/',
      'workspaceblobstore',
      'x/',
    ],
    [
      'azureml://datastores/workspaceartifactstore/ExperimentRun/dcid.j',
      'workspaceartifactstore',
      'ExperimentRun/dcid.j',
    ],
    ['azureml://jobs/j/outputs/artifacts/paths/m', 'workspaceartifactstore', 'ExperimentRun/dcid.j/m'],
    ['runs:/j/m', 'workspaceartifactstore', 'ExperimentRun/dcid.j/m'],
    ['https://acc.blob.core.windows.net/box/p/q', 'box', 'p/q'],
  ])('%s is found', (uri, container, path) => {
    expect(resolveUri(uri, 'w', lookup)).toEqual({ account: 'acc', container, path });
  });

  it.each([
    'azureml://registries/azureml/models/m/versions/1',
    'azureml://subscriptions/s/resourcegroups/g/workspaces/other/datastores/workspaceblobstore/paths/x',
    'azureml://datastores/unknown/paths/x',
    'https://example.com/data.csv',
  ])('%s is left alone', (uri) => {
    expect(resolveUri(uri, 'w', lookup)).toBeUndefined();
  });
});

describe('faults', () => {
  it('skip, count down and go', () => {
    const faults = new Faults();
    faults.add({ match: { method: 'get', path: '/jobs/' }, skip: 1, times: 2, delayMs: 1 });
    const hits = ['/jobs/1', '/models/1', '/jobs/2', '/jobs/3', '/jobs/4'].map(
      (path) => faults.next('GET', path) !== undefined,
    );
    expect(hits).toEqual([false, false, true, true, false]);
    expect(faults.next('DELETE', '/jobs/1')).toBeUndefined();
  });
});

describe('the state on disk', () => {
  const dir = mkdtempSync(join(tmpdir(), 'azureml-state-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('comes back after a crash, without the line that was torn', () => {
    const before = new State(dir);
    before.put(record('keep', '1'), record('drop', '2'));
    before.remove(record('drop', '2'));
    before.setNote('n', { a: 1 });
    appendFileSync(join(dir, 'state.jsonl'), '{"put":{"type":"jobs"');
    const after = new State(dir);
    expect(after.list('jobs').map((item) => item.name)).toEqual(['keep']);
    expect(after.note('n')).toEqual({ a: 1 });
    after.clear();
    after.close();
    expect(new State(dir).all()).toEqual([]);
  });

  it('lists newest first whatever came, changed and went in between', () => {
    const state = new State(join(dir, 'order'));
    const at = (name: string, day: number, parentRun?: string) => ({ ...record(name, String(day)), parentRun });
    state.put(at('old', 1), at('new', 9));
    expect(state.list('jobs').map(({ name }) => name)).toEqual(['new', 'old']);
    state.put(at('middle', 5), at('part', 3, 'new'), at('other', 4, 'new'));
    state.remove(at('new', 9));
    expect(state.list('jobs', '/ws').map(({ name }) => name)).toEqual(['middle', 'other', 'part', 'old']);
    expect(state.childrenOf('jobs', '/WS', 'new').map(({ name }) => name)).toEqual(['other', 'part']);
    state.put({ ...at('part', 3, 'new'), body: { changed: true } });
    state.remove(at('other', 4, 'new'));
    expect(state.childrenOf('jobs', '/ws', 'new').map(({ body }) => body)).toEqual([{ changed: true }]);
    expect(state.list('jobs', '/elsewhere')).toEqual([]);
  });

  it('tells job names apart by case, and other names not', () => {
    const state = new State(join(dir, 'case'));
    state.put(record('Job', '1'), { ...record('Net', '1'), type: 'models' });
    expect(state.get('jobs', '/WS', undefined, 'job')).toBeUndefined();
    expect(state.get('models', '/WS', undefined, 'net')?.name).toBe('Net');
  });
});
