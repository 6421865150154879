import type { PlanItem } from '../../src/requests/plan/plan';
import { workspaceId, World } from './harness';
import { runAll, type Result } from './variant-run';
import { newcomer, noor, sharedThings, troubles, uploads } from './variant-seeds';
import { container, emulator, fault, put } from './variant-tools';

const acceptWeak = () => ({ acceptWeak: true });
const excluding = (test: (item: PlanItem) => boolean) => (items: readonly PlanItem[]) => ({
  exclude: items.filter(test).map((item) => item.ref),
});
const erase = { action: 'erase', subject: noor.sure };

describe('what others own', () => {
  let world: World;
  let of: (name: keyof typeof variants) => Result;
  const variants = {
    above: { workspaces: ['above'], accounts: ['above'], request: erase, decide: acceptWeak },
    twins: {
      ...{ workspaces: ['twin'], neighbours: ['other-twin'], accounts: ['twins'] },
      ...{ request: erase, decide: acceptWeak },
    },
    family: {
      ...{ workspaces: ['family'], accounts: ['family'], request: erase },
      decide: excluding((item) => item.type === 'job' && item.name === 'q-a'),
    },
    named: { workspaces: ['named'], accounts: ['named'], request: erase },
    whole: {
      ...{ workspaces: ['whole'], accounts: ['whole'], request: { action: 'erase' } },
      scope: { filter: { names: ['hers'] }, resourceTypes: ['dataAsset'] },
    },
    weak: { workspaces: ['weak'], accounts: ['weakstore'], request: { action: 'erase', subject: noor.byName } },
    reborn: { workspaces: ['reborn'], accounts: ['reborn'], request: { action: 'erase', subject: noor.byUpn } },
    heir: {
      ...{ workspaces: ['heir'], accounts: ['heir'] },
      request: { action: 'erase', subject: { identities: [...noor.sure.identities, ...noor.byUpn.identities] } },
    },
    served: {
      ...{ workspaces: ['served'], accounts: ['served'], request: { action: 'erase' }, scope: { everything: true } },
      decide: excluding((item) => item.type === 'onlineEndpoint'),
    },
    alias: {
      ...{ workspaces: ['served'], accounts: [], request: { action: 'export', subject: noor.byAlias } },
      scope: { resourceTypes: ['job'] },
    },
  };
  beforeAll(async () => {
    world = await World.start(sharedThings, { blobService: false });
    of = await runAll(world, variants);
  }, 120_000);
  afterAll(() => world.stop());

  it('stays where an asset of hers lies above it, or names its zip', () => {
    const { left, wrong, outcome } = of('above');
    expect(left.filter((path) => path.includes('dcid.toms'))).toHaveLength(6);
    expect(left.filter((path) => path.includes('dcid.hers'))).toEqual([]);
    expect(outcome('job', 'hers')).toBe('erased');
    expect(wrong).toEqual([]);
  });

  it('stays when a job of another workspace has the same name, and when a long URI names it', () => {
    const { left, outcome } = of('twins');
    expect(left.filter((path) => path.includes('dcid.train'))).toHaveLength(4);
    expect(left).toContain('hers/d/x');
    expect(outcome('job', 'train')).toMatch(/^shared_skipped/);
  });

  it('keeps the parents of whatever must stay, though the service would take children along', () => {
    const { left, outcome, wrong } = of('family');
    expect(left).toContain('ExperimentRun/dcid.p-a-1/outputs/m.bin');
    for (const name of ['p', 'p-a', 'p-a-1']) expect(outcome('job', name)).toMatch(/^shared_skipped/);
    for (const name of ['q', 'q-a']) expect(outcome('job', name)).toMatch(/^cancelled/);
    for (const name of ['p-b', 'p-tom', 'q-b']) expect(outcome('job', name)).toBe('erased');
    expect(wrong).toEqual([]);
  });

  it('stays behind the named output of a job, and below a whole container', () => {
    expect(of('named').left).toContain('azureml/o1/model/w.bin');
    expect(of('whole').left).toEqual(['hers/x/a']);
    expect(of('whole').certificate.results.outcomes.shared_skipped).toBe(1);
  });

  it('stays when the person may be another one: a display name, or a UPN that two people had', () => {
    const [weak, reborn] = [of('weak'), of('reborn')];
    expect(weak.left).toHaveLength(4);
    expect(reborn.left).toHaveLength(8);
    for (const { plan, wrong, view } of [weak, reborn]) {
      expect(plan.map((item) => item.strength)).toEqual(plan.map(() => 'weak'));
      expect(view.state).toBe('completed_with_gaps');
      expect(wrong).toEqual([]);
    }
    expect(reborn.gaps).toContain('identity_conflict job');
  });

  it('goes in the plan with the job that it is a part of, also under a UPN that two people had', () => {
    const { plan, wrong, gaps, left } = of('heir');
    expect(plan.map(({ type, name }) => `${type} ${name}`)).toEqual([
      ...['runHistory h', 'runHistory h-reborn', 'job h', 'job h-reborn'],
    ]);
    expect(left).toHaveLength(2);
    expect(gaps).toContain('identity_conflict job');
    expect(wrong).toEqual([]);
  });

  it('stays in use: a model whose endpoint the approver left out', () => {
    expect(of('served').outcome('model', 'm:1')).toMatch(/^in_use/);
    expect(of('served').wrong).toEqual([]);
  });

  it('is not said to be nothing when an alias finds nothing', () => {
    expect(of('alias').view.state).toBe('completed_with_gaps');
  });
});

describe('troubles', () => {
  let world: World;
  let of: (name: keyof typeof variants) => Result;
  const all = { action: 'export_and_erase', subject: noor.sure };
  const named = { ...all, subject: { identities: [...noor.sure.identities, ...noor.byName.identities] } };
  const variants = {
    odd: { workspaces: ['odd'], accounts: ['odd'], request: named, decide: acceptWeak },
    faulty: { workspaces: ['faulty'], accounts: ['faulty'], request: all },
    denied: { workspaces: ['denied'], accounts: ['denied'], request: all },
    locked: { workspaces: ['locked'], accounts: ['locked'], request: all },
    changing: {
      ...{ workspaces: ['changing'], accounts: ['changing'], request: named, decide: acceptWeak },
      meanwhile: () => changeThings(world),
    },
    far: { workspaces: ['far'], accounts: ['far', 'lake'], request: named, decide: acceptWeak },
    kid: {
      ...{ workspaces: ['young'], accounts: ['young'], request: { action: 'erase' } },
      scope: { filter: { names: ['kid'] } },
    },
  };
  beforeAll(async () => {
    world = await World.start(troubles, { blobService: false });
    await makeFaults(world);
    of = await runAll(world, variants);
  }, 120_000);
  afterAll(() => world.stop());

  it('with names: what no URL likes is erased all the same', () => {
    const { left, wrong, outcome } = of('odd');
    expect(left).toEqual([]);
    expect(wrong).toEqual([]);
    expect(outcome('model', 'q?y:1')).toBe('erased');
    expect(outcome('dataAsset', 'x#1')).toMatch(/^archived_only/);
    expect(outcome('compute', 'ci-noor')).toBe('erased');
    expect(outcome('compute', 'ci-tom')).toBe('not planned');
  });

  it('with the service: refusals that time heals, lost answers and lost deletions leave no trace', () => {
    const { left, wrong, certificate } = of('faulty');
    expect(left.filter((path) => !path.includes('dcid.job10/'))).toEqual([]);
    expect(left).toHaveLength(2);
    expect(wrong).toEqual([]);
    expect(Object.keys(certificate.results.outcomes).sort()).toEqual(['deleted', 'exported']);
  });

  it('with permissions: what nobody could list may own the bytes', () => {
    const { left, gaps, outcome } = of('denied');
    expect(left).toHaveLength(2);
    expect(gaps).toEqual(expect.arrayContaining(['unreadable model', 'sharing_unknown workspace']));
    expect(outcome('job', 'd1')).toMatch(/^shared_skipped/);
  });

  it('with locks: blocked, soon', () => {
    const { outcome, wrong } = of('locked');
    expect(outcome('job', 'ended')).toBe('blocked ScopeLocked');
    expect(outcome('job', 'running')).toBe('blocked ScopeLocked');
    expect(wrong).toEqual([]);
  });

  it('with leases and changes after the plan: exactly those things stay', () => {
    const { left, outcome, certificate } = of('changing');
    expect(left.filter((path) => !path.includes('newcomer'))).toEqual([
      ...['ExperimentRun/dcid.changed/outputs/m.bin', 'ExperimentRun/dcid.changed/outputs/new.bin'],
      ...['ExperimentRun/dcid.leased-child/outputs/m.bin', 'ExperimentRun/dcid.leased/outputs/m.bin'],
      ...['again/a.bin', 'd/1/a.csv', 'd/1/new.csv', 'm/1/a.bin', 'twice/a.bin'],
    ]);
    for (const name of ['leased', 'leased-child', 'parent']) expect(outcome('job', name)).toMatch(/^blocked/);
    expect(outcome('runHistory', 'changed')).toMatch(/^drifted/);
    expect(outcome('model', 'm:1')).toMatch(/^drifted/);
    expect(outcome('schedule', 'nightly')).toMatch(/^drifted/);
    // Deployed after the plan, and its bytes are those of another version that nobody uses.
    expect(outcome('model', 'twice:2')).toMatch(/^in_use/);
    expect(outcome('model', 'twice:1')).toMatch(/^shared_skipped/);
    // Changed after the plan, and its bytes are those of another version that nobody changed.
    expect(outcome('model', 'again:2')).toMatch(/^drifted/);
    expect(outcome('model', 'again:1')).toMatch(/^shared_skipped/);
    // The newcomer (the job and its bytes), and a new blob in each of two folders.
    expect(certificate.results.outcomes.new_since_plan).toBe(4);
  });

  it('with places: another account is out of scope, an impossible container fails alone', () => {
    const { left, outcome, gaps } = of('far');
    expect(left).toEqual(['x/y/a']);
    expect(gaps).toContain('storage_unreadable model');
    expect(outcome('model', 'bad:1')).toMatch(/^failed/);
    expect(outcome('model', 'good:1')).toBe('erased');
  });

  it('with filters: a child that is asked for by name goes alone', () => {
    const { left, plan, wrong } = of('kid');
    expect(plan.map((item) => item.name)).toEqual(['kid', 'kid']);
    expect(left).toHaveLength(4);
    expect(wrong).toEqual([]);
  });
});

async function makeFaults(world: World): Promise<void> {
  const url = `${world.system.emulator.ready.url}${workspaceId('faulty')}/failing-operation?api-version=2022-10-01`;
  const failed = { status: 'Failed', error: { code: 'InternalServerError' } };
  await fault(world, 'POST', 'faulty/jobs/running/cancel', { times: 2, respond: { status: 429 } });
  await fault(world, 'DELETE', 'jobs/e500', { times: 2, respond: { status: 500 } });
  await fault(world, 'DELETE', 'jobs/e429', { times: 3, respond: { status: 429, headers: { 'retry-after': '1' } } });
  await fault(world, 'DELETE', 'jobs/dropped', { times: 1, after: true, dropConnection: true });
  await fault(world, 'DELETE', 'jobs/failing', { times: 1, respond: { status: 202, headers: { location: url } } });
  await fault(world, 'GET', 'failing-operation', { times: 1, respond: { status: 200, body: failed } });
  const denied = { status: 403, body: { error: { code: 'AuthorizationFailed' } } };
  await fault(world, 'GET', 'workspaces/denied/models', { respond: denied });
}

/** What other people do between the plan and the erasure. */
async function changeThings(world: World): Promise<void> {
  const [art, up] = [container(world, 'changing', 'azureml'), container(world, 'changing', uploads(3))];
  for (const job of ['leased', 'leased-child']) {
    await art.getBlobClient(`ExperimentRun/dcid.${job}/outputs/m.bin`).getBlobLeaseClient().acquireLease(-1);
  }
  await art.getBlockBlobClient('ExperimentRun/dcid.changed/outputs/m.bin').upload('changed', 7);
  await art.getBlockBlobClient('ExperimentRun/dcid.changed/outputs/new.bin').upload('new', 3);
  await up.getBlockBlobClient('d/1/a.csv').upload('changed', 7);
  await up.getBlockBlobClient('d/1/new.csv').upload('new', 3);
  await put(world, `${workspaceId('changing')}/models/m/versions/1`, { tags: { a: 'b' } });
  await put(world, `${workspaceId('changing')}/models/again/versions/2`, { tags: { a: 'b' } });
  await put(world, `${workspaceId('changing')}/schedules/nightly`, { isEnabled: true, description: 'changed' });
  expect(await emulator(world, 'POST', '/_emulator/seed', newcomer)).toBe(201);
}
