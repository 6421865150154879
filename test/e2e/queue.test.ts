import { workspaceId, World } from './harness';
import { twoPeople, zelda } from './seeds';

describe('the queue of requests', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(twoPeople(2));
  });
  afterAll(() => world.stop());

  const scope = { workspaces: [workspaceId('lab')], resourceTypes: ['compute'] };

  it('puts aside what is no request, says where the reason is, and loses nothing', async () => {
    const faulty = { requestId: 'bad-1', ticket: { system: 'jira', id: 'PRIV-7' }, action: 'vanish', subject: zelda };
    await world.send('privacy-requests', faulty);
    await world.send('privacy-requests', 'this is not JSON');
    await world.send('privacy-requests', '[]');
    await world.send('privacy-requests', 'null');
    expect(await world.messages('privacy-requests-poison', 4)).toEqual(
      expect.arrayContaining([faulty, 'this is not JSON', [], null]),
    );
    const results = (await world.messages('privacy-results', 4)) as { requestId?: string; reason: string }[];
    const about = results.find((message) => message.requestId === 'bad-1');
    expect(about).toMatchObject({ state: 'refused', code: 'invalid_request', ticket: { id: 'PRIV-7' } });
    // Neither the person nor the faults are in the message; they are in the restricted blob that it names.
    expect(JSON.stringify(results)).not.toMatch(/zelda|vanish/);
    const blob = (await world.listOwn()).find(({ container, path }) => `${container}/${path}` === about?.reason);
    expect(blob?.size).toBeGreaterThan(100);
    const told = await world.events('message_rejected');
    expect(told).toHaveLength(4);
    expect(told).toContain(
      `event=message_rejected message=${about?.reason.split('/').slice(1).join('/')} code=invalid_request`,
    );
  });

  it('takes a request without an id, and answers with the id that it gave', async () => {
    await world.send('privacy-requests', {
      action: 'erase',
      subject: zelda,
      scope,
      ticket: { system: 'jira', id: 'PRIV-8' },
    });
    const { body } = await world
      .call<{ requests: { id: string }[] }>('GET', '/api/requests', 'reader')
      .then(async (first) => {
        let answer = first;
        for (let tries = 0; answer.body.requests.length === 0 && tries < 100; tries += 1) {
          await new Promise((wait) => setTimeout(wait, 100));
          answer = await world.call('GET', '/api/requests', 'reader');
        }
        return answer;
      });
    const id = body.requests[0]?.id ?? '';
    expect(id).toMatch(/^dsr-[0-9a-f]{32}$/);
    await world.approve(id);
    expect((await world.end(id)).state).toBe('completed');
    const results = (await world.messages('privacy-results', 5)) as { requestId?: string; ticket?: { id: string } }[];
    expect(results.find((message) => message.requestId === id)?.ticket?.id).toBe('PRIV-8');
  });

  it('gives the same request to both channels, and refuses the same id with other content', async () => {
    const request = { requestId: 'both-1', action: 'erase', subject: zelda, scope };
    await world.call('POST', '/api/requests', 'requester', request);
    await world.send('privacy-requests', request);
    await world.send('privacy-requests', { ...request, reason: 'something else' });
    const poison = (await world.messages('privacy-requests-poison', 5)) as object[];
    expect(poison).toContainEqual({ ...request, reason: 'something else' });
    await world.approve('both-1');
    expect((await world.end('both-1')).state).toBe('completed');
  });

  it('loses nothing that was never meant to be read, and tells its sender each time', async () => {
    const deep = 20_000;
    const hostile = [
      Buffer.from('['.repeat(deep) + ']'.repeat(deep)).toString('base64'),
      Buffer.from(`{"a":${'{"a":'.repeat(6_000)}1${'}'.repeat(6_001)}`).toString('base64'),
      Buffer.from('{"action":"erase","action":"export"}').toString('base64'),
      Buffer.from('{"reason":"J\u00fcrgen"}', 'latin1').toString('base64'),
      'this is no base64',
      '"quoted"',
      '1234',
      'null',
      '{"requestId": 9007199254740993}',
      '{"action": export}',
      '["erase", "export"]',
      'x'.repeat(65_536),
    ];
    for (const text of hostile) await world.queue('privacy-requests').sendMessage(text);
    const refused = 5 + hostile.length;
    await world.messages('privacy-requests-poison', refused);
    const { peekedMessageItems } = await world.queue('privacy-requests-poison').peekMessages({ numberOfMessages: 32 });
    expect(peekedMessageItems.map(({ messageText }) => messageText)).toEqual(expect.arrayContaining(hostile));
    const results = (await world.peek('privacy-results')) as { state: string; code?: string }[];
    expect(results.filter(({ state }) => state === 'refused')).toHaveLength(refused);
  });

  it('takes a request that is not in base64', async () => {
    const request = { requestId: 'plain-1', action: 'export', dryRun: true, subject: zelda, scope };
    await world.queue('privacy-requests').sendMessage(JSON.stringify(request));
    expect((await world.end('plain-1')).state).toBe('completed');
  });
});
