import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenOnLoopbackOnly } from '../../../local/host/worker/loopback-only';

describe('listenOnLoopbackOnly', () => {
  const addressOf = async (listen: (server: Server, ready: () => void) => unknown) => {
    const server = createServer();
    await new Promise<void>((ready) => listen(server, ready));
    const { address } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    return address;
  };

  it('keeps servers that name no address on 127.0.0.1, until it is undone', async () => {
    const before = await addressOf((server, ready) => server.listen(0, ready));
    const undo = listenOnLoopbackOnly();
    try {
      expect(await addressOf((server, ready) => server.listen(0, ready))).toBe('127.0.0.1');
      expect(await addressOf((server, ready) => server.on('listening', ready).listen(0))).toBe('127.0.0.1');
      expect(await addressOf((server, ready) => server.listen(0, '127.0.0.1', ready))).toBe('127.0.0.1');
      expect(await addressOf((server, ready) => server.listen({ port: 0, host: '127.0.0.1' }, ready))).toBe(
        '127.0.0.1',
      );
    } finally {
      undo();
    }
    expect(await addressOf((server, ready) => server.listen(0, ready))).toBe(before);
    expect(before).not.toBe('127.0.0.1');
  });
});
