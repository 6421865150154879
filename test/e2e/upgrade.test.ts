import type { Certificate } from '../../src/requests/certificate/certificate';
import type { PlanItem } from '../../src/requests/plan/plan';
import { orchestratorVersion } from '../../src/orchestrators/version';
import { World } from './harness';
import { contradictions } from './reality';
import { twoPeople } from './seeds';
import { ask, disturb, histories, restartAs, versionSetting, within, workspace } from './upgrade-tools';

const names = ['waiting', 'erasing', 'exporting', 'listing', 'fresh', 'ahead', 'meanwhile'];
const { people } = twoPeople(0);

describe('an app that is upgraded while requests are in flight', () => {
  let world: World;
  const plans = new Map<string, PlanItem[]>();
  const readPlan = async (id: string) => {
    const { body } = await world.call<{ items: PlanItem[] }>('GET', `/api/requests/${id}/plan`, 'reader');
    plans.set(id, body.items);
  };
  const approve = async (id: string) => {
    await world.until(id, ['awaiting_approval']);
    await readPlan(id);
    await world.approve(id, { acceptWeak: true });
  };
  const stateOf = async (id: string) => (await world.until(id, states)).state;
  const states = ['received', 'inventorying', 'awaiting_approval', 'exporting', 'erasing', 'verifying'];

  beforeAll(async () => {
    const workspaces = names.map((name) => workspace(name, name === 'erasing' ? 10 : 2));
    world = await World.start({ people, workspaces }, { settings: { [versionSetting]: '1.0' } });
  });
  afterAll(() => world.stop());

  it('ends each as it began, begins new ones the new way, and an older app leaves those alone', async () => {
    const before = await world.listCustomers();
    await ask(world, 'waiting');
    await ask(world, 'erasing', 'erase');
    await ask(world, 'exporting');
    await world.until('waiting', ['awaiting_approval']);
    await readPlan('waiting');
    for (const id of ['erasing', 'exporting']) await world.until(id, ['awaiting_approval']);
    // From here on these three take long, so that the kill meets them in the middle.
    await disturb(world, { match: { path: '/workspaces/(erasing|exporting|listing)(/|\\?)' }, delayMs: 1_500 });
    await ask(world, 'listing');
    await Promise.all([approve('erasing'), approve('exporting')]);
    await Promise.all([world.until('erasing', ['erasing']), world.until('exporting', ['exporting'])]);
    await world.until('listing', ['inventorying']);
    await world.system.host?.kill();
    await restartAs(world);
    const met = await Promise.all(['waiting', 'erasing', 'exporting', 'listing'].map(stateOf));
    expect(met).toEqual(['awaiting_approval', 'erasing', 'exporting', 'inventorying']);
    await disturb(world);

    // All are throttled now: only new instances may be put off by that.
    const retry = { 'retry-after': '6' };
    const tooMany = { status: 429, headers: retry, body: { error: { code: 'TooManyRequests' } } };
    await disturb(world, { match: { method: 'GET', path: '/workspaces/fresh\\?' }, times: 1, respond: tooMany });
    await ask(world, 'fresh');
    await Promise.all(['waiting', 'listing', 'fresh'].map(approve));
    for (const id of ['waiting', 'erasing', 'exporting', 'listing', 'fresh']) {
      expect([id, (await world.end(id, 100)).state]).toEqual([id, 'completed']);
    }

    // Back to the older app, with a newer instance in flight.
    await ask(world, 'ahead');
    await world.until('ahead', ['awaiting_approval']);
    await world.system.host?.stop();
    await restartAs(world, '1.0');
    await approve('ahead');
    await ask(world, 'meanwhile');
    await approve('meanwhile');
    expect((await world.end('meanwhile', 100)).state).toBe('completed');
    expect(await stateOf('ahead')).toBe('awaiting_approval');
    await world.system.host?.stop();
    await restartAs(world);
    expect((await world.end('ahead', 100)).state).toBe('completed');

    const after = await world.listCustomers();
    for (const id of names) {
      const { body } = await world.call<Certificate>('GET', `/api/requests/${id}/certificate`, 'reader');
      expect(body.gaps).toEqual([]);
      expect(contradictions(body, plans.get(id) ?? [], within(before, id), within(after, id))).toEqual([]);
    }
    const answered = (await world.messages('privacy-results', names.length)) as { requestId: string }[];
    expect([...new Set(answered.map(({ requestId }) => requestId))].sort()).toEqual([...names].sort());
  }, 300_000);

  it('keeps old instances on the old path, also with new ones below them', async () => {
    await world.system.host?.stop();
    const told = await histories(world, names);
    const versionsOf = (id: string) => [...new Set(told[id]?.map(({ version }) => version))].sort();
    const rootOf = (id: string) => told[id]?.find(({ name }) => name === 'request')?.version;
    for (const id of ['waiting', 'erasing', 'exporting', 'listing']) {
      expect([id, rootOf(id)]).toEqual([id, '1.0']);
      expect(versionsOf(id)).toEqual(['1.0', orchestratorVersion]);
    }
    for (const id of ['fresh', 'ahead']) expect([id, versionsOf(id)]).toEqual([id, [orchestratorVersion]]);
    expect(versionsOf('meanwhile')).toEqual(['1.0']);
    const all = Object.values(told).flat();
    expect(all.filter(({ version, putOff }) => version === '1.0' && putOff > 0)).toEqual([]);
    expect(told.fresh?.some(({ putOff }) => putOff > 0)).toBe(true);
  });
});
