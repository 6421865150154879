import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Certificate } from '../../src/requests/certificate/certificate';
import type { PlanItem } from '../../src/requests/plan/plan';
import { workspaceId, World } from './harness';
import { contradictions } from './reality';
import { putAs } from './variant-tools';

// All of contoso, on whatever machine.
jest.setTimeout(400_000);

describe('everything of contoso, with the workspace and what depends on it', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start('seeds/contoso.json');
  });
  afterAll(() => world.stop());

  it('lies behind grants: the erasing identity may not do what its custom roles do not name', async () => {
    const { eraserClientId } = world.system.emulator.ready;
    const model = `${workspaceId('contoso-ml', 'contoso-data')}/models/new`;
    expect(await putAs(world, eraserClientId, model, {})).toBe(403);
    const settings = await world.blobServiceAdmin('GET', 'accounts/contosoml/settings');
    const { access } = settings as { access: object };
    expect(access).toHaveProperty('granted');
  });

  it('is exported, and nothing of it is left', async () => {
    const request = readFileSync(resolve('seeds/requests/contoso-everything-with-export.json'), 'utf8');
    const before = await world.listCustomers();
    await world.send('privacy-requests', { requestId: 'all', ...(JSON.parse(request) as object) });
    await world.until('all', ['awaiting_approval'], 120);
    const planOf = async () =>
      (await world.call<{ items: PlanItem[] }>('GET', '/api/requests/all/plan', 'reader')).body.items;
    const inUse = (await planOf()).filter(({ keep }) => keep?.outcome === 'in_use');
    // Production, with what it uses: the approval names each of them.
    expect(inUse.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['onlineEndpoint', 'onlineDeployment', 'model']),
    );
    await world.approve('all', { acceptInUse: inUse.map(({ ref }) => ref) });
    const view = await world.end('all', 300);
    expect([view.state, view.gaps]).toEqual(['completed', []]);

    const after = await world.listCustomers();
    const { body: certificate } = await world.call<Certificate>('GET', '/api/requests/all/certificate', 'reader');
    expect(contradictions(certificate, await planOf(), before, after)).toEqual([]);
    expect(after).toEqual({ records: [], blobs: [], files: [] });
    expect(certificate.results.items.erase.workspace).toEqual({ deleted: 1 });
    expect(certificate.package?.files).toBeGreaterThan(800);
  });
});
