import { refuseUnsupportedFunctions } from '../../../local/host/durable/functions';
import { readSettings } from '../../../local/host/durable/settings';
import { instanceIdProblem } from '../../../local/host/durable/starting';
import { compareVersions, versionMatches } from '../../../local/host/durable/versioning';

const fn = (type: string, properties: object = {}) => [
  { id: '1', name: 'mine', bindings: { b: { name: 'b', type, direction: 'in' as const, ...properties } } },
];

describe('settings of the durable engine', () => {
  it('has defaults', () => {
    expect(readSettings({})).toEqual({
      hubName: 'TestHubName',
      maxConcurrentActivities: 10,
      maxConcurrentOrchestrators: 10,
      defaultVersion: undefined,
      versionMatch: 'CurrentOrOlder',
      versionFailure: 'Reject',
      startReplacesRunning: false,
    });
  });

  it.each([
    [{ maxConcurrentActivityFunctions: 0 }, 'maxConcurrentActivityFunctions'],
    [{ maxConcurrentOrchestratorFunctions: 'many' }, 'maxConcurrentOrchestratorFunctions'],
    [{ versionMatchStrategy: 'Newest' }, 'versionMatchStrategy'],
    [{ overridableExistingInstanceStates: 'Some' }, 'overridableExistingInstanceStates'],
    [{ storageProvider: { type: 'mssql' } }, 'mssql'],
  ])('refuses %j by name', (hostJson, name) => {
    expect(() => readSettings(hostJson)).toThrow(name);
  });
});

describe('what the engine refuses of an app', () => {
  it.each([
    ['entityTrigger', {}, 'entityTrigger'],
    ['durableClient', { taskHub: 'Other' }, 'Other'],
    ['durableClient', { connectionName: 'Elsewhere' }, 'connectionName'],
  ])('names the function and its %s', (type, properties, name) => {
    const check = () => refuseUnsupportedFunctions(fn(type, properties), 'Hub');
    expect(check).toThrow(/mine/);
    expect(check).toThrow(name);
  });

  it.each(['orchestrationTrigger', 'activityTrigger', 'durableClient', 'httpTrigger'])('takes %s', (type) => {
    expect(() => refuseUnsupportedFunctions(fn(type), 'Hub')).not.toThrow();
  });
});

describe('instance ids', () => {
  it.each(['a', 'A-1_:.@', 'x'.repeat(100), 'é'])('takes %s', (id) => expect(instanceIdProblem(id)).toBeUndefined());
  it.each(['', '@a', 'a/b', 'a\\b', 'a#', 'a?', 'a\u0000', 'a\u0085', 'x'.repeat(101)])('refuses %j', (id) =>
    expect(instanceIdProblem(id)).toMatch(/Instance ids must not|at most/),
  );
});

describe('versions', () => {
  it.each([
    ['1.0', '1.0.0', 0],
    ['1.9', '1.10', -1],
    ['2', '1.9', 1],
    ['1.0-beta', '1.0-alpha', 1],
  ])('compares %s with %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(-sign || 0);
  });

  it('runs what the strategy says', () => {
    const runs = (versionMatchStrategy: string, version?: string) =>
      versionMatches(version, readSettings({ defaultVersion: '1.5', versionMatchStrategy }));
    expect([runs('CurrentOrOlder', '1.5'), runs('CurrentOrOlder', '1.4'), runs('CurrentOrOlder')]).toEqual([
      true,
      true,
      true,
    ]);
    expect(runs('CurrentOrOlder', '1.6')).toBe(false);
    expect([runs('Strict', '1.5'), runs('Strict', '1.4'), runs('Strict')]).toEqual([true, false, false]);
    expect(runs('None', '9')).toBe(true);
    expect(versionMatches('9', readSettings({}))).toBe(true);
  });
});
