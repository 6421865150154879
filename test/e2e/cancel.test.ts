import type { Certificate } from '../../src/requests/certificate/certificate';
import type { PlanItem } from '../../src/requests/plan/plan';
import { workspaceId, World } from './harness';
import { idOf } from './reality';
import { twoPeople, zelda } from './seeds';

describe('a request that is cancelled while it erases', () => {
  let world: World;
  beforeAll(async () => {
    const slowly = { throttling: { deletes: { size: 10, perSecond: 5 } } };
    // More than one person's 135 things, less than everybody's 140.
    world = await World.start({ ...twoPeople(60), ...slowly }, { settings: { PLAN_ITEM_LIMIT: '137' } });
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
    await world.call('POST', '/api/requests', 'requester', {
      ...{ requestId: 'stop-1', action: 'erase', subject: zelda, scope: { workspaces: [workspaceId('lab')] } },
    });
    await world.approve('stop-1', { acceptWeak: true });
    const { body: plan } = await world.call<{ items: PlanItem[] }>('GET', '/api/requests/stop-1/plan', 'reader');
    // As soon as the first job is gone: many deletions are on their way then, and many are not sent yet.
    const jobsLeft = () => world.list().records.filter((record) => record.type === 'jobs').length;
    const before = jobsLeft();
    const deadline = Date.now() + 60_000;
    while (jobsLeft() === before) {
      if (Date.now() > deadline) throw new Error('It never began to erase jobs.');
      await new Promise((wait) => setTimeout(wait, 100));
    }
    expect((await world.call('POST', '/api/requests/stop-1/cancel', 'requester')).status).toBe(202);
    expect((await world.end('stop-1', 120)).state).toBe('cancelled');

    const { body: certificate } = await world.call<Certificate>('GET', '/api/requests/stop-1/certificate', 'reader');
    const jobs = certificate.results.items.erase.job;
    expect(jobs?.cancelled).toBeGreaterThan(0);
    expect(jobs?.deleted).toBeGreaterThan(0);
    expect(certificate.results.outcomes.failed).toBeUndefined();
    const kept = new Map(certificate.results.kept.map((entry) => [entry.mark, entry.outcome]));
    const there = new Set(world.listCustomers().records.map(idOf));
    for (const item of plan.items.filter(({ type }) => type === 'job')) {
      const outcome = kept.get(item.mark ?? '') ?? 'deleted';
      expect([item.name, outcome, there.has(item.id.replace('/jobs/', '/runs/').toLowerCase())]).toEqual([
        ...[item.name, outcome, outcome !== 'deleted'],
      ]);
    }
  });
});
