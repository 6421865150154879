import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { armReader, type ArmReader } from '../../../tools/access/arm-reader';

describe('reading Resource Manager', () => {
  let server: Server;
  let arm: ArmReader;
  let asked: (string | undefined)[];
  const answers: Record<string, (origin: string) => [number, unknown]> = {
    '/a?api-version=1': () => [200, { name: 'a' }],
    '/refused?api-version=1': () => [403, { error: { code: 'AuthorizationFailed' } }],
    '/list?api-version=1': (origin) => [200, { value: [{ name: 'x' }], nextLink: `${origin}/list?page=2` }],
    '/list?page=2': () => [200, { value: [{ name: 'y' }] }],
    '/away?api-version=1': () => [200, { value: [], nextLink: 'https://example.org/list' }],
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.headers.authorization);
      const [status, body] = answers[request.url ?? '']?.(`http://${request.headers.host}`) ?? [404, {}];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    arm = armReader(
      { getToken: (scope) => Promise.resolve({ token: `for ${String(scope)}`, expiresOnTimestamp: 0 }) },
      url,
    );
  });
  beforeEach(() => (asked = []));
  afterAll(() => new Promise((closed) => server.close(closed)));

  it('asks with a token for that cloud, and finds nothing at 404', async () => {
    expect(await arm.get('/a', '1')).toEqual({ name: 'a' });
    expect(asked).toEqual([expect.stringMatching(/^Bearer for http:\/\/127\.0\.0\.1:\d+\/\.default$/)]);
    expect(await arm.get('/missing', '1')).toBeUndefined();
  });

  it('follows all pages', async () => {
    expect(await arm.list('/list', '1')).toEqual([{ name: 'x' }, { name: 'y' }]);
  });

  it('says what was refused, and sends no token to another host', async () => {
    await expect(arm.get('/refused', '1')).rejects.toThrow('/refused: Azure answered 403 AuthorizationFailed.');
    await expect(arm.list('/away', '1')).rejects.toThrow('another host');
    expect(asked).toHaveLength(2);
  });
});
