import fc from 'fast-check';
import type { Listing } from '../../local/listing/list-everything';
import type { PlanItem } from '../../src/requests/plan/plan';
import { workspaceId, World, type View } from './harness';
import { oddWorkspace, type OddWorkspace } from './inventory-seeds';
import { bytesOf, inRange, type ListedBytes } from './listed-bytes';
import { idOf } from './reality';

jest.setTimeout(300_000);

const runs = 5;
/** The same workspaces on every machine, each of another kind. */
const odd: OddWorkspace[] = Array.from({ length: runs }, (_, index) =>
  fc.sample(oddWorkspace(index + 1), { seed: 4711 + index, numRuns: 1 }),
).flat();

/** Kinds that have no record: their items stand for bytes alone. */
const ofBytes = new Set(['upload', 'snapshot', 'notebook', 'fileStore']);

interface PlanView {
  items: PlanItem[];
  counts: Record<string, { items: number }>;
  totals: { items: number };
}

describe('an inventory of everything, the workspace and what depends on it included', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      people: [
        { key: 'ada', displayName: 'Ada', upn: 'ada@odd.example' },
        { key: 'ben', displayName: 'Ben', upn: 'ben@odd.example' },
      ],
      storageAccounts: odd.map((_, index) => ({ name: `oddstore${index + 1}`, resourceGroup: `odd-${index + 1}` })),
      registries: odd.map(({ registry }) => registry),
      workspaces: odd.map(({ workspace }) => workspace),
      blobs: odd.flatMap(({ blobs }) => blobs),
      shares: odd.flatMap(({ share }) => share),
    });
  });
  afterAll(() => world.stop());

  async function inventoryOf(number: number): Promise<{ view: View; plan: PlanView }> {
    const id = `odd-${number}`;
    const answer = await world.call('POST', '/api/requests', 'requester', {
      ...{ requestId: id, action: 'erase', dryRun: true },
      scope: {
        ...{ workspaces: [workspaceId(`odd-${number}`, `odd-${number}`)], everything: true },
        ...{ includeWorkspace: true, includeDependents: true },
      },
    });
    expect(answer.status).toBe(202);
    const view = await world.end(id, 240);
    return { view, plan: (await world.call<PlanView>('GET', `/api/requests/${id}/plan`, 'reader')).body };
  }

  /** Ids of all that has a record, as the independent listing has them. */
  function recorded({ records }: Listing, number: number): string[] {
    const inGroup = new RegExp(`/resourceGroups/odd-${number}/`, 'i');
    const bornWith = (body: Record<string, unknown>) =>
      (body.systemData as { createdByType?: string } | undefined)?.createdByType === 'Application';
    return records
      .filter(({ workspace }) => inGroup.test(workspace))
      .filter(({ type, body }) => !(type === 'datastores' && bornWith(body)))
      .map(idOf);
  }

  it.each(odd.map((_, index) => index + 1))('lists what there is and nothing else, seed %i', async (number) => {
    const listing = await world.listCustomers();
    const { view, plan } = await inventoryOf(number);
    const seeded = odd[number - 1];

    // Of images that no environment names the registry knows, and no record.
    const images = new Set(plan.items.filter(({ id }) => /\/repositories\//i.test(id)).map(({ ref }) => ref));
    const withoutRecord = (item: PlanItem) => ofBytes.has(item.type) || images.has(item.ref);
    const ids = plan.items.filter((item) => !withoutRecord(item)).map(({ id }) => id.toLowerCase());
    expect(ids.sort()).toEqual(recorded(listing, number).sort());
    expect(new Set(plan.items.map(({ ref }) => ref)).size).toBe(plan.items.length);
    expect(plan.totals.items).toBe(plan.items.length);

    const own = (name: string) => name.toLowerCase() === `oddstore${number}` || name === `oddregistry${number}`;
    // The folder of people's folders is nobody's, and without them it holds nothing.
    const there = bytesOf(listing).filter(({ account, path }) => own(account) && path !== 'Users/');
    const owned = (bytes: ListedBytes) =>
      plan.items.some(({ ranges }) => ranges.some((range) => inRange(bytes, range)));
    const unowned = there.filter((bytes) => !owned(bytes)).map((bytes) => `${bytes.account}/${bytes.container}`);
    expect([...new Set(unowned)].sort()).toEqual(seeded?.unknown);
    const empty = plan.items.filter(
      (item) => withoutRecord(item) && !there.some((bytes) => item.ranges.some((range) => inRange(bytes, range))),
    );
    expect(empty.map(({ id }) => id)).toEqual([]);

    const gaps = view.gaps.map(({ code, detail }) => `${code} ${detail?.split(':')[0]}`);
    expect(gaps).toEqual(seeded?.unknown.map((place) => `not_handled ${place}`));
  });

  it('changes nothing', async () => {
    const { records } = await world.listCustomers();
    expect(records.filter(({ type }) => type === 'workspaces')).toHaveLength(runs);
  });
});
