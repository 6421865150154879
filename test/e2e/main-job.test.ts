import type { Certificate } from '../../src/requests/certificate/certificate';
import type { LineageLine, PlanItem } from '../../src/requests/plan/plan';
import { resourceTypes } from '../../src/resources/registry';
import { workspaceId, World } from './harness';
import { blobsInPlan, contradictions } from './reality';

const ada = [
  { type: 'object_id', value: 'c0de0000-0000-4000-8000-aaaaaaaaaaaa' },
  { type: 'email', value: 'ada@contoso.example' },
  { type: 'alias', value: 'ada' },
];
const contoso = workspaceId('contoso-ml', 'contoso-data');

interface PlanView {
  hash: string;
  items: PlanItem[];
  totals: { items: number; blobs: number; weak: number };
  lineage: LineageLine[];
}

// The whole of contoso, on whatever machine.
jest.setTimeout(240_000);

describe('the main job on contoso, by queue', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start('seeds/contoso.json', { blobService: false });
  });
  afterAll(() => world.stop());

  it('stops after the plan in a dry run, and changes nothing', async () => {
    const before = await world.listCustomers();
    await world.send('privacy-requests', {
      ...{ requestId: 'dry-1', action: 'export_and_erase', dryRun: true },
      ...{ subject: { identities: ada }, scope: { workspaces: [contoso] } },
    });
    const view = await world.end('dry-1', 100);
    // What is matched by a name only would stay without the approver's word, but all of it could be listed.
    expect([view.state, view.gaps]).toEqual(['completed', []]);
    expect(await world.listCustomers()).toEqual(before);
    const { body: plan } = await world.call<PlanView>('GET', '/api/requests/dry-1/plan', 'reader');
    expect(plan.items.length).toBe(plan.totals.items);
    expect(plan.items.length).toBeGreaterThan(50);
    // What an approver reads is what there is: a child that is found twice counts once.
    expect(plan.totals.blobs).toBe(blobsInPlan(plan.items, before));
  });

  it('exports, erases and certifies exactly what the plan has', async () => {
    const before = await world.listCustomers();
    const request = {
      ...{ requestId: 'dsr-1', action: 'export_and_erase', ticket: { system: 'servicenow', id: 'RITM0012345' } },
      ...{ subject: { identities: ada }, scope: { workspaces: [contoso] } },
    };
    await world.send('privacy-requests', request);
    await world.until('dsr-1', ['awaiting_approval'], 100);
    const { body: plan } = await world.call<PlanView>('GET', '/api/requests/dsr-1/plan', 'reader');
    await world.approve('dsr-1', { acceptWeak: true });
    // The same message again, in the middle of it: it is the same request.
    await world.send('privacy-requests', request);
    const view = await world.end('dsr-1', 200);
    expect([view.state, view.gaps]).toEqual(['completed', []]);

    const after = await world.listCustomers();
    const { body: certificate } = await world.call<Certificate>('GET', '/api/requests/dsr-1/certificate', 'reader');
    expect(contradictions(certificate, plan.items, before, after)).toEqual([]);
    expect(certificate.planHash).toBe(plan.hash);
    // What Ben serves has learned from data of Ada: it stays, and somebody has to know.
    const served = `${contoso}/onlineEndpoints/churn-live/deployments/blue`;
    expect(plan.lineage).toMatchObject([
      { name: 'churn-served', version: '1', jobs: [`${contoso}/jobs/job10`], deployments: [served], planned: false },
    ]);
    expect(certificate.lineage).toMatchObject([
      { model: { name: 'churn-served', version: '1' }, deployments: [served], erased: false },
    ]);
    expect(certificate.lineage[0]?.reads).toHaveLength(1);
    expect(certificate.results.items.erase.job?.deleted).toBeGreaterThan(20);
    // Every type of which people have something was there, and what names nobody is told.
    for (const type of resourceTypes.filter(({ needs, erasure }) => !needs && erasure !== 'none')) {
      if (type.name !== 'fileStore') expect(certificate.results.items.erase).toHaveProperty(type.name);
    }
    expect(certificate.notices.map(({ type }) => type).sort()).toEqual([
      'environment',
      'fileStore',
      'notebook',
      'snapshot',
      'upload',
    ]);
    expect(Object.keys(certificate.results.outcomes).sort()).toEqual([
      'archived_only',
      'deleted',
      'exported',
      'shared_skipped',
    ]);
    // Whoever is not asked for keeps everything, byte for byte.
    const others = (listing: typeof before) =>
      listing.records.filter((record) => record.type === 'runs' && !JSON.stringify(record.body).includes('ada@'));
    expect(others(after).length).toBe(others(before).length);

    const results = await world.messages('privacy-results', 2);
    const about = results.filter((message) => (message as { requestId?: string }).requestId === 'dsr-1');
    expect(about).toHaveLength(1);
    expect(about[0]).toMatchObject({ state: 'completed', ticket: { id: 'RITM0012345' } });
  });

  it('gives the certificate as a page, and the package as a zip', async () => {
    const html = await world.call<string>('GET', '/api/requests/dsr-1/certificate', 'reader', undefined, {
      accept: 'text/html',
    });
    expect(html.headers.get('content-type')).toMatch(/^text\/html/);
    expect(html.body).toContain('Certificate of export and erasure');
    expect(html.body).not.toContain('ada@contoso.example');
    const zip = await world.call<string>('GET', '/api/requests/dsr-1/package', 'requester');
    expect(zip.status).toBe(200);
    expect(zip.headers.get('content-type')).toBe('application/zip');
    expect((await world.call('GET', '/api/requests/dsr-1/package', 'reader')).status).toBe(403);
  });

  it('finds nothing of the person any more, and says so', async () => {
    await world.send('privacy-requests', {
      ...{ requestId: 'dsr-2', action: 'erase', subject: { identities: ada } },
      ...{ scope: { workspaces: [contoso], resourceTypes: ['compute'] } },
    });
    await world.approve('dsr-2');
    expect((await world.end('dsr-2')).state).toBe('completed');
  });
});
