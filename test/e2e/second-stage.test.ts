import type { Certificate } from '../../src/requests/certificate/certificate';
import { workspaceId, World, type View } from './harness';
import { twoPeople, zelda } from './seeds';

const days = 7;
const seed = {
  ...twoPeople(2),
  storageAccounts: [{ name: 'labstore', blobService: { deleteRetentionPolicy: { enabled: true, days } } }],
};

type Ended = View & { nextCheck?: string; certificates: { issue: number; stage?: string; sha256: string }[] };

describe('an erasure where deleted blobs can be restored for a while', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(seed, { testClock: true, settings: { FOLLOW_UP_SCHEDULE: '*/2 * * * * *' } });
  });
  afterAll(() => world.stop());

  it('is certified as inaccessible, and a week later as irrecoverable', async () => {
    await world.send('privacy-requests', {
      ...{ requestId: 'stages', action: 'erase', subject: zelda },
      scope: { workspaces: [workspaceId('lab')], resourceTypes: ['job', 'dataAsset'] },
    });
    await world.approve('stages');
    const { state } = await world.end('stages');
    const certificate = async (issue: number) =>
      (await world.call<Certificate>('GET', `/api/requests/stages/certificate?issue=${issue}`, 'reader')).body;
    const first = await certificate(1);
    expect(first.stage).toBe('inaccessible');
    const left = (Date.parse(first.irrecoverableOn ?? '') - Date.parse(first.issuedAt)) / 86_400_000;
    expect(left).toBeGreaterThan(days - 0.1);
    expect(left).toBeLessThan(days + 1.1);

    await world.advanceDays(days + 2);
    const messages = (await world.messages('privacy-results', 2, 60)) as { messageId: string }[];
    expect(messages[1]).toMatchObject({ requestId: 'stages', state, stage: 'irrecoverable' });
    expect(messages[1]?.messageId).toBe(`${messages[0]?.messageId}-final`);
    const { body: view } = await world.call<Ended>('GET', '/api/requests/stages', 'reader');
    expect(view.certificates.map(({ issue, stage }) => [issue, stage])).toEqual([
      [1, 'inaccessible'],
      [2, 'irrecoverable'],
    ]);
    expect([view.state, view.nextCheck]).toEqual([state, undefined]);
    const final = await certificate(2);
    expect(final.previous).toEqual({ sha256: view.certificates[0]?.sha256, issuedAt: first.issuedAt });
    expect(final.signature === undefined).toBe(first.signature === undefined);
    expect(final.results.outcomes).not.toHaveProperty('soft_deleted');
    expect(final.outcomeTree?.leaves).toBeGreaterThan(first.outcomeTree?.leaves ?? 0);
  });
});
