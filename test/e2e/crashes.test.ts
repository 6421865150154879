import { request } from 'node:https';
import type { Certificate } from '../../src/requests/certificate/certificate';
import type { PlanItem } from '../../src/requests/plan/plan';
import { workspaceId, World } from './harness';
import { contradictions } from './reality';
import { twoPeople, zelda } from './seeds';

describe('a host that is killed', () => {
  let world: World;
  beforeAll(async () => {
    // So small a limit gives the package as a link.
    world = await World.start(twoPeople(12), { blobService: false, settings: { PACKAGE_STREAM_LIMIT_BYTES: '1000' } });
  });
  afterAll(() => world.stop());

  async function killAndRestart(): Promise<void> {
    await world.system.host?.kill();
    await world.system.restartHost();
  }

  it('three times in the middle of one request ends it the same', async () => {
    const before = world.listCustomers();
    await world.send('privacy-requests', {
      ...{ requestId: 'crash-1', action: 'export_and_erase', subject: zelda },
      ...{ scope: { workspaces: [workspaceId('lab')] } },
    });
    await world.until('crash-1', ['inventorying']);
    await killAndRestart();
    await world.until('crash-1', ['awaiting_approval']);
    const { body: plan } = await world.call<{ items: PlanItem[] }>('GET', '/api/requests/crash-1/plan', 'reader');
    await world.approve('crash-1', { acceptWeak: true });
    await world.until('crash-1', ['exporting']);
    await killAndRestart();
    await world.until('crash-1', ['erasing']);
    await killAndRestart();
    const view = await world.end('crash-1');
    expect(view.state).toBe('completed');

    const { body: certificate } = await world.call<Certificate>('GET', '/api/requests/crash-1/certificate', 'reader');
    expect(contradictions(certificate, plan.items, before, world.listCustomers())).toEqual([]);
    expect(certificate.results.outcomes.failed).toBeUndefined();
    // What the killed host had already erased is our doing, not somebody else's.
    expect(certificate.results.outcomes.already_absent).toBeUndefined();
    const results = await world.messages('privacy-results', 1);
    expect(new Set(results.map((message) => JSON.stringify(message))).size).toBe(1);
  });

  it('leaves a package that a link gives, until it expires', async () => {
    interface Link {
      link: string;
      expiresAt: string;
      bytes: number;
    }
    const { body } = await world.call<Link>('GET', '/api/requests/crash-1/package', 'requester');
    expect(Date.parse(body.expiresAt)).toBeGreaterThan(Date.now());
    const { certificate } = world.system;
    const get = (url: string) =>
      new Promise<{ status?: number; bytes: number }>((resolve, reject) => {
        request(url, { ca: certificate.pem }, (response) => {
          let bytes = 0;
          response.on('data', (chunk: Buffer) => (bytes += chunk.length));
          response.on('end', () => resolve({ status: response.statusCode, bytes }));
        })
          .on('error', reject)
          .end();
      });
    expect(await get(body.link)).toEqual({ status: 200, bytes: body.bytes });
    expect((await get(body.link.split('?')[0] ?? '')).status).not.toBe(200);
  });
});
