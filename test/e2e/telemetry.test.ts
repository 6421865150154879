import type { Certificate } from '../../src/requests/certificate/certificate';
import { workspaceId, World, type View } from './harness';

const ada = { key: 'ada', displayName: 'Ada Moss', objectId: 'ada00000-0000-4000-8000-000000000001' };
const rows = (column: string) => [
  { [column]: 'ada@example.org', message: 'hers' },
  { [column]: 'ben@example.org', message: 'his' },
];
const seed = {
  people: [
    { ...ada, upn: 'ada@example.org', email: 'ada@example.org' },
    { key: 'ben', displayName: 'Ben Okri', upn: 'ben@example.org' },
  ],
  switches: { purgeSeconds: 8 },
  logAnalytics: [{ name: 'lab-logs', resourceGroup: 'ml', rows: { AppTraces: rows('UserAuthenticatedId') } }],
  applicationInsights: [
    { name: 'lab-insights', resourceGroup: 'ml', logAnalytics: 'lab-logs' },
    { name: 'old-insights', resourceGroup: 'ml', rows: { traces: rows('user_AuthenticatedId') } },
  ],
  workspaces: [
    { name: 'lab', resourceGroup: 'ml', storageAccount: 'labstore', applicationInsights: 'lab-insights' },
    { name: 'old', resourceGroup: 'ml', storageAccount: 'oldstore', applicationInsights: 'old-insights' },
  ],
};
type FollowedUp = View & { followUps?: { outcome: string; operation: string; dueBy: string; checkedAt?: string }[] };

describe('rows of a person in the logs', () => {
  let world: World;
  beforeAll(async () => {
    const settings = {
      FOLLOW_UP_SCHEDULE: '*/2 * * * * *',
      TELEMETRY_COLUMNS: 'AppTraces.UserAuthenticatedId',
      TELEMETRY_CLASSIC_COLUMNS: 'traces.user_AuthenticatedId',
    };
    world = await World.start(seed, { settings });
  });
  afterAll(() => world.stop());

  const view = async () => (await world.call<FollowedUp>('GET', '/api/requests/logs', 'reader')).body;

  async function until(holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error('It did not come to pass.');
      await new Promise((wait) => setTimeout(wait, 250));
    }
  }

  /** Moves the row of the due-date index, which is tomorrow's, to a day that has passed. */
  async function isDueNow(): Promise<void> {
    const documents = world.container('privacy-requests');
    let moved = 0;
    for await (const { name } of documents.listBlobsFlat({ prefix: 'due/' })) {
      const content = await documents.getBlobClient(name).downloadToBuffer();
      await documents.getBlockBlobClient(name.replace(/^due\/[\d]{4}/, 'due/2020')).uploadData(content);
      await documents.deleteBlob(name);
      moved += 1;
    }
    expect(moved).toBe(1);
  }

  it('are purged, pending until Azure has done it, and followed up by a second message', async () => {
    await world.send('privacy-requests', {
      ...{ requestId: 'logs', action: 'export_and_erase' },
      subject: { identities: [{ type: 'upn', value: 'ada@example.org' }] },
      scope: {
        workspaces: [workspaceId('lab'), workspaceId('old')],
        ...{ includeDependents: true, resourceTypes: ['telemetry'] },
      },
    });
    await world.until('logs', ['awaiting_approval']);
    await world.approve('logs', {});
    expect((await world.end('logs')).state).toBe('completed_with_gaps');
    const certificate = (await world.call<Certificate>('GET', '/api/requests/logs/certificate', 'reader')).body;
    expect(certificate.results.items.erase).toEqual({ telemetry: { pending: 2 } });
    // Rows are not exported, which doesn't keep them.
    expect(certificate.results.items.export).toEqual({ telemetry: { out_of_scope: 2 } });
    expect(certificate.gaps).toEqual([]);
    const asked = (await view()).followUps ?? [];
    expect(asked.map(({ outcome }) => outcome)).toEqual(['pending', 'pending']);
    for (const { operation, dueBy } of asked) {
      expect(certificate.results.kept.map(({ reason }) => reason)).toContain(`operation ${operation}`);
      const days = (Date.parse(dueBy) - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(29);
      expect(days).toBeLessThan(31);
    }

    // Looked at while Azure is still busy, it is due again the next day.
    await isDueNow();
    await until(async () => (await view()).followUps?.every(({ checkedAt }) => checkedAt !== undefined) === true);
    expect((await view()).followUps?.map(({ outcome }) => outcome)).toEqual(['pending', 'pending']);

    const rowsLeft = async () => JSON.stringify((await world.listCustomers()).records.map(({ body }) => body.rows));
    await until(async () => !(await rowsLeft()).includes('ada@example.org'));
    expect(await rowsLeft()).toContain('ben@example.org');
    await isDueNow();
    await until(async () => (await view()).followUps?.every(({ outcome }) => outcome === 'deleted') === true);

    const messages = (await world.messages('privacy-results', 2)) as { messageId: string }[];
    expect(messages[0]).not.toHaveProperty('followUps');
    expect(messages[0]).toMatchObject({ stage: 'inaccessible' });
    expect(messages[1]).toMatchObject({
      ...{ requestId: 'logs', stage: 'irrecoverable', followUps: { done: 2, failed: 0 } },
      counts: { erased: 2, kept: 0, gaps: 0 },
    });
    expect(messages[1]?.messageId).toBe(`${messages[0]?.messageId}-final`);
    const final = (await world.call<Certificate>('GET', '/api/requests/logs/certificate', 'reader')).body;
    expect(final).toMatchObject({ issue: 2, state: 'completed_with_gaps', stage: 'irrecoverable', gaps: [] });
    expect(final.results.items.erase).toEqual({ telemetry: { deleted: 2 } });
  });
});
