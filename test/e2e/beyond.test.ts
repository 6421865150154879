import type { PlanItem } from '../../src/requests/plan/plan';
import { World } from './harness';
import { dependents, families, lonely, workspacePath } from './beyond-seeds';
import { runAll, type Result, type Variant } from './variant-run';
import { put } from './variant-tools';

const beyond = [
  ...['workspace', 'storageAccount', 'keyVault', 'containerRegistry', 'applicationInsights', 'logAnalyticsWorkspace'],
];
const whole = { everything: true, includeWorkspace: true, includeDependents: true };
const refsOf = (items: readonly PlanItem[], test: (item: PlanItem) => boolean) =>
  items.filter(test).map(({ ref }) => ref);

/** A request for all of some workspaces, themselves and what they depend on. */
function everythingOf(workspaces: string[], more: Partial<Variant> = {}): Variant {
  const accounts = workspaces.map((name) => `${name}store`);
  return { workspaces, accounts, request: { action: 'erase' }, scope: whole, seconds: 300, ...more };
}

/** Names of what is left of the types beyond a workspace's contents, and of soft-deleted things. */
async function leftBeyond(world: World): Promise<string[]> {
  const types =
    /^(workspaces|vaults|deletedVaults|registries|insightsComponents|.*perationalInsightsWorkspaces|soft.*)$/;
  return (await world.listCustomers()).records.flatMap(({ type, name }) => (types.test(type) ? `${type} ${name}` : []));
}

describe('what a workspace depends on', () => {
  let world: World;
  let of: (name: keyof typeof variants) => Result;
  let left: string[];
  const variants = {
    solo: everythingOf(['solo'], { request: { action: 'export_and_erase' } }),
    many: everythingOf(['borrower', 'host', 'bound', 'frozen', 'cluttered', 'accepted'], {
      decide: (items) => ({ acceptInUse: refsOf(items, (item) => item.name.startsWith('accepted')) }),
    }),
  };
  beforeAll(async () => {
    world = await World.start(dependents);
    of = await runAll(world, variants);
    left = await leftBeyond(world);
  }, 600_000);
  afterAll(() => world.stop());

  it('goes with it without a trace when nobody else uses any of it', () => {
    const { view, certificate, wrong, left: blobs } = of('solo');
    expect(wrong).toEqual([]);
    expect(certificate.gaps).toEqual([]);
    expect(view.state).toBe('completed');
    expect(blobs).toEqual([]);
    expect(left.filter((entry) => entry.includes('solo'))).toEqual([]);
    for (const type of beyond) {
      expect(certificate.results.items.erase[type]).toEqual({ deleted: 1 });
      expect(certificate.results.items.export[type]).toEqual({ exported: 1 });
    }
  });

  it('certifies as deleted what could only be archived and went with the workspace', () => {
    expect(of('solo').certificate.results.items.erase.dataAsset).toEqual({ deleted: 2 });
    expect(of('solo').certificate.results.outcomes.archived_only).toBeUndefined();
  });

  it('stays when another workspace names it, or keeps its data there', () => {
    const { outcome } = of('many');
    expect(outcome('workspace', 'borrower')).toBe('erased');
    expect(outcome('storageAccount', 'borrowerstore')).toBe('erased');
    for (const [type, name] of [
      ['keyVault', 'common-kv'],
      ['applicationInsights', 'common-ai'],
      ['storageAccount', 'hoststore'],
    ] as const) {
      expect(outcome(type, name)).toMatch(/^in_use/);
    }
    expect(left).toEqual(expect.arrayContaining(['vaults common-kv', 'insightsComponents common-ai']));
    // The rows of a component that stays lie in it.
    expect(outcome('logAnalyticsWorkspace', 'borrower-la')).toMatch(/^in_use/);
  });

  it('stays when a subscription may not be listed, and the certificate says so', () => {
    expect(of('many').outcome('keyVault', 'far-kv')).toMatch(/^in_use/);
    expect(of('many').gaps).toContain('subscription_unreadable workspace');
    expect(of('many').outcome('workspace', 'host')).toBe('erased');
  });

  it('stays under a lock, which is named; and with a workspace that is locked', () => {
    const { outcome } = of('many');
    expect(outcome('keyVault', 'bound-kv')).toBe('blocked lock keep-secrets');
    expect(outcome('workspace', 'frozen')).toBe('blocked lock keep-workspace');
    for (const [type, name] of [
      ['storageAccount', 'frozenstore'],
      ['keyVault', 'frozen-kv'],
      ['logAnalyticsWorkspace', 'frozen-la'],
    ] as const) {
      expect(outcome(type, name)).toMatch(/^in_use/);
    }
  });

  it('is told with its date when purge protection forbids the purge', () => {
    expect(of('many').outcome('keyVault', 'guarded-kv')).toBe('soft_deleted purge_protection');
    expect(left).toContain('deletedVaults guarded-kv');
    expect(left.filter((entry) => entry.startsWith('deletedVaults'))).toHaveLength(1);
  });

  it('is blocked by a legal hold on one of its containers', () => {
    expect(of('many').outcome('storageAccount', 'boundstore')).toMatch(/^blocked \w+/);
  });

  it('stays when it holds more than Azure ML put there, unless the approval names it', () => {
    const { outcome, left: blobs, wrong } = of('many');
    expect(outcome('storageAccount', 'clutteredstore')).toMatch(/^in_use/);
    expect(outcome('containerRegistry', 'clutteredacr')).toMatch(/^in_use/);
    expect(outcome('storageAccount', 'acceptedstore')).toBe('erased');
    expect(outcome('containerRegistry', 'acceptedacr')).toBe('erased');
    expect(blobs).toEqual(['2026/1.pdf']);
    // What the approver accepted to lose is the only thing that went without being planned by itself.
    expect(wrong.filter((text) => text.startsWith('gone'))).toEqual([
      'gone, but nothing planned and erased owns it: blob acceptedstore/invoices/2026/1.pdf',
    ]);
  });
});

describe('a workspace', () => {
  let world: World;
  let of: (name: keyof typeof variants) => Result;
  let left: string[];
  const variants = {
    asked: everythingOf(['asked'], { neighbours: ['other', 'hub'], accounts: ['hubstore'] }),
    roof: everythingOf(['roof'], {
      neighbours: ['tenant'],
      decide: (items) => ({ acceptInUse: refsOf(items, () => true) }),
    }),
    house: everythingOf(['house', 'room'], { accounts: ['housestore'] }),
    partly: everythingOf(['growing', 'excluded'], {
      meanwhile: async () => {
        await put(world, workspacePath('growing/models/late'), {});
        await put(world, workspacePath('growing/models/late/versions/1'), { modelUri: 'https://example.org/a' });
      },
      decide: (items) => ({ exclude: refsOf(items, (item) => item.name.startsWith('excluded-model')) }),
    }),
  };
  beforeAll(async () => {
    world = await World.start(families);
    of = await runAll(world, variants);
    left = await leftBeyond(world);
  }, 600_000);
  afterAll(() => world.stop());

  it('of a hub leaves the hub, its other projects and what belongs to the hub', () => {
    const { outcome, wrong, left: blobs } = of('asked');
    expect(outcome('workspace', 'asked')).toBe('erased');
    expect(outcome('applicationInsights', 'asked-ai')).toBe('erased');
    expect(outcome('storageAccount', 'hubstore')).toMatch(/^in_use/);
    expect(outcome('keyVault', 'hub-kv')).toMatch(/^in_use/);
    expect(outcome('containerRegistry', 'hubacr')).toMatch(/^in_use/);
    expect(wrong).toEqual([]);
    expect(blobs.filter((path) => path.includes('other-job'))).toHaveLength(1);
    expect(blobs.filter((path) => path.includes('asked'))).toEqual([]);
  });

  it('that is a hub stays while it has projects outside the plan, whatever the approval accepts', () => {
    expect(of('roof').outcome('workspace', 'roof')).toBe(`in_use used_by ${workspacePath('tenant')}`);
    expect(left).toEqual(expect.arrayContaining(['workspaces roof', 'workspaces tenant', 'vaults roof-kv']));
  });

  it('that is a hub goes after its projects, with what they share', () => {
    const { view, wrong, certificate } = of('house');
    expect(wrong).toEqual([]);
    expect(certificate.gaps).toEqual([]);
    expect(view.state).toBe('completed');
    expect(left.filter((entry) => /house|room/.test(entry))).toEqual([]);
  });

  it('stays when something came into it after the plan, or when the approver keeps some of it', () => {
    const { outcome, wrong } = of('partly');
    expect(outcome('workspace', 'growing')).toBe('blocked new_since_plan');
    expect(outcome('workspace', 'excluded')).toBe('blocked contents_kept');
    for (const name of ['growing', 'excluded']) {
      expect(outcome('keyVault', `${name}-kv`)).toBe(`in_use used_by ${workspacePath(name)}`);
    }
    expect(outcome('storageAccount', 'excludedstore')).toMatch(/^blocked bytes_remain azureml-blobstore-/);
    expect(wrong.filter((text) => !/^appeared: .*\/models\/late/.test(text))).toEqual([]);
  });
});

describe('the deletion of a workspace', () => {
  it('that the service reports and does not do is told, and keeps what the workspace needs', async () => {
    const world = await World.start(lonely({ workspacePurge: 'ignored' }));
    try {
      const of = await runAll(world, { solo: everythingOf(['solo']) });
      expect(of('solo').outcome('workspace', 'solo')).toBe('failed still_present');
      for (const type of beyond.slice(1)) {
        const name = of('solo').plan.find((item) => item.type === type)?.name ?? '';
        expect(of('solo').outcome(type, name)).toMatch(/^in_use used_by /);
      }
      expect(of('solo').wrong).toEqual([]);
    } finally {
      await world.stop();
    }
  }, 600_000);

  it('goes on after the host was killed in the middle of it', async () => {
    const world = await World.start(lonely({ operationSeconds: 3 }));
    try {
      const scope = { workspaces: [workspacePath('solo')], ...whole };
      await world.call('POST', '/api/requests', 'requester', { requestId: 'killed', action: 'erase', scope });
      await world.approve('killed');
      await world.until('killed', ['erasing']);
      const isThere = async () => (await leftBeyond(world)).includes('workspaces solo');
      for (let look = 0; (await isThere()) && look < 3; look += 1) {
        await new Promise((wait) => setTimeout(wait, 2_000));
        await world.system.host?.kill();
        await world.system.restartHost();
      }
      const view = await world.end('killed', 300);
      expect(view).toMatchObject({ state: 'completed', gaps: [] });
      expect(await leftBeyond(world)).toEqual([]);
      expect((await world.listCustomers()).blobs).toEqual([]);
      const { body } = await world.call<{ results: { outcomes: object } }>(
        'GET',
        '/api/requests/killed/certificate',
        'reader',
      );
      // What the killed host had begun is our doing.
      expect(Object.keys(body.results.outcomes)).toEqual(['deleted']);
    } finally {
      await world.stop();
    }
  }, 600_000);
});
