import type { Certificate } from '../../src/requests/certificate/certificate';
import { adminCall, hostKey } from './admin-call';
import { subscription, workspaceId, World } from './harness';
import { manyPeople, objectIdOf, subscriptionOf } from './load-seeds';

const workspaces = ['slow', 'fast1', 'fast2', 'fast3'];
const people = 24;

interface Sent {
  id: string;
  person: number;
  workspace: string;
  action: 'erase' | 'export';
  dryRun?: true;
}

const actions: Pick<Sent, 'action' | 'dryRun'>[] = [
  { action: 'erase' },
  { action: 'export' },
  { action: 'erase', dryRun: true },
];

/** One request per person; those for the slow workspace come first, and leave everything as it is. */
const sent = Array.from({ length: people }, (_, person): Sent => {
  const workspace = workspaces[person % 4] ?? '';
  const how = workspace === 'slow' ? { action: 'erase' as const, dryRun: true as const } : actions[(person >> 2) % 3];
  return { id: `${workspace}-${person}`, person, workspace, action: 'erase', ...how };
})
  .filter(({ person, workspace }) => workspace === 'slow' || person < 16)
  .sort((a, b) => Number(b.workspace === 'slow') - Number(a.workspace === 'slow'));
const fast = sent.filter(({ workspace }) => workspace !== 'slow').map(({ id }) => id);

interface Listed {
  id: string;
  state: string;
}

const isEnded = ({ state }: Listed) => ['completed', 'completed_with_gaps', 'failed'].includes(state);

describe('many requests at once, some for a workspace that answers slowly', () => {
  let world: World;
  let seen = new Map<string, Listed>();

  const emulator = (method: string, route: string, body?: object) => {
    const { url, adminKey } = world.system.emulator.ready;
    const headers = { 'x-emulator-admin': adminKey, 'content-type': 'application/json' };
    const options = { method, headers, ca: world.system.certificate.pem };
    return adminCall(new URL(`/_emulator/${route}`, url), options, body);
  };
  const untilEnded = async (ids: readonly string[]) => {
    for (;;) {
      const answer = await world.call<{ requests: Listed[] }>('GET', '/api/requests?limit=200', 'reader');
      seen = new Map(answer.body.requests.map((request) => [request.id, request]));
      const found = ids.flatMap((id) => seen.get(id) ?? []);
      if (found.length === ids.length && found.every(isEnded)) return found;
      await new Promise((wait) => setTimeout(wait, 300));
    }
  };

  beforeAll(async () => {
    // A small bucket: all requests together have to stay within it.
    const throttling = { reads: { size: 120, perSecond: 60 } };
    const settings = { APPROVAL_FOR_ERASE: 'not_required' };
    world = await World.start({ ...manyPeople(workspaces, people), throttling }, { settings });
    await emulator('POST', 'faults', { match: { path: '/workspaces/slow(/|\\?|$)' }, delayMs: 5_000 });
  });
  afterAll(() => world.stop());

  it('end for the other workspaces while the slow one is still being read', async () => {
    for (const { id, person, workspace, ...action } of sent) {
      await world.send('privacy-requests', {
        ...{ requestId: id, ...action, subject: { identities: [{ type: 'object_id', value: objectIdOf(person) }] } },
        scope: {
          workspaces: [workspaceId(workspace).replace(subscription, subscriptionOf(workspace))],
          resourceTypes: ['job', 'runHistory'],
        },
      });
    }
    const ended = await untilEnded(fast);
    expect(ended.map(({ state }) => state)).toEqual(fast.map(() => 'completed'));
    const slow = [...seen.values()].filter(({ id }) => id.startsWith('slow'));
    expect(slow).toHaveLength(6);
    expect(slow.map(({ state }) => state)).toContain('inventorying');
  }, 240_000);

  it('end for the slow one, too, and each certificate says what was there', async () => {
    await emulator('DELETE', 'faults');
    await untilEnded(sent.map(({ id }) => id));
    for (const { id, action, dryRun } of sent) {
      const { body } = await world.call<Certificate>('GET', `/api/requests/${id}/certificate`, 'reader');
      expect(body.planned?.items).toBe(4);
      const { erase, export: exported } = body.results.items;
      if (action === 'export') expect(exported).toEqual({ job: { exported: 2 }, runHistory: { exported: 2 } });
      else expect(erase).toEqual(dryRun ? {} : { job: { deleted: 2 }, runHistory: { deleted: 2 } });
    }
    const { records } = await world.listCustomers();
    const erased = sent.filter(({ action, dryRun }) => action === 'erase' && !dryRun);
    expect(records.filter(({ type }) => type === 'jobs')).toHaveLength(2 * (people - erased.length));
  }, 240_000);

  it('keep within the limits of Resource Manager together, and their histories short', async () => {
    const { throttled } = (await emulator('GET', 'calls')) as { throttled: number };
    const headers = { 'x-functions-key': hostKey(world.system.dir) };
    const answer = await fetch(`${world.system.url}/admin/host/status`, { headers });
    const { durable } = (await answer.json()) as { durable: { largestHistory: { events: number; size: number } } };
    expect(throttled).toBeLessThan(sent.length);
    expect(durable.largestHistory.events).toBeLessThan(400);
    expect(durable.largestHistory.size).toBeLessThan(100_000);
  });
});
