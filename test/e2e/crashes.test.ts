import { rm } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import type { Certificate } from '../../src/requests/certificate/certificate';
import type { PlanItem } from '../../src/requests/plan/plan';
import { workspaceId, World } from './harness';
import { contradictions } from './reality';
import { twoPeople, zelda } from './seeds';

/** A pause short enough to see what lasts for moments only. */
const breath = () => new Promise((wait) => setTimeout(wait, 5));

describe('a host that is killed', () => {
  let world: World;
  beforeAll(async () => {
    const seed = twoPeople(12);
    seed.workspaces.push(...seed.workspaces.map((lab) => ({ ...lab, name: 'attic', storageAccount: 'atticstore' })));
    // So small a limit gives the package as a link.
    const settings = { PACKAGE_STREAM_LIMIT_BYTES: '1000', RECONCILE_SCHEDULE: '*/1 * * * * *' };
    world = await World.start(seed, { blobService: false, settings });
  });
  afterAll(() => world.stop());

  async function killAndRestart(): Promise<void> {
    await world.system.host?.kill();
    await world.system.restartHost();
  }

  it('three times in the middle of one request ends it the same', async () => {
    const before = await world.listCustomers();
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
    expect(contradictions(certificate, plan.items, before, await world.listCustomers())).toEqual([]);
    expect(certificate.results.outcomes.failed).toBeUndefined();
    // What the killed host had already erased is our doing, not somebody else's.
    expect(certificate.results.outcomes.already_absent).toBeUndefined();
    const results = await world.messages('privacy-results', 1);
    expect(new Set(results.map((message) => JSON.stringify(message))).size).toBe(1);
  });

  it('with its task hub lost each time, goes on where the documents of the request say', async () => {
    const loseHub = async () => {
      await world.system.host?.kill();
      await rm(join(world.system.dir, 'host', 'durable'), { recursive: true });
      await world.system.restartHost();
    };
    const before = await world.listCustomers();
    await world.send('privacy-requests', {
      ...{ requestId: 'lost-1', action: 'export_and_erase', subject: zelda },
      ...{ scope: { workspaces: [workspaceId('attic')] } },
    });
    const { planHash } = await world.until('lost-1', ['awaiting_approval']);
    await loseHub();
    // Its sender may be told of a failure, when nobody hears the event: what was decided is on record.
    const decision = { planHash, decision: 'approve', acceptWeak: true };
    await world.call('POST', '/api/requests/lost-1/approval', 'approver', decision);
    await world.until('lost-1', ['exporting']);
    await loseHub();
    await world.until('lost-1', ['erasing']);
    const blobs = async () =>
      (await world.listCustomers()).blobs.filter(({ account }) => account === 'atticstore').length;
    const all = before.blobs.filter(({ account }) => account === 'atticstore').length;
    // What is gone by then was erased by nobody whom the resumed request remembers.
    for (const deadline = Date.now() + 60_000; (await blobs()) === all; await breath()) {
      expect(Date.now()).toBeLessThan(deadline);
    }
    await loseHub();
    const view = await world.end('lost-1');
    expect([view.state, view.planHash]).toEqual(['completed', planHash]);

    const { body: plan } = await world.call<{ items: PlanItem[] }>('GET', '/api/requests/lost-1/plan', 'reader');
    const { body: certificate } = await world.call<Certificate>('GET', '/api/requests/lost-1/certificate', 'reader');
    expect(contradictions(certificate, plan.items, before, await world.listCustomers())).toEqual([]);
    expect(certificate.results.outcomes.failed).toBeUndefined();
    expect(certificate.results.outcomes.already_absent).toBeUndefined();
    expect(certificate.package?.files).toBeGreaterThan(12);
    const resumed = await world.events('request_resumed');
    expect(resumed.map((line) => line.replace(/.* state=/, ''))).toEqual(['awaiting_approval', 'exporting', 'erasing']);
    const copies = async () => (await world.listOwn()).filter(({ container }) => container === 'privacy-certificates');
    const copy = `${certificate.issuedAt.slice(0, 7)}/${view.certificateSha256}.json`;
    for (const deadline = Date.now() + 60_000; !(await copies()).some((blob) => blob.path === copy); await breath()) {
      expect(Date.now()).toBeLessThan(deadline);
    }
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
