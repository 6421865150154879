import { writeFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceId, World, type View } from './harness';
import { twoPeople, zelda } from './seeds';

describe('timers', () => {
  let world: World;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'data-requests-policies-'));
    const policies = [
      {
        ...{ name: 'old-jobs', schedule: '0 * * * * *', mode: 'report' },
        request: { action: 'erase', scope: { workspaces: [workspaceId('lab')], filter: { olderThanDays: 30 } } },
      },
    ];
    const file = join(dir, 'policies.json');
    await writeFile(file, JSON.stringify({ policies }));
    const every2Seconds = '*/2 * * * * *';
    world = await World.start(twoPeople(2), {
      settings: {
        ...{ RETENTION_POLICIES_FILE: file, SWEEP_SCHEDULE: every2Seconds, RECONCILE_SCHEDULE: every2Seconds },
      },
    });
  });
  afterAll(async () => {
    await world.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('turn a due retention policy into one request, however often they sweep', async () => {
    const list = async () => (await world.call<{ requests: View[] }>('GET', '/api/requests', 'reader')).body.requests;
    let found: View[] = [];
    for (let tries = 0; found.length === 0 && tries < 100; tries += 1) {
      await new Promise((wait) => setTimeout(wait, 200));
      found = await list();
    }
    const first = found.at(-1);
    expect(first?.id).toMatch(/^retention-old-jobs-\d{8}T\d{6}Z$/);
    const ended = await world.end(first?.id ?? '');
    expect(ended.state).toBe('completed');
    await new Promise((wait) => setTimeout(wait, 4_500));
    // Two more sweeps went by: only a minute that has passed meanwhile may have added one.
    const ids = (await list()).map((view) => view.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeLessThanOrEqual(2);
    const { body: plan } = await world.call<{ totals: { items: number } }>(
      'GET',
      `/api/requests/${first?.id}/plan`,
      'reader',
    );
    expect(plan.totals.items).toBeGreaterThan(5);
  });

  it('start a request that was stored but never started', async () => {
    const key = 'f'.repeat(32);
    const receivedAt = new Date().toISOString();
    const request = {
      action: 'export',
      subject: zelda,
      scope: { workspaces: [workspaceId('lab')], resourceTypes: ['job'] },
    };
    const put = async (name: string, value: object) => {
      const text = JSON.stringify(value);
      await world.container('privacy-requests').getBlockBlobClient(name).upload(text, text.length);
    };
    // What a crash leaves between storing a request and starting its orchestration.
    await put(`pending/${key}.json`, { key });
    const stored = {
      requestId: 'forgotten-1',
      key,
      contentHash: '',
      request,
      submitter: { channel: 'queue' },
      receivedAt,
    };
    await put(`requests/${key}/request.json`, stored);
    await put(`requests/${key}/status.json`, {
      ...{ key, state: 'received', action: 'export', dryRun: false, receivedAt, timeline: {}, progress: {} },
      ...{ gapCount: 0, started: false },
    });
    const results = async () => JSON.stringify(await world.peek('privacy-results').catch(() => []));
    for (let tries = 0; !(await results()).includes('forgotten-1'); tries += 1) {
      if (tries > 150) throw new Error('The reconciler did not start it.');
      await new Promise((wait) => setTimeout(wait, 200));
    }
  });

  it('tell operators when they fail', async () => {
    await writeFile(join(dir, 'policies.json'), 'no policies');
    expect((await world.events('timer_failed'))[0]).toBe('event=timer_failed timer=timerSweep code=policies_invalid');
  });

  it('and everything else refuse to work while settings have faults, and name them', async () => {
    const restartWith = async (settings: Record<string, string>) => {
      await world.system.host?.stop();
      Object.assign(world.system.hostEnvironment, settings);
      await world.system.restartHost();
    };
    await restartWith({ POLL_SECONDS: 'often', APROVAL_FOR_ERASE: 'not_required' });
    const health = await world.call<{ faultySettings: string[] }>('GET', '/api/health');
    expect([health.status, health.body.faultySettings]).toEqual([503, ['POLL_SECONDS']]);
    const refused = await world.call<{ code: string }>('GET', '/api/requests', 'reader');
    expect([refused.status, refused.body.code]).toEqual([503, 'settings_invalid']);
    const [atStart, ...later] = await world.events('settings_invalid');
    expect(atStart).toMatch(/^event=settings_invalid settings=POLL_SECONDS \| .* must be a number from 0\.1 to 600$/);
    expect(later.join()).not.toContain('often');
    const doubtful = await world.events('settings_doubtful');
    expect(doubtful.at(-1)).toMatch(/APROVAL_FOR_ERASE is read by nobody; did you mean APPROVAL_FOR_ERASE\?/);

    await restartWith({ POLL_SECONDS: '0.2', APROVAL_FOR_ERASE: '' });
    expect((await world.call('GET', '/api/requests', 'reader')).status).toBe(200);
  });
});
