import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Listing } from '../../local/listing/list-everything';
import type { Certificate } from '../../src/requests/certificate/certificate';
import type { PlanItem } from '../../src/requests/plan/plan';
import { World } from './harness';
import { bytesId, bytesOf } from './listed-bytes';
import { contradictions } from './reality';

interface Ended {
  state: string;
  plan: PlanItem[];
  certificate: Certificate;
  before: Listing;
  after: Listing;
  /** Code, type and detail of each gap, sorted. */
  gaps: string[];
  /** What became of items, by type and name. */
  outcomes: Record<string, string>;
}

jest.setTimeout(300_000);

describe('fabrikam, where everything stands in the way', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start('seeds/fabrikam.json');
  });
  afterAll(() => world.stop());

  /** Sends one of the requests that come with the seed, approves it, and waits for its end. */
  async function run(name: string, decide: (items: readonly PlanItem[]) => object = () => ({})): Promise<Ended> {
    const body = JSON.parse(readFileSync(resolve(`seeds/requests/${name}.json`), 'utf8')) as { dryRun?: boolean };
    const before = await world.listCustomers();
    await world.send('privacy-requests', { requestId: name, ...body });
    if (!body.dryRun) {
      await world.until(name, ['awaiting_approval'], 120);
      await world.approve(name, decide(await planOf(name)));
    }
    const { state } = await world.end(name, 240);
    const plan = await planOf(name);
    const { body: certificate } = await world.call<Certificate>('GET', `/api/requests/${name}/certificate`, 'reader');
    const kept = new Map(
      certificate.results.kept.map(({ mark, outcome, reason }) => [mark, `${outcome} ${reason ?? ''}`]),
    );
    return {
      ...{ state, plan, certificate, before, after: await world.listCustomers() },
      gaps: certificate.gaps.map(({ code, type, detail }) => `${code} ${type} ${detail ?? ''}`.trim()).sort(),
      outcomes: Object.fromEntries(
        plan.map((item) => [`${item.type} ${item.name}`, kept.get(item.mark ?? '')?.trim() ?? 'deleted']),
      ),
    };
  }

  async function planOf(id: string): Promise<PlanItem[]> {
    return (await world.call<{ items: PlanItem[] }>('GET', `/api/requests/${id}/plan`, 'reader')).body.items;
  }

  const pathsOf = (listing: Listing) => bytesOf(listing).map(bytesId);

  /** Gaps that any request meets which looks at the storage of hub and projects. */
  const hubGaps = [
    'not_handled container fabhub/legal-archive: 1 blob, 4000 bytes',
    'not_handled container fabhub/scratch: 2 blobs, 35 bytes',
    expect.stringMatching(/^share_snapshot notebook fabhub\/code-\S+: 2, newest 2024-03-01T03:00:00Z$/) as string,
  ];
  const legacyGaps = [
    'not_handled container fablegacy/archive-2019: 0 blobs, 0 bytes',
    'not_handled container fablegacy/backups-2021: 1 blob, 2000 bytes',
    'not_handled container fablake/silver: 1 blob, 30 bytes',
    'not_handled fileShare fablegacy/lab-data: 1 file, 4 bytes',
  ];
  const closedGaps = [
    'lineage_unknown model run history: AuthorizationFailed',
    'references_unknown upload run history: AuthorizationFailed',
    ...['experiment', 'job', 'runHistory'].map((type) => `unreadable ${type} AuthorizationFailed`),
  ];
  /** All of these; how many there may be is checked besides. */
  const all = (gaps: string[]) => expect.arrayContaining(gaps) as string[];

  it('looks without changing anything, and names the subscription that it may not list', async () => {
    const { state, gaps, before, after } = await run('fabrikam-look');
    expect(state).toBe('completed_with_gaps');
    expect(after).toEqual(before);
    expect(gaps).toContain(
      'scope_unreadable subscription /subscriptions/5ab50000-0000-4000-8000-000000000002: AuthorizationFailed',
    );
  });

  it('erases one person across hub, projects and the others, and nothing that is anybody else’s', async () => {
    const { state, plan, certificate, before, after, gaps, outcomes } = await run('fabrikam-person', () => ({
      acceptWeak: true,
    }));
    expect(state).toBe('completed_with_gaps');
    expect(contradictions(certificate, plan, before, after)).toEqual([]);

    const expected = [...hubGaps, ...legacyGaps, ...closedGaps];
    expect(gaps).toEqual(all(expected));
    expect(gaps).toHaveLength(expected.length);
    expect(outcomes).toMatchObject({
      // Production stays, with the model that it serves.
      'onlineEndpoint vision-live': 'in_use in_use',
      'model detector:1': 'in_use in_use',
      // The other project has a job of that name in the same folder; a model of Tom lies in the other job.
      'runHistory train-1': 'shared_skipped bytes_kept',
      'runHistory snap': 'shared_skipped bytes_kept',
      'snapshot 22f0c7b2-0000-4000-8000-000000000001': 'shared_skipped bytes_kept',
      'job still-running': 'deleted',
      'job legacy-2': 'deleted',
      'job audited': 'blocked ScopeLocked',
      'schedule audit-report': 'blocked ScopeLocked',
      'notebook noor': 'blocked bytes_kept',
      'datastore noor_drop': 'in_use in_use',
      'compute ci-noor': 'deleted',
      'experiment only-noor': 'deleted',
    });
    const left = pathsOf(after);
    for (const path of [
      ...['azureml/ExperimentRun/dcid.train-1/outputs/weights.bin', 'frames/100% #1 ñ.png', 'noor-drop/in/a.csv'],
      ...['Users/nhaddad/mine.ipynb', 'Users/tom/tom.ipynb', 'Users/noor/open in an editor.ipynb'],
      ...['snapshots/22f0c7b2-0000-4000-8000-000000000001/main.py', 'scratch/noor/todo.txt'],
    ])
      expect(left.filter((known) => known.endsWith(path))).toHaveLength(1);
    expect(left.filter((path) => /azureml_a{32}|azureml_c{32}|web\/shop/.test(path))).toHaveLength(3);
    expect(left.filter((path) => /dcid\.sweep|100% #1 ñ\.ipynb|dcid\.still-running/.test(path))).toEqual([]);
    // Somebody else has her very name: where only the name is known the approver decides, elsewhere nothing is hers.
    expect(outcomes).not.toHaveProperty('job homonym');
    expect(outcomes).not.toHaveProperty('notebook nhaddad');
  });

  it('takes a project away and leaves what it shares with its hub', async () => {
    const { state, plan, certificate, before, after, gaps, outcomes } = await run('fabrikam-everything', (items) => ({
      acceptInUse: items.filter(({ keep }) => keep?.outcome === 'in_use').map(({ ref }) => ref),
    }));
    expect(state).toBe('completed_with_gaps');
    expect(contradictions(certificate, plan, before, after)).toEqual([]);
    expect(gaps).toEqual(all(hubGaps));
    expect(gaps).toHaveLength(hubGaps.length);
    expect(outcomes['onlineEndpoint vision-live']).toBe('deleted');
    for (const dependent of ['storageAccount fabhub', 'keyVault fab-hub-kv', 'containerRegistry fabregistry'])
      expect(outcomes[dependent]).toMatch(/^in_use used_by /);
    // Files of the other project lie in the project's folders, so not all of it could go.
    expect(outcomes['workspace fab-vision']).toBe('blocked contents_kept');
    const others = (listing: Listing) =>
      listing.records.filter(({ workspace }) => !/\/workspaces\/fab-vision$/i.test(workspace)).map(({ name }) => name);
    expect(others(after)).toEqual(others(before));
  });

  it('takes a workspace away for good, and says what holds the rest', async () => {
    const { state, plan, certificate, before, after, gaps, outcomes } = await run('fabrikam-legacy');
    expect(state).toBe('completed_with_gaps');
    expect(contradictions(certificate, plan, before, after)).toEqual([]);
    expect(gaps).toEqual(all(legacyGaps));
    expect(gaps).toHaveLength(legacyGaps.length);
    expect(outcomes).toMatchObject({
      'workspace fab-legacy': 'deleted',
      'storageAccount fablegacy': 'blocked lock no-delete',
      'applicationInsights fab-legacy-ai': 'deleted',
      'logAnalyticsWorkspace fab-legacy-la': 'deleted',
    });
    expect(outcomes['keyVault fab-legacy-kv']).toBe('soft_deleted purge_protection');
    const left = pathsOf(after);
    expect(left.filter((path) => path.includes(' fablegacy/')).sort()).toEqual([
      'blob fablegacy/backups-2021/dump.bak',
      'file fablegacy/lab-data/measurements/',
      'file fablegacy/lab-data/measurements/noor.csv',
    ]);
  });
});
