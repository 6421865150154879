import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What can be done to any proxy. */
export interface Cuttable {
  port: number;
  /** Resets all connections now; new ones are taken. */
  cut: () => void;
  /** Refuses connections, as when nothing listens, until `up`. Cuts those that are there. */
  down: () => Promise<void>;
  up: () => Promise<void>;
  stop: () => Promise<void>;
}

/** A proxy that knows no protocol. */
export interface TcpProxy extends Cuttable {
  /** Resets the connection that the target sees as coming from this port. */
  reset: (port: number | undefined) => void;
}

/** Starts a proxy on 127.0.0.1 that passes bytes on to a port of this machine; on a free port unless told. */
export async function startTcpProxy(options: { targetPort: number; port?: number }): Promise<TcpProxy> {
  /** Clients by their connections to the target. */
  const clients = new Map<Socket, Socket>();
  const server = createServer((client) => {
    const onward = connect({ host: '127.0.0.1', port: options.targetPort });
    clients.set(onward, client);
    onward.once('error', () => client.resetAndDestroy());
    // A connection that breaks off breaks its other half off too, and is no error of the proxy.
    client.once('error', () => onward.destroy());
    client.once('close', () => onward.destroy());
    onward.once('close', () => {
      clients.delete(onward);
      // Nothing reads from it any more, so it would never see the client's end.
      client.destroySoon();
    });
    client.pipe(onward).pipe(client);
  });
  let port = options.port ?? 0;
  const up = async (): Promise<void> => {
    if (server.listening) return;
    server.listen({ host: '127.0.0.1', port });
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const cut = (): void => {
    for (const client of clients.values()) client.resetAndDestroy();
  };
  const down = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    cut();
    await closed;
  };
  await up();
  return {
    ...{ port, cut, down, up, stop: down },
    reset(from) {
      for (const [onward, client] of clients) if (onward.localPort === from) client.resetAndDestroy();
    },
  };
}
