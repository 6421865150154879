import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from '../../src/requests/certificate/certificate';
import type { PlanItem } from '../../src/requests/plan/plan';
import { workspaceId, World } from './harness';
import { idOf } from './reality';
import { twoPeople, zelda } from './seeds';

describe('a request that is cancelled while it erases', () => {
  let world: World;
  beforeAll(async () => {
    const slowly = { throttling: { deletes: { size: 10, perSecond: 5 } } };
    const seed = twoPeople(60);
    const attics = twoPeople(30).workspaces.map((lab) => ({ ...lab, name: 'attic', storageAccount: 'atticstore' }));
    // More than one person's 135 things, less than everybody's 140.
    const settings = { PLAN_ITEM_LIMIT: '137', RECONCILE_SCHEDULE: '*/1 * * * * *' };
    world = await World.start({ ...seed, workspaces: [...seed.workspaces, ...attics], ...slowly }, { settings });
  });
  afterAll(() => world.stop());

  it('touches nothing when more is asked for than one plan may hold, and says so', async () => {
    await world.call('POST', '/api/requests', 'requester', {
      ...{ requestId: 'much-1', action: 'export', scope: { workspaces: [workspaceId('lab')], everything: true } },
    });
    const { state, gaps } = await world.end('much-1');
    expect([state, gaps.map(({ code }) => code)]).toEqual(['completed_with_gaps', ['plan_limit']]);
    const { body } = await world.call<{ items: PlanItem[] }>('GET', '/api/requests/much-1/plan', 'reader');
    expect(body.items).toEqual([]);
  });

  it('ends what it began, leaves the rest alone, and tells both apart', async () => {
    const plan = await cancelAtFirstDeletion('stop-1', 'lab');
    expect((await world.end('stop-1', 120)).state).toBe('cancelled');
    await checkJobs('stop-1', plan);
  });

  it('tells them apart also when its task hub is lost right then', async () => {
    const plan = await cancelAtFirstDeletion('stop-2', 'attic');
    await world.system.host?.kill();
    await rm(join(world.system.dir, 'host', 'durable'), { recursive: true });
    await world.system.restartHost();
    expect((await world.end('stop-2', 120)).state).toBe('cancelled');
    await checkJobs('stop-2', plan);
  });

  /** Erases what a workspace holds of a person, and cancels as soon as a job is gone; returns what was planned. */
  async function cancelAtFirstDeletion(id: string, workspace: string): Promise<PlanItem[]> {
    await world.call('POST', '/api/requests', 'requester', {
      ...{ requestId: id, action: 'erase', subject: zelda, scope: { workspaces: [workspaceId(workspace)] } },
    });
    await world.approve(id, { acceptWeak: true });
    const { body: plan } = await world.call<{ items: PlanItem[] }>('GET', `/api/requests/${id}/plan`, 'reader');
    // Many deletions are on their way then, and many are not sent yet.
    const jobsLeft = async () =>
      (await world.listCustomers()).records.filter((record) => record.type === 'jobs').length;
    const before = await jobsLeft();
    const deadline = Date.now() + 60_000;
    while ((await jobsLeft()) === before) {
      if (Date.now() > deadline) throw new Error('It never began to erase jobs.');
      await new Promise((wait) => setTimeout(wait, 100));
    }
    expect((await world.call('POST', `/api/requests/${id}/cancel`, 'requester')).status).toBe(202);
    return plan.items;
  }

  /** What the certificate says of each job, against what is there. */
  async function checkJobs(id: string, plan: readonly PlanItem[]): Promise<void> {
    const { body: certificate } = await world.call<Certificate>('GET', `/api/requests/${id}/certificate`, 'reader');
    const jobs = certificate.results.items.erase.job;
    expect(jobs?.cancelled).toBeGreaterThan(0);
    expect(jobs?.deleted).toBeGreaterThan(0);
    expect(certificate.results.outcomes.failed).toBeUndefined();
    const kept = new Map(certificate.results.kept.map((entry) => [entry.mark, entry.outcome]));
    const there = new Set((await world.listCustomers()).records.map(idOf));
    for (const item of plan.filter(({ type }) => type === 'job')) {
      const outcome = kept.get(item.mark ?? '') ?? 'deleted';
      expect([item.name, outcome, there.has(item.id.replace('/jobs/', '/runs/').toLowerCase())]).toEqual([
        ...[item.name, outcome, outcome !== 'deleted'],
      ]);
    }
  }
});
