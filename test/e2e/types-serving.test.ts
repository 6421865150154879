import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanItem } from '../../src/requests/plan/plan';
import { unzip } from '../../local/demo/unzip';
import { workspaceId, World } from './harness';
import { later, lenient, strict, zelda } from './serving-seeds';
import { runAll, type Result } from './variant-run';
import { emulator, put } from './variant-tools';

/** References of planned items by type and name. */
const refs = (items: readonly PlanItem[], ...names: [type: string, name: string][]) =>
  items
    .filter((item) => names.some(([type, name]) => item.type === type && item.name === name))
    .map((item) => item.ref);

/** What the approver accepts: her deployment that serves at Ben's, her endpoint that serves, and what those hold. */
const acceptSome = (items: readonly PlanItem[]) => ({
  acceptWeak: true,
  acceptInUse: refs(items, ['onlineDeployment', 'b-live:zed'], ['onlineEndpoint', 'z-named'], ['model', 'freed:1']),
});
const all = { action: 'export_and_erase', subject: zelda };
/** Deployments come along with their endpoints, and the bytes of jobs with those. */
const resourceTypes = [
  ...['onlineEndpoint', 'batchEndpoint', 'job', 'experiment', 'model', 'dataAsset'],
  ...['serverlessEndpoint', 'connection', 'datastore', 'privateEndpointConnection', 'environment', 'compute'],
];

/** Outcomes by name of all planned items of a type. */
const outcomes = ({ plan, outcome }: Result, type: string) =>
  Object.fromEntries(plan.filter((item) => item.type === type).map(({ name }) => [name, outcome(type, name)]));

/** An endpoint of Ben's that changes: by the approval of a deployment in it, or because he changes it himself. */
const changed = (workspace: string, endpoint: string) => [
  `not planned, but changed: ${workspaceId(workspace).toLowerCase()}/onlineendpoints/${endpoint}`,
];

describe('what serves, and what is set up', () => {
  let world: World;
  let of: (name: keyof typeof variants) => Result;
  const variants = {
    both: {
      ...{ workspaces: ['both'], neighbours: ['beside'], accounts: ['both'] },
      ...{ request: all, scope: { resourceTypes }, decide: acceptSome },
    },
    moving: {
      ...{
        workspaces: ['moving'],
        accounts: ['moving'],
        request: { ...all, action: 'erase' },
        scope: { resourceTypes },
      },
      decide: (items: readonly PlanItem[]) => ({
        ...{ acceptWeak: true, exclude: refs(items, ['onlineEndpoint', 'excluded']) },
      }),
      meanwhile: () => changeThings(world),
    },
    whole: {
      ...{
        workspaces: ['whole'],
        accounts: ['whole'],
        request: { action: 'erase' },
        scope: { everything: true, resourceTypes },
      },
      decide: (items: readonly PlanItem[]) => ({
        acceptInUse: items.filter((item) => item.keep?.outcome === 'in_use').map((item) => item.ref),
      }),
    },
  };
  beforeAll(async () => {
    world = await World.start(strict);
    of = await runAll(world, variants);
  }, 180_000);
  afterAll(() => world.stop());

  it('tells the truth on the certificate', () => {
    expect(of('both').wrong).toEqual(changed('both', 'b-live'));
    expect(of('moving').wrong).toEqual(changed('moving', 'b-quiet'));
    expect(of('whole').wrong).toEqual([]);
  });

  it('takes a deployment along with its endpoint, and no other person’s without', () => {
    expect(outcomes(of('both'), 'onlineEndpoint')).toEqual({
      ...{ 'z-idle': 'erased', 'z-live': 'in_use in_use', 'z-named': 'erased' },
    });
    expect(outcomes(of('both'), 'onlineDeployment')).toEqual({
      ...{ 'z-idle:blue': 'erased', 'z-idle:guest': 'erased' },
      ...{ 'b-live:zed': 'erased', 'b-live:zed-spare': 'erased' },
      ...{ 'z-live:main': 'in_use in_use', 'z-live:old': 'erased', 'z-live:guest': 'in_use in_use' },
      ...{ 'z-named:main': 'erased', 'z-named:guest': 'erased', 'z-named:idle': 'erased' },
    });
  });

  it('gives the traffic of what is taken out of use to the others', async () => {
    const live = (await world.listCustomers()).records.find(
      ({ workspace, type, name }) => workspace.endsWith('/both') && type === 'onlineEndpoints' && name === 'b-live',
    );
    expect(live?.body).toMatchObject({ properties: { traffic: { blue: 63, green: 37 } } });
  });

  it('leaves a batch endpoint alone while somebody’s job runs on it', () => {
    expect(outcomes(of('both'), 'batchEndpoint')).toEqual({ 'z-batch': 'erased', 'z-busy': 'in_use in_use' });
    expect(outcomes(of('both'), 'batchDeployment')).toEqual({
      ...{ 'z-batch:one': 'erased', 'z-batch:two': 'erased', 'b-batch:two': 'erased' },
      ...{ 'z-busy:one': 'in_use in_use', 'z-busy:two': 'erased', 'z-busy:three': 'out_of_scope endpoint_kept' },
    });
  });

  it('erases a model only when nothing that stays runs it', () => {
    expect(outcomes(of('both'), 'model')).toMatchObject({
      ...{ 'kept:1': 'in_use in_use', 'batch:1': 'in_use in_use', 'freed:1': 'erased' },
    });
  });

  /** What the independent listing still finds of a type. */
  const left = async (name: string, type: string) =>
    (await world.listCustomers()).records
      .filter((record) => record.type === type && record.workspace === workspaceId(name))
      .map((record) => record.name)
      .filter((each) => !each.startsWith('workspace'))
      .sort();

  it('deletes the experiments that only she used', async () => {
    expect(await left('both', 'experiments')).toEqual(['abandoned', 'bens', 'mixed']);
    expect(outcomes(of('both'), 'experiment')).toEqual({ hers: 'erased', 'Größe & Préis 100%?#': 'erased' });
  });

  it('deletes what she set up, unless somebody needs it', async () => {
    expect(outcomes(of('both'), 'datastore')).toEqual({
      ...{ z_free: 'erased', z_own: 'erased', z_shared: 'in_use in_use', z_scheduled: 'in_use in_use' },
      ...{ z_far: 'in_use in_use', z_job_reads: 'in_use in_use', z_default: 'in_use in_use' },
    });
    const needed = ['z_default', 'z_far', 'z_job_reads', 'z_scheduled', 'z_shared'];
    expect(await left('both', 'datastores')).toEqual(['b_store', ...needed]);
    expect(outcomes(of('both'), 'connection')).toEqual({ 'z git & co': 'erased', 'z-import': 'in_use in_use' });
    expect(outcomes(of('both'), 'compute')).toEqual({ 'z-idle': 'erased', 'z-nightly': 'in_use in_use' });
    expect(outcomes(of('both'), 'environment')).toMatchObject({
      ...{ 'z-free:1': 'erased', 'z-free': 'erased', 'z-named:1': 'in_use in_use' },
    });
    expect(outcomes(of('both'), 'serverlessEndpoint')).toEqual({ 'z-phi': 'erased' });
    expect(outcomes(of('both'), 'privateEndpointConnection')).toEqual({ 'z-pe': 'out_of_scope inventory_only' });
  });

  it('exports records without secrets, and the logs of deployments', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'serving-'));
    try {
      await writeFile(join(dir, 'package.zip'), await world.download('/api/requests/both/package', 'requester'));
      await unzip(join(dir, 'package.zip'), join(dir, 'package'));
      const files = (await readdir(join(dir, 'package'), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      const logs = files.filter((file) => file.endsWith('inference-server.txt'));
      expect(await Promise.all(logs.map((file) => readFile(file, 'utf8')))).toEqual([
        'scored by zelda\nscored again\n',
      ]);
      for (const type of ['experiment', 'connection', 'datastore', 'batchDeployment', 'privateEndpointConnection']) {
        const records = files.filter((file) => file.includes(join('records', type)));
        expect([type, records.length]).not.toEqual([type, 0]);
        const texts = await Promise.all(records.map((file) => readFile(file, 'utf8')));
        expect(texts.filter((text) => /"credentials": (null|"|\[)/.test(text))).toEqual([]);
      }
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('leaves what came into use, or was changed, after the plan', () => {
    const { outcome } = of('moving');
    expect(outcome('onlineEndpoint', 'quiet')).toBe('in_use serves_traffic');
    expect(outcome('onlineDeployment', 'quiet:blue')).toBe('in_use serves_traffic');
    expect(outcome('onlineDeployment', 'b-quiet:blue')).toBe('in_use serves_traffic');
    expect(outcome('onlineDeployment', 'b-quiet:green')).toBe('erased');
    expect(outcome('experiment', 'filling')).toBe('shared_skipped experiment_not_empty');
    expect(outcome('experiment', 'emptied')).toBe('erased');
    expect(outcome('datastore', 'z_later')).toBe('in_use in_use');
    expect(outcome('datastore', 'z_quiet')).toBe('erased');
  });

  it('leaves an endpoint that the approver took out with its deployments, and what a lock holds', () => {
    const { outcome } = of('moving');
    for (const name of ['excluded:guest', 'excluded:own']) {
      expect(outcome('onlineDeployment', name)).toBe('cancelled excluded_by_approver');
    }
    for (const [type, name] of [
      ['connection', 'locked'],
      ['onlineEndpoint', 'locked'],
      ['onlineDeployment', 'locked:blue'],
    ] as const)
      expect(outcome(type, name)).toBe('blocked ScopeLocked');
  });

  it('erases all of it when everything is asked for', async () => {
    const { plan, outcome, certificate } = of('whole');
    const types = ['onlineEndpoint', 'onlineDeployment', 'batchEndpoint', 'batchDeployment', 'experiment'];
    for (const type of [...types, 'connection', 'datastore', 'serverlessEndpoint']) {
      const names = plan.filter((item) => item.type === type).map((item) => item.name);
      expect([type, names.length]).not.toEqual([type, 0]);
      for (const name of names) expect([type, name, outcome(type, name)]).toEqual([type, name, 'erased']);
    }
    expect(certificate.results.outcomes.failed).toBeUndefined();
    const rest = (await world.listCustomers()).records.filter((record) => record.workspace.endsWith('/whole'));
    expect(
      rest.map((record) => record.type).filter((type) => /ndpoint|deployment|experiment|connections/.test(type)),
    ).toEqual(['privateEndpointConnections', 'privateEndpointConnections']);
  });

  it('claims nothing of bytes whose datastore an earlier request has erased, and keeps no workspace for them', async () => {
    const scope = { everything: true, includeWorkspace: true };
    const later = await runAll(world, {
      later: { workspaces: ['whole'], accounts: ['whole'], request: { action: 'erase' }, scope },
    });
    const { outcome, wrong, view, lines } = later('later');
    expect(outcomes(later('later'), 'dataAsset')).toMatchObject({
      ...{ 'hers:1': 'failed place_unknown', 'bens:1': 'failed place_unknown' },
    });
    expect(lines).toContainEqual(
      expect.objectContaining({ type: 'dataAsset', kind: 'blob', outcome: 'failed', reason: 'unknown_datastore' }),
    );
    expect([view.state, outcome('workspace', 'whole'), wrong]).toEqual(['completed_with_gaps', 'erased', []]);
  });
});

describe('with a service that refuses nothing', () => {
  let world: World;
  let of: (name: 'both') => Result;
  beforeAll(async () => {
    world = await World.start(lenient);
    of = await runAll(world, {
      both: { workspaces: ['both'], accounts: ['both'], request: all, scope: { resourceTypes }, decide: acceptSome },
    });
  }, 120_000);
  afterAll(() => world.stop());

  it('ends the same', () => {
    expect(of('both').wrong).toEqual(changed('both', 'b-live'));
    expect(outcomes(of('both'), 'onlineDeployment')).toMatchObject({
      ...{ 'b-live:zed': 'erased', 'z-live:main': 'in_use in_use', 'z-named:idle': 'erased' },
    });
    expect(of('both').outcome('batchDeployment', 'z-busy:one')).toBe('in_use in_use');
    expect(of('both').outcome('experiment', 'hers')).toBe('erased');
  });
});

/** What other people do between the plan and the erasure. */
async function changeThings(world: World): Promise<void> {
  const endpoint = (name: string) => `${workspaceId('moving')}/onlineEndpoints/${name}`;
  await put(world, endpoint('quiet'), { traffic: { blue: 100 } });
  await put(world, endpoint('b-quiet'), { traffic: { blue: 100 } });
  expect(await emulator(world, 'POST', '/_emulator/seed', later)).toBe(201);
}
