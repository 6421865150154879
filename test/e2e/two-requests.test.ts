import type { Certificate } from '../../src/requests/certificate/certificate';
import { workspaceId, World } from './harness';
import { twoPeople, zelda } from './seeds';

describe('two requests about one person', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(twoPeople(3), { settings: { POLL_SECONDS: '1' } });
  });
  afterAll(() => world.stop());

  it('an export calls exported only what it found, when an erasure came in between', async () => {
    const both = { subject: zelda, approval: 'required', scope: { workspaces: [workspaceId('lab')] } };
    await world.send('privacy-requests', { requestId: 'late-export', action: 'export', ...both });
    await world.until('late-export', ['awaiting_approval']);
    await world.send('privacy-requests', { requestId: 'early-erasure', action: 'erase', ...both });
    await world.approve('early-erasure', { acceptWeak: true });
    await world.end('early-erasure');
    await world.approve('late-export', { acceptWeak: true });
    await world.end('late-export');

    const certificate = async (id: string) =>
      (await world.call<Certificate>('GET', `/api/requests/${id}/certificate`, 'reader')).body;
    const { erase } = (await certificate('early-erasure')).results.items;
    const exported = (await certificate('late-export')).results.items.export;
    // The one job that the erasure had to leave is all that the export found.
    expect(erase.job).toEqual({ deleted: 7, shared_skipped: 1 });
    expect(exported.job).toEqual({ already_absent: 7, exported: 1 });
    expect(exported.runHistory).toEqual({ already_absent: 7, exported: 1 });
    expect(exported.model).toEqual({ already_absent: 2 });
  });
});
