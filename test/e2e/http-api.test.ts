import type { PlanItem } from '../../src/requests/plan/plan';
import { workspaceId, World, type View } from './harness';
import { twoPeople, zelda } from './seeds';

interface Problem {
  code: string;
  status: number;
  errors?: { pointer: string }[];
}

const scope = { workspaces: [workspaceId('lab')] };
const erase = (requestId: string, more: object = {}) => ({
  requestId,
  action: 'erase',
  subject: zelda,
  scope,
  ...more,
});

describe('the HTTP interface', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(twoPeople(2));
  });
  afterAll(() => world.stop());

  it('is healthy, and says so to anybody', async () => {
    expect((await world.call('GET', '/api/health')).body).toMatchObject({ status: 'healthy' });
  });

  it.each([
    ['GET', '/api/requests'],
    ['POST', '/api/requests'],
    ['GET', '/api/requests/x'],
    ['GET', '/api/requests/x/plan'],
    ['POST', '/api/requests/x/approval'],
    ['POST', '/api/requests/x/cancel'],
    ['GET', '/api/requests/x/certificate'],
    ['GET', '/api/requests/x/package'],
  ])('refuses %s %s to strangers and to people without a role', async (method, path) => {
    const forged = Buffer.from(JSON.stringify({ claims: [{ typ: 'roles', val: 'Requests.Erase' }] })).toString(
      'base64',
    );
    const stranger = await world.call<Problem>(method, path, undefined, method === 'POST' ? {} : undefined, {
      'x-ms-client-principal': forged,
      'x-ms-client-principal-id': 'somebody',
    });
    expect([stranger.status, stranger.body.code]).toEqual([401, 'not_authenticated']);
    const nobody = await world.call<Problem>(method, path, 'nobody', method === 'POST' ? {} : undefined);
    expect([nobody.status, nobody.body.code]).toEqual([403, 'not_authorised']);
  });

  it('answers a faulty request with every fault and its place', async () => {
    const answer = await world.call<Problem>('POST', '/api/requests', 'requester', {
      ...{ requestId: 'no spaces', action: 'vanish', scope: { workspaces: ['x'], nonsense: 1 }, dryRun: 'yes' },
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const pointers = answer.body.errors?.map((error) => error.pointer).sort();
    expect(pointers).toEqual(['/action', '/dryRun', '/requestId', '/scope/nonsense', '/scope/workspaces/0']);
  });

  it('refuses a request that names neither a subject nor a filter nor everything', async () => {
    const answer = await world.call<Problem>('POST', '/api/requests', 'requester', { action: 'erase', scope });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
  });

  it('refuses what is not JSON, and what is too large', async () => {
    expect((await world.call<Problem>('POST', '/api/requests', 'requester', '{')).body.code).toBe('invalid_json');
    const large = { ...erase('large'), reason: 'x'.repeat(70_000) };
    expect((await world.call<Problem>('POST', '/api/requests', 'requester', large)).status).toBe(413);
  });

  it('finds a compute, which knows object ids only, for somebody named by UPN only', async () => {
    const upnOnly = { identities: [{ type: 'upn', value: 'zelda@example.org' }] };
    await world.call('POST', '/api/requests', 'requester', {
      ...{ requestId: 'http-0', action: 'export', dryRun: true, subject: upnOnly },
      ...{ scope: { ...scope, resourceTypes: ['compute'] } },
    });
    expect((await world.end('http-0')).state).toBe('completed');
    const { body } = await world.call<{ items: PlanItem[] }>('GET', '/api/requests/http-0/plan', 'reader');
    expect(body.items.map((item) => item.name)).toEqual(['ci-zelda']);
  });

  it('takes a request, waits for somebody else to approve it, and ends it', async () => {
    const taken = await world.call<View>('POST', '/api/requests', 'both', erase('http-1'));
    expect(taken.status).toBe(202);
    expect(taken.headers.get('location')).toBe('/api/requests/http-1');
    expect(JSON.stringify(taken.body)).not.toMatch(/runtime|webhooks|code=/);

    const again = await world.call<View>('POST', '/api/requests', 'both', erase('http-1'));
    expect(again.status).toBe(202);
    const other = await world.call<Problem>('POST', '/api/requests', 'both', erase('http-1', { reason: 'other' }));
    expect([other.status, other.body.code]).toEqual([409, 'id_in_use']);

    const { planHash } = await world.until('http-1', ['awaiting_approval']);
    const { body: plan } = await world.call<{ items: PlanItem[] }>('GET', '/api/requests/http-1/plan', 'approver');
    const decide = (user: string, body: object) =>
      world.call<Problem>('POST', '/api/requests/http-1/approval', user, { decision: 'approve', planHash, ...body });
    expect((await decide('both', {})).body.code).toBe('own_request');
    expect((await decide('requester', {})).body.code).toBe('not_authorised');
    expect((await decide('approver', { planHash: '0'.repeat(64) })).body.code).toBe('plan_changed');
    const unknown = await decide('approver', { exclude: ['0123456789abcdef'] });
    expect(unknown.body.errors).toEqual([{ pointer: '/exclude/0', detail: 'is no item of this plan' }]);

    const excluded = plan.items.find((item) => item.type === 'job' && item.name === 'pipe');
    expect((await decide('approver', { exclude: [excluded?.ref] })).status).toBe(202);
    // Sent again it is the same decision; another one comes too late, whoever sends it.
    expect([202, 409]).toContain((await decide('approver', { exclude: [excluded?.ref] })).status);
    expect((await decide('approver', { decision: 'reject' })).status).toBe(409);
    const view = await world.end('http-1');
    expect(view.state).toBe('completed_with_gaps');
    const jobs = (await world.listCustomers()).records
      .filter((record) => record.type === 'jobs')
      .map((record) => record.name);
    expect(jobs).toContain('pipe');
    expect(jobs).not.toContain('job1');
    const late = await world.call<Problem>('POST', '/api/requests/http-1/cancel', 'requester');
    expect([late.status, late.body.code]).toEqual([409, 'already_finished']);
  });

  it('can be cancelled while it waits, and touches nothing then', async () => {
    await world.call('POST', '/api/requests', 'requester', erase('http-2'));
    await world.until('http-2', ['awaiting_approval']);
    const before = await world.listCustomers();
    expect((await world.call('POST', '/api/requests/http-2/cancel', 'requester')).status).toBe(202);
    expect((await world.end('http-2')).state).toBe('cancelled');
    expect(await world.listCustomers()).toEqual(before);
  });

  it('can be rejected, and touches nothing then', async () => {
    await world.call('POST', '/api/requests', 'requester', erase('http-3'));
    await world.approve('http-3', { decision: 'reject' });
    expect((await world.end('http-3')).state).toBe('rejected');
  });

  it('exports without approval, and without changing anything', async () => {
    const before = await world.listCustomers();
    await world.call('POST', '/api/requests', 'requester', erase('http-4', { action: 'export' }));
    const view = await world.end('http-4');
    expect(view.links.package).toBe('/api/requests/http-4/package');
    expect(await world.listCustomers()).toEqual(before);
  });

  it('lists requests by page and by state', async () => {
    interface Page {
      requests: View[];
      next?: string;
    }
    const first = await world.call<Page>('GET', '/api/requests?limit=3', 'reader');
    expect(first.body.requests.map((view) => view.id)).toEqual(['http-4', 'http-3', 'http-2']);
    const second = await world.call<Page>('GET', first.body.next ?? '', 'reader');
    expect(second.body.requests.map((view) => view.id)).toEqual(['http-1', 'http-0']);
    expect(second.body.next).toBeUndefined();
    const rejected = await world.call<Page>('GET', '/api/requests?state=rejected', 'reader');
    expect(rejected.body.requests.map((view) => view.id)).toEqual(['http-3']);
    expect((await world.call<Problem>('GET', '/api/requests?state=odd&limit=0', 'reader')).body.errors).toHaveLength(2);
  });
});
