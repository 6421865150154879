import type { Certificate } from '../../src/requests/certificate/certificate';
import { workspaceId, World } from './harness';
import { twoPeople, zelda } from './seeds';

describe('two requests about one person', () => {
  let world: World;
  beforeAll(async () => {
    const { workspaces, ...others } = twoPeople(3);
    const children = ['pair-a', 'pair-b'].map((name) => ({ name, files: { 'outputs/m.bin': name } }));
    const pipeline = { name: 'pair', experiment: 'pairing', createdBy: 'zelda', type: 'Pipeline', children };
    const pairs = { name: 'pairs', storageAccount: 'pairstore', createdBy: 'ben', jobs: [pipeline] };
    const seed = { ...others, workspaces: [...workspaces, pairs] };
    world = await World.start(seed, { settings: { POLL_SECONDS: '1' } });
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

  it('an erasure does not call deleted what another one had deleted before, although it deletes its parent', async () => {
    const scope = { workspaces: [workspaceId('pairs')] };
    await world.send('privacy-requests', { requestId: 'parent', action: 'export_and_erase', subject: zelda, scope });
    await world.until('parent', ['awaiting_approval']);
    const child = { ...scope, filter: { names: ['pair-a'] } };
    await world.send('privacy-requests', { requestId: 'child', action: 'erase', scope: child });
    await world.approve('child', { acceptWeak: true });
    await world.end('child');
    await world.approve('parent', { acceptWeak: true });
    await world.end('parent');

    const items = async (id: string) =>
      (await world.call<Certificate>('GET', `/api/requests/${id}/certificate`, 'reader')).body.results.items;
    expect((await items('child')).erase.job).toEqual({ deleted: 1 });
    const parent = await items('parent');
    expect(parent.export.job).toEqual({ already_absent: 1, exported: 2 });
    expect(parent.erase.job).toEqual({ already_absent: 1, deleted: 2 });
  });
});
